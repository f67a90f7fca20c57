/*
clause = "SH-4"
zh = "意见一周内给出方案"
en = "Opinions get a solution within a week"
each = "request of kind opinion"
each_zh = "类型为意见（opinion）的每条建议需求"
due = "days(received_at, 7)"
due_zh = "受理时间后第 7 天结束前"
met = "plan_at ≤ due or escalated_at ≤ due"
met_zh = "方案落实时间不晚于期限，或上报时间不晚于期限"
reads = { requests = ["kind", "received_at", "plan_at", "escalated_at"] }
source = "requests"
*/
WITH opinions AS (
    SELECT
        r.project_id,
        r.request_id,
        days(r.received_at, 7) AS due_at,
        coalesce(least(r.plan_at, r.escalated_at), r.plan_at, r.escalated_at) AS done_at,
        r._row
    FROM requests AS r
    WHERE r.kind = 'opinion'
)

SELECT
    o.project_id,
    o.request_id AS record_id,
    o.due_at,
    done_by(o.done_at, o.due_at) AS met,
    o.done_at,
    o._row AS source_row
FROM opinions AS o
