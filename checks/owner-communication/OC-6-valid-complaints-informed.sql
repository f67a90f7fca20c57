/*
clause = "OC-6"
item = "2.3"
zh = "有效投诉处理后知会顾客"
en = "Valid complaints: the customer hears the outcome"
each = "complaint with valid and closed_at"
each_zh = "每件有效投诉（有效投诉为“是”）且有关闭时间的"
due = "wd(closed_at, inform_working_days)"
due_zh = "关闭之日后第 inform_working_days 个工作日终了"
met = "a contact for it of purpose feedback or complaint_callback, closed_at ≤ started_at ≤ due"
met_zh = "走访回访中有该投诉（关联单号为投诉编号）的“进展反馈”或“投诉回访”记录，开始时间不早于关闭时间且不晚于期限"
params = { inform_working_days = 3 }
source = "complaints"
[reads]
complaints = ["valid", "closed_at"]
contacts = ["purpose", "related_id", "started_at"]
*/
WITH closed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.closed_at,
        wd(c.closed_at, $inform_working_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE
        c.valid
        AND c.closed_at IS NOT NULL
),

told AS (
    SELECT
        t.project_id,
        t.related_id,
        t.started_at
    FROM contacts AS t
    WHERE t.purpose IN ('feedback', 'complaint_callback')
),

informed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.due_at,
        c._row,
        min(t.started_at) FILTER (WHERE not_after(c.closed_at, t.started_at)) AS done_at
    FROM closed AS c
    LEFT JOIN told AS t
        ON
            c.project_id = t.project_id
            AND c.complaint_id = t.related_id
    GROUP BY c.project_id, c.complaint_id, c.due_at, c._row
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(c.done_at, c.due_at) AS met,
    c.done_at,
    c._row AS source_row
FROM informed AS c
