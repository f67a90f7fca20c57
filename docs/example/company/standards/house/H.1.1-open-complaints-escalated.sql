/*
clause = "H.1.1"
unit = "0.5"
zh = "五日未关闭的投诉报分管领导"
en = "A complaint open after five days reaches the executive"
each = "complaint not closed by the end of the fifth day"
due = "days(received_at, escalate_days)"
met = "reported_executive_at ≤ due"
params = { escalate_days = 5 }
sourced = ["escalate_days"]
reads = { complaints = ["received_at", "closed_at", "reported_executive_at"] }
source = "complaints"
*/
WITH open_complaints AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.reported_executive_at,
        c._row,
        days(c.received_at, $escalate_days) AS due_at
    FROM complaints AS c
    WHERE NOT done_by(c.closed_at, days(c.received_at, $escalate_days))
)

SELECT
    o.project_id,
    o.complaint_id AS record_id,
    o.due_at,
    done_by(o.reported_executive_at, o.due_at) AS met,
    o.reported_executive_at AS done_at,
    o._row AS source_row
FROM open_complaints AS o
