/*
clause = "CB-14"
zh = "上门提供文件签收"
en = "Documents handed over are signed for"
each = "letter to party household, direction out, by_hand, with sent_at"
each_zh = "每份对方为业户、方向为发函、“上门送达”为是、有送达时间的函件"
due = "sent_at"
due_zh = "送达时间"
met = "receipt_signed"
met_zh = "“签收”为是"
source = "letters"
[reads]
letters = ["party", "direction", "by_hand", "sent_at", "receipt_signed"]
*/
SELECT
    l.project_id,
    l.letter_id AS record_id,
    l.sent_at AS due_at,
    coalesce(l.receipt_signed, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    l._row AS source_row
FROM letters AS l
WHERE
    l.party = 'household'
    AND l.direction = 'out'
    AND l.by_hand
    AND l.sent_at IS NOT NULL
