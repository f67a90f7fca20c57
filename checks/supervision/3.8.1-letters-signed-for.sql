/*
clause = "3.8.1"
unit = "0.1"
zh = "与业委会往来文件签收"
en = "Letters to the committee are signed for"
each = "letter to party committee, direction out, with sent_at"
due = "sent_at"
met = "receipt_signed"
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
