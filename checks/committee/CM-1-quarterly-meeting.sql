/*
clause = "CM-1"
item = "5.3"
zh = "每季例会"
en = "A regular meeting each quarter"
each = "project, each quarter Q"
each_zh = "项目，每季度 Q"
due = "end(Q)"
due_zh = "Q 季度最后一日结束时"
met = "a meeting committee_regular held in Q"
met_zh = "Q 季度内召开过业委会例会"
overlaps = ["CC-6"]
[reads]
projects = ["committee_formed_on"]
meetings = ["kind", "held_at"]
*/
WITH regular_meetings AS (
    SELECT
        m.project_id,
        m.held_at
    FROM meetings AS m
    WHERE m.kind = 'committee_regular'
)

SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(q.ends_on) AS due_at,
    min(m.held_at) IS NOT NULL AS met,
    min(m.held_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_quarters AS q
LEFT JOIN regular_meetings AS m
    ON
        q.project_id = m.project_id
        AND during(m.held_at, q.starts_on, q.ends_on)
WHERE q.committee_formed_on < q.starts_on
GROUP BY q.project_id, q.unit, q.ends_on
