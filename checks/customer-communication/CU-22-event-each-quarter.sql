/*
clause = "CU-22"
item = "3.1"
zh = "每季至少一次社区活动"
en = "An event each quarter"
each = "project, each quarter Q"
each_zh = "每个项目，每季度 Q"
due = "end(Q)"
due_zh = "Q 季度终了（end(Q)）"
met = "an event with held_on in Q"
met_zh = "有一次社区活动，举办日期在 Q 季度内"
reads = { events = ["held_on"] }
*/
WITH held AS (
    SELECT
        e.project_id,
        CAST(date_trunc('quarter', e.held_on) AS DATE) AS quarter_starts_on,
        min(e.held_on) AS first_on
    FROM events AS e
    GROUP BY e.project_id, CAST(date_trunc('quarter', e.held_on) AS DATE)
)

SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(q.ends_on) AS due_at,
    h.first_on IS NOT NULL AS met,
    CAST(h.first_on AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_quarters AS q
LEFT JOIN held AS h
    ON
        q.project_id = h.project_id
        AND q.starts_on = h.quarter_starts_on
