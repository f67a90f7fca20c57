/*
clause = "2.2.1"
unit = "0.1"
zh = "投诉登记于工作信息记录"
en = "Every complaint is logged"
each = "complaint"
each_zh = "每宗投诉"
due = "wd(received_at, log_working_days)"
due_zh = "受理时间后第 log_working_days 个工作日结束前"
met = "logged_at ≤ due"
met_zh = "登记时间不晚于期限"
params = { log_working_days = 1 }
reads = { complaints = ["received_at", "logged_at"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    wd(c.received_at, $log_working_days) AS due_at,
    done_by(c.logged_at, wd(c.received_at, $log_working_days)) AS met,
    c.logged_at AS done_at,
    c._row AS source_row
FROM complaints AS c
