/*
clause = "3.1.5"
unit = "0.1"
zh = "活动费用按权限审批"
en = "Event spending is approved by the right level"
each = "event with held_on and expense > 0"
due = "eod(held_on)"
met = "expense_approved_at ≤ due and expense_approved_by_role is project_manager, executive or general_manager; executive or general_manager where expense > manager_limit"
params = { manager_limit = "5000.00" }
reads = { events = ["held_on", "expense", "expense_approved_at", "expense_approved_by_role"] }
source = "events"
*/
WITH approved_spending AS (
    SELECT
        e.project_id,
        e.event_id,
        e._row,
        eod(e.held_on) AS due_at,
        CASE
            WHEN ranks_as_executive(e.expense_approved_by_role) THEN e.expense_approved_at
            WHEN ranks_as_manager(e.expense_approved_by_role) AND e.expense <= $manager_limit
                THEN e.expense_approved_at
        END AS done_at
    FROM events AS e
    WHERE e.held_on IS NOT NULL AND e.expense > 0
)

SELECT
    s.project_id,
    s.event_id AS record_id,
    s.due_at,
    done_by(s.done_at, s.due_at) AS met,
    s.done_at,
    s._row AS source_row
FROM approved_spending AS s
