/*
clause = "SC-6"
item = "2.2"
zh = "记录要素齐全"
en = "Records are complete"
each = "complaint, request or work order that is closed or completed"
each_zh = "已关闭的每宗投诉、已关闭的每项建议需求、已完成的每张维修单"
due = "closed_at, closed_at, completed_at"
due_zh = "依次为投诉的关闭时间、建议需求的关闭时间、维修的完成时间"
met = "complaint: summary, household_id or complainant_name, process and result present; request: summary, household_id, measure and result; work order: household_id, handler_id and result"
met_zh = "投诉：投诉内容、处理过程、处理结果均有，且有业户编号或投诉人；建议需求：内容、业户编号、处理措施、处理结果均有；维修单：业户编号、维修人、维修结果均有"
note = "record ids: complaint:ID, request:ID, order:ID"
note_zh = "记录编号依次为 complaint:投诉编号、request:需求编号、order:维修单号"
source = { complaint = "complaints", request = "requests", order = "work_orders" }
[reads]
complaints = ["household_id", "complainant_name", "summary", "process", "result", "received_at", "closed_at"]
requests = ["household_id", "summary", "measure", "result", "received_at", "closed_at"]
work_orders = ["household_id", "handler_id", "reported_at", "completed_at", "result"]
*/
SELECT
    c.project_id,
    'complaint:' || escaped(c.complaint_id) AS record_id,
    CASE WHEN is_before(c.closed_at, c.received_at) THEN c.received_at ELSE c.closed_at END AS due_at,
    c.summary IS NOT NULL
    AND (c.household_id IS NOT NULL OR c.complainant_name IS NOT NULL)
    AND c.process IS NOT NULL
    AND c.result IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE c.closed_at IS NOT NULL
UNION ALL
SELECT
    r.project_id,
    'request:' || escaped(r.request_id) AS record_id,
    CASE WHEN is_before(r.closed_at, r.received_at) THEN r.received_at ELSE r.closed_at END AS due_at,
    r.summary IS NOT NULL
    AND r.household_id IS NOT NULL
    AND r.measure IS NOT NULL
    AND r.result IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    r._row AS source_row
FROM requests AS r
WHERE r.closed_at IS NOT NULL
UNION ALL
SELECT
    o.project_id,
    'order:' || escaped(o.order_id) AS record_id,
    CASE WHEN is_before(o.completed_at, o.reported_at) THEN o.reported_at ELSE o.completed_at END AS due_at,
    o.household_id IS NOT NULL
    AND o.handler_id IS NOT NULL
    AND o.result IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    o._row AS source_row
FROM work_orders AS o
WHERE o.completed_at IS NOT NULL
