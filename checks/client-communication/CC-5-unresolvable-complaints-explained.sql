/*
clause = "CC-5"
item = "2.3"
zh = "无法整改的投诉解释清楚"
en = "What cannot be remedied is explained"
each = "complaint with resolvable = false"
each_zh = "可整改为“否”的投诉"
due = "days(received_at, explain_days)"
due_zh = "days(受理时间, explain_days)，即受理后第 explain_days 日终了"
met = "explained_at ≤ due"
met_zh = "解释时间 ≤ 截止"
params = { explain_days = 7 }
reads = { complaints = ["received_at", "resolvable", "explained_at"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    days(c.received_at, $explain_days) AS due_at,
    done_by(c.explained_at, days(c.received_at, $explain_days)) AS met,
    c.explained_at AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE NOT c.resolvable
