/*
clause = "OC-7"
item = "2.3"
zh = "无效投诉予以解释"
en = "Invalid complaints are explained"
each = "complaint with valid = false"
each_zh = "每件无效投诉（有效投诉为“否”；空白不算）"
due = "wd(received_at, explain_working_days)"
due_zh = "受理之日后第 explain_working_days 个工作日终了"
met = "explained_at ≤ due"
met_zh = "解释时间不晚于期限"
params = { explain_working_days = 5 }
reads = { complaints = ["valid", "received_at", "explained_at"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    wd(c.received_at, $explain_working_days) AS due_at,
    done_by(c.explained_at, wd(c.received_at, $explain_working_days)) AS met,
    c.explained_at AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE NOT c.valid
