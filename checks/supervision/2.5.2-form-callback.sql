/*
clause = "2.5.2"
unit = "0.1"
zh = "处理记录表所记投诉处理完即回访"
en = "Complaints with a form: called back on completion"
each = "complaint with form_no and closed_at present, no callback_waiver"
each_zh = "有投诉处理记录表编号和关闭时间、且无免回访原因的每宗投诉"
due = "wd(closed_at, callback_working_days)"
due_zh = "关闭时间后第 callback_working_days 个工作日结束前"
met = "a callback complaint_callback of it, closed_at ≤ started_at ≤ due"
met_zh = "有一条关联单号为该投诉编号、目的为投诉回访（complaint_callback）的走访回访记录，关闭时间 ≤ 其开始时间 ≤ 期限"
params = { callback_working_days = 1 }
overlaps = ["CC-2"]
note = "The source says 'at once'; one working day is ours."
note_zh = "原文为“立即”；一个工作日是本工具所定。"
source = "complaints"
[reads]
complaints = ["form_no", "closed_at", "callback_waiver"]
contacts = ["purpose", "related_id", "started_at"]
*/
WITH closed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.closed_at,
        wd(c.closed_at, $callback_working_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE
        c.form_no IS NOT NULL
        AND c.closed_at IS NOT NULL
        AND c.callback_waiver IS NULL
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE b.purpose = 'complaint_callback'
),

called_back AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.due_at,
        c._row,
        min(b.started_at) FILTER (WHERE not_after(c.closed_at, b.started_at)) AS done_at
    FROM closed AS c
    LEFT JOIN callbacks AS b
        ON
            c.project_id = b.project_id
            AND c.complaint_id = b.related_id
    GROUP BY c.project_id, c.complaint_id, c.due_at, c._row
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(c.done_at, c.due_at) AS met,
    c.done_at,
    c._row AS source_row
FROM called_back AS c
