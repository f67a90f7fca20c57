/*
clause = "SC-1"
item = "2.3"
zh = "紧急事项即时沟通"
en = "Urgent matters are answered in person or by phone"
each = "request of urgency urgent with responded_at"
each_zh = "紧急程度为紧急（urgent）且有回应时间的每项建议需求"
due = "responded_at"
due_zh = "回应时间"
met = "responded_via phone, door or office"
met_zh = "回应方式为电话（phone）、上门（door）或办公室／前台（office）"
reads = { requests = ["urgency", "received_at", "responded_at", "responded_via"] }
source = "requests"
*/
SELECT
    r.project_id,
    r.request_id AS record_id,
    CASE WHEN is_before(r.responded_at, r.received_at) THEN r.received_at ELSE r.responded_at END AS due_at,
    coalesce(r.responded_via IN ('phone', 'door', 'office'), FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    r._row AS source_row
FROM requests AS r
WHERE
    r.urgency = 'urgent'
    AND r.responded_at IS NOT NULL
