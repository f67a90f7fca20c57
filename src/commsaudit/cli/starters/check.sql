/*
clause = "@ID@"
# unit = "0.1"    # 每处扣分；不写则只观察 / the points that a finding costs; without it, it is observed
zh = "（标题）三日内回应"
en = "(title) A response within three days"
each = "complaint"
each_zh = "每件投诉"
due = "days(received_at, days_allowed)"
due_zh = "受理后第 days_allowed 日终了"
met = "responded_at ≤ due"
met_zh = "回应时间不晚于期限"
params = { days_allowed = 3 }
reads = { complaints = ["received_at", "responded_at"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    days(c.received_at, $days_allowed) AS due_at,
    done_by(c.responded_at, days(c.received_at, $days_allowed)) AS met,
    c.responded_at AS done_at,
    c._row AS source_row
FROM complaints AS c
