/*
clause = "SC-11"
item = "2.9"
zh = "不能即时答复的告知时限"
en = "No instant answer: a date is given"
each = "request with responded_at and not closed_at ≤ responded_at"
each_zh = "有回应时间，且关闭时间空白或晚于回应时间的每项建议需求"
due = "responded_at"
due_zh = "回应时间"
met = "reply_promised_at present"
met_zh = "有承诺回复时间"
reads = { requests = ["received_at", "responded_at", "reply_promised_at", "closed_at"] }
source = "requests"
*/
SELECT
    r.project_id,
    r.request_id AS record_id,
    CASE WHEN is_before(r.responded_at, r.received_at) THEN r.received_at ELSE r.responded_at END AS due_at,
    r.reply_promised_at IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    r._row AS source_row
FROM requests AS r
WHERE
    r.responded_at IS NOT NULL
    AND NOT not_after(r.closed_at, r.responded_at)
