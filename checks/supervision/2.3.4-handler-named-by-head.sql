/*
clause = "2.3.4"
unit = "0.1"
zh = "疑难超期投诉由部门负责人指定专人"
en = "A difficult overdue complaint: the unit head names the handler"
each = "complaint with difficult and not closed_at ≤ wd(received_at, 1)"
due = "wd(received_at, 1 + assign_working_days)"
met = "handler_id present and assigned_at ≤ due and assigned_by_role is a unit head"
params = { assign_working_days = 1 }
note = "The source also asks for the form and the callback here; they are judged once, by 2.2.2 and 2.5.2."
reads = { complaints = ["difficult", "received_at", "closed_at", "handler_id", "assigned_at", "assigned_by_role"] }
source = "complaints"
*/
WITH overdue AS (
    SELECT
        c.project_id,
        c.complaint_id,
        wd(c.received_at, 1 + $assign_working_days) AS due_at,
        CASE
            WHEN c.handler_id IS NOT NULL AND ranks_as_unit_head(c.assigned_by_role) THEN c.assigned_at
        END AS done_at,
        c._row
    FROM complaints AS c
    WHERE
        c.difficult
        AND NOT done_by(c.closed_at, wd(c.received_at, 1))
)

SELECT
    o.project_id,
    o.complaint_id AS record_id,
    o.due_at,
    done_by(o.done_at, o.due_at) AS met,
    o.done_at,
    o._row AS source_row
FROM overdue AS o
