/*
clause = "2.3.1"
unit = "0.1"
zh = "投诉按归属分派专人或书面转交"
en = "Complaints go to a named handler, or to the developer in writing"
each = "complaint"
each_zh = "每宗投诉"
due = "wd(received_at, assign_working_days)"
due_zh = "受理时间后第 assign_working_days 个工作日结束前"
met = "area developer: referred_at ≤ due; any other area, or none: handler_id present and assigned_at ≤ due"
met_zh = "投诉归属为地产（developer）的：书面转交时间不晚于期限；归属为其他或为空的：有处理人，且派单时间不晚于期限"
params = { assign_working_days = 1 }
reads = { complaints = ["area", "received_at", "referred_at", "handler_id", "assigned_at"] }
source = "complaints"
*/
WITH passed_on AS (
    SELECT
        c.project_id,
        c.complaint_id,
        wd(c.received_at, $assign_working_days) AS due_at,
        CASE
            WHEN c.area = 'developer' THEN c.referred_at
            WHEN c.handler_id IS NOT NULL THEN c.assigned_at
        END AS done_at,
        c._row
    FROM complaints AS c
)

SELECT
    p.project_id,
    p.complaint_id AS record_id,
    p.due_at,
    done_by(p.done_at, p.due_at) AS met,
    p.done_at,
    p._row AS source_row
FROM passed_on AS p
