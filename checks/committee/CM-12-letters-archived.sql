/*
clause = "CM-12"
item = "5.3"
zh = "往来函件归档"
en = "Letters are archived"
each = "letter with party committee, with sent_at (out) or received_at (in)"
each_zh = "与业委会的往来函件：发函有送达时间，来函有收到时间"
due = "days(sent_at for direction out, received_at for in, archive_days)"
due_zh = "发函自送达时间起、来函自收到时间起，第 archive_days 日结束时（当日不计）"
met = "archived_at ≤ due"
met_zh = "归档时间 ≤ 时限"
params = { archive_days = 30 }
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "sent_at", "received_at", "archived_at"]
*/
WITH letters_exchanged AS (
    SELECT
        l.project_id,
        l.letter_id,
        l.archived_at,
        l._row,
        CASE WHEN l.direction = 'out' THEN l.sent_at ELSE l.received_at END AS exchanged_at
    FROM letters AS l
    WHERE l.party = 'committee'
)

SELECT
    l.project_id,
    l.letter_id AS record_id,
    days(l.exchanged_at, $archive_days) AS due_at,
    done_by(l.archived_at, days(l.exchanged_at, $archive_days)) AS met,
    l.archived_at AS done_at,
    l._row AS source_row
FROM letters_exchanged AS l
INNER JOIN projects AS p
    ON
        l.project_id = p.project_id
        AND p.committee_formed_on < CAST(l.exchanged_at AS DATE)
