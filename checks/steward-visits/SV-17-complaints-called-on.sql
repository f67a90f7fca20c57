/*
clause = "SV-17"
item = "2.5"
zh = "投诉处理后上门回访"
en = "Complaints are called on"
each = "complaint with closed_at"
each_zh = "有关闭时间的每件投诉"
due = "days(closed_at, callback_days)"
due_zh = "关闭时间后第 callback_days 日终了"
met = "a callback complaint_callback of it, mode door, closed_at ≤ started_at ≤ due"
met_zh = "有一次对它的投诉回访，方式为上门，开始时间不早于关闭时间、不晚于到期时刻"
params = { callback_days = 7 }
source = "complaints"
[reads]
complaints = ["closed_at"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH closed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.closed_at,
        days(c.closed_at, $callback_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE c.closed_at IS NOT NULL
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'complaint_callback'
        AND b.mode = 'door'
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(min(b.started_at), c.due_at) AS met,
    min(b.started_at) AS done_at,
    c._row AS source_row
FROM closed AS c
LEFT JOIN callbacks AS b
    ON
        c.project_id = b.project_id
        AND c.complaint_id = b.related_id
        AND not_after(c.closed_at, b.started_at)
GROUP BY c.project_id, c.complaint_id, c.due_at, c._row
