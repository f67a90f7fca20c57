/*
clause = "CC-6"
item = "5.3"
zh = "每季召开业委会会议"
en = "The committee meets each quarter"
each = "project with committee_formed_on before Q, each quarter Q"
each_zh = "业委会成立日期早于 Q 首日的项目，按季度 Q"
due = "end(Q)"
due_zh = "end(Q)，即季度最后一日终了"
met = "a meeting committee_regular held in Q"
met_zh = "有召开时间在 Q 内的业委会例会（committee_regular）"
overlaps = ["CM-1"]
postpone = "executive"
note = "The source: whenever hot or hard issues are at stake, and at least quarterly."
note_zh = "原文：遇热点、难点问题随时召开，至少每季度一次。"
reads = { projects = ["committee_formed_on"], meetings = ["kind", "held_at"] }
*/
WITH owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.starts_on,
        q.ends_on
    FROM owed_quarters AS q
    WHERE q.committee_formed_on < q.starts_on
)

SELECT
    o.project_id,
    o.unit AS record_id,
    unit_end(o.ends_on) AS due_at,
    count(m.held_at) > 0 AS met,
    min(m.held_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed AS o
LEFT JOIN meetings AS m
    ON
        o.project_id = m.project_id
        AND m.kind = 'committee_regular'
        AND during(m.held_at, o.starts_on, o.ends_on)
GROUP BY o.project_id, o.unit, o.ends_on
