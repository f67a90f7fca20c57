/*
clause = "CM-9"
item = "5.3"
zh = "申报通报均为书面"
en = "Both in writing"
each = "letter to party committee, kind application or notification, with sent_at"
each_zh = "发给业委会的申报函或通报函，有送达时间"
due = "sent_at"
due_zh = "送达时间"
met = "written"
met_zh = "为书面"
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "kind", "written", "sent_at"]
*/
SELECT
    l.project_id,
    l.letter_id AS record_id,
    l.sent_at AS due_at,
    l.written AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    l._row AS source_row
FROM letters AS l
INNER JOIN projects AS p
    ON
        l.project_id = p.project_id
        AND p.committee_formed_on < CAST(l.sent_at AS DATE)
WHERE
    l.party = 'committee'
    AND l.direction = 'out'
    AND l.kind IN ('application', 'notification')
