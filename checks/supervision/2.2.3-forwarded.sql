/*
clause = "2.2.3"
unit = "0.1"
zh = "投诉传递至相关岗位"
en = "The complaint is passed to the post concerned"
each = "complaint"
each_zh = "每宗投诉"
due = "wd(received_at, forward_working_days)"
due_zh = "受理时间后第 forward_working_days 个工作日结束前"
met = "forwarded_to present and forwarded_at ≤ due"
met_zh = "有传递岗位，且传递时间不晚于期限"
params = { forward_working_days = 1 }
reads = { complaints = ["received_at", "forwarded_to", "forwarded_at"] }
source = "complaints"
*/
WITH forwarded AS (
    SELECT
        c.project_id,
        c.complaint_id,
        wd(c.received_at, $forward_working_days) AS due_at,
        CASE WHEN c.forwarded_to IS NOT NULL THEN c.forwarded_at END AS done_at,
        c._row
    FROM complaints AS c
)

SELECT
    f.project_id,
    f.complaint_id AS record_id,
    f.due_at,
    done_by(f.done_at, f.due_at) AS met,
    f.done_at,
    f._row AS source_row
FROM forwarded AS f
