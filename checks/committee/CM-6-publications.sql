/*
clause = "CM-6"
item = "5.3"
zh = "每季首月报送社区报刊"
en = "Publications reach the committee each quarter"
each = "project, each quarter Q"
each_zh = "项目，每季度 Q"
due = "end(first month of Q)"
due_zh = "Q 季度首月最后一日结束时"
met = "a letter to party committee, kind publication, sent in the first month of Q"
met_zh = "Q 季度首月内有发给业委会的社区报刊、宣传品（按送达时间）"
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "kind", "sent_at"]
*/
WITH publications AS (
    SELECT
        l.project_id,
        l.sent_at,
        l._row
    FROM letters AS l
    WHERE
        l.party = 'committee'
        AND l.direction = 'out'
        AND l.kind = 'publication'
)

SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(last_day(q.starts_on)) AS due_at,
    during(min(p.sent_at), q.starts_on, last_day(q.starts_on)) AS met,
    min(p.sent_at) AS done_at,
    min(p._row) AS source_row
FROM owed_quarters AS q
LEFT JOIN publications AS p
    ON
        q.project_id = p.project_id
        AND during(p.sent_at, q.starts_on, q.ends_on)
WHERE q.committee_formed_on < q.starts_on
GROUP BY q.project_id, q.unit, q.starts_on
