/*
clause = "CB-15"
zh = "对业主文件归档"
en = "Documents to owners are archived"
each = "letter to party household, direction out, with sent_at"
each_zh = "每份对方为业户、方向为发函、有送达时间的函件"
due = "days(sent_at, archive_days)"
due_zh = "送达时间之后第 archive_days 天的最后一刻"
met = "archived_at ≤ due"
met_zh = "归档时间 ≤ 到期"
params = { archive_days = 30 }
overlaps = ["CU-14"]
source = "letters"
[reads]
letters = ["party", "direction", "sent_at", "archived_at"]
*/
SELECT
    l.project_id,
    l.letter_id AS record_id,
    days(l.sent_at, $archive_days) AS due_at,
    done_by(l.archived_at, days(l.sent_at, $archive_days)) AS met,
    l.archived_at AS done_at,
    l._row AS source_row
FROM letters AS l
WHERE
    l.party = 'household'
    AND l.direction = 'out'
    AND l.sent_at IS NOT NULL
