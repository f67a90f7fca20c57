/*
clause = "2.3.3"
unit = "0.1"
zh = "一个工作日内回应"
en = "A response within one working day"
each = "complaint"
each_zh = "每宗投诉"
due = "wd(received_at, response_working_days)"
due_zh = "受理时间后第 response_working_days 个工作日结束前"
met = "responded_at ≤ due"
met_zh = "回应时间不晚于期限"
params = { response_working_days = 1 }
sourced = ["response_working_days"]
reads = { complaints = ["received_at", "responded_at"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    wd(c.received_at, $response_working_days) AS due_at,
    done_by(c.responded_at, wd(c.received_at, $response_working_days)) AS met,
    c.responded_at AS done_at,
    c._row AS source_row
FROM complaints AS c
