/*
clause = "SC-5"
item = "2.9"
zh = "诉求按时限响应"
en = "Requests are answered in time"
each = "request"
each_zh = "每项建议需求"
due = "wd(received_at, response_working_days)"
due_zh = "受理时间后第 response_working_days 个工作日结束前"
met = "responded_at ≤ due"
met_zh = "回应时间不晚于期限"
params = { response_working_days = 1 }
reads = { requests = ["received_at", "responded_at"] }
source = "requests"
*/
SELECT
    r.project_id,
    r.request_id AS record_id,
    wd(r.received_at, $response_working_days) AS due_at,
    done_by(r.responded_at, wd(r.received_at, $response_working_days)) AS met,
    r.responded_at AS done_at,
    r._row AS source_row
FROM requests AS r
