/*
clause = "CU-14"
zh = "往来信函归档"
en = "Letters are filed"
each = "letter with party household, with sent_at (out) or received_at (in)"
each_zh = "每件对方为业户、填有送达时间（发函）或收到时间（来函）的函件"
due = "days(sent_at for direction out, received_at for in, archive_days)"
due_zh = "发函的送达时间、来函的收到时间后 archive_days 日终了（days(…, archive_days)）"
met = "archived_at ≤ due"
met_zh = "归档时间 ≤ 应完成时刻"
params = { archive_days = 30 }
overlaps = ["CB-15"]
source = "letters"
reads = { letters = ["party", "direction", "sent_at", "received_at", "archived_at"] }
*/
WITH exchanged AS (
    SELECT
        l.project_id,
        l.letter_id,
        l.archived_at,
        l._row,
        days(CASE WHEN l.direction = 'out' THEN l.sent_at ELSE l.received_at END, $archive_days) AS due_at
    FROM letters AS l
    WHERE l.party = 'household'
)

SELECT
    e.project_id,
    e.letter_id AS record_id,
    e.due_at,
    done_by(e.archived_at, e.due_at) AS met,
    e.archived_at AS done_at,
    e._row AS source_row
FROM exchanged AS e
WHERE e.due_at IS NOT NULL
