/*
clause = "SC-13"
item = "2.2"
zh = "沟通记录归档"
en = "Records are archived"
each = "complaint with closed_at"
each_zh = "有关闭时间的每宗投诉"
due = "days(closed_at, archive_days)"
due_zh = "关闭时间后第 archive_days 天结束前"
met = "archived_at ≤ due"
met_zh = "归档时间不晚于期限"
params = { archive_days = 30 }
reads = { complaints = ["closed_at", "archived_at"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    days(c.closed_at, $archive_days) AS due_at,
    done_by(c.archived_at, days(c.closed_at, $archive_days)) AS met,
    c.archived_at AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE c.closed_at IS NOT NULL
