/*
clause = "3.1.5"
unit = "0.1"
zh = "活动费用按权限审批"
en = "Event spending is approved by the right level"
each = "event with held_on and expense > 0"
each_zh = "有举办日期且费用大于 0 的每场活动"
due = "eod(held_on)"
due_zh = "举办日期当天结束前"
met = "expense_approved_at ≤ due and expense_approved_by_role is project_manager, executive or general_manager; executive or general_manager where expense > manager_limit"
met_zh = "费用审批时间不晚于期限，且费用审批人岗位为项目经理、分管领导或总经理；费用超过 manager_limit 的，须为分管领导或总经理"
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
