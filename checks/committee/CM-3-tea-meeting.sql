/*
clause = "CM-3"
item = "5.3"
zh = "六月底十二月底茶话会"
en = "A tea meeting in June and December"
each = "project, each half-year H"
each_zh = "项目，每半年 H"
due = "end(H)"
due_zh = "H 半年最后一日结束时"
met = "a meeting tea_party held in the last month of H"
met_zh = "H 半年的最后一个月（六月、十二月）内召开过茶话会"
[reads]
projects = ["committee_formed_on"]
meetings = ["kind", "held_at"]
*/
WITH tea_parties AS (
    SELECT
        m.project_id,
        m.held_at
    FROM meetings AS m
    WHERE m.kind = 'tea_party'
)

SELECT
    h.project_id,
    h.unit AS record_id,
    unit_end(h.ends_on) AS due_at,
    min(t.held_at) IS NOT NULL AS met,
    min(t.held_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_halves AS h
LEFT JOIN tea_parties AS t
    ON
        h.project_id = t.project_id
        AND during(t.held_at, CAST(date_trunc('month', h.ends_on) AS DATE), h.ends_on)
WHERE h.committee_formed_on < h.starts_on
GROUP BY h.project_id, h.unit, h.ends_on
