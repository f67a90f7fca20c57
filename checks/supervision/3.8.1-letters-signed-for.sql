/*
clause = "3.8.1"
unit = "0.1"
zh = "与业委会往来文件签收"
en = "Letters to the committee are signed for"
each = "letter to party committee, direction out, with sent_at"
each_zh = "对方为业委会（committee）、方向为发函（out）且有送达时间的每份函件"
due = "sent_at"
due_zh = "送达时间"
met = "receipt_signed"
met_zh = "已签收"
reads = { letters = ["party", "direction", "sent_at", "receipt_signed"] }
source = "letters"
*/
SELECT
    l.project_id,
    l.letter_id AS record_id,
    l.sent_at AS due_at,
    l.receipt_signed AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    l._row AS source_row
FROM letters AS l
WHERE
    l.party = 'committee'
    AND l.direction = 'out'
    AND l.sent_at IS NOT NULL
