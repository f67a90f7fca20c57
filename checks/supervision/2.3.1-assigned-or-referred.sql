/*
clause = "2.3.1"
unit = "0.1"
zh = "投诉按归属分派专人或书面转交"
en = "Complaints go to a named handler, or to the developer in writing"
each = "complaint"
due = "wd(received_at, assign_working_days)"
met = "area developer: referred_at ≤ due; any other area, or none: handler_id present and assigned_at ≤ due"
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
