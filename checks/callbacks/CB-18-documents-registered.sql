/*
clause = "CB-18"
zh = "文件发放登记"
en = "Documents handed out are registered"
each = "letter to party household, direction out, with sent_at"
each_zh = "每份对方为业户、方向为发函、有送达时间的函件"
due = "sent_at"
due_zh = "送达时间"
met = "in_register"
met_zh = "“已登记文件发放登记表”为是"
source = "letters"
[reads]
letters = ["party", "direction", "sent_at", "in_register"]
*/
SELECT
    l.project_id,
    l.letter_id AS record_id,
    l.sent_at AS due_at,
    coalesce(l.in_register, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    l._row AS source_row
FROM letters AS l
WHERE
    l.party = 'household'
    AND l.direction = 'out'
    AND l.sent_at IS NOT NULL
