/*
clause = "CU-15"
item = "3.6"
zh = "按季度组织满意度调查"
en = "A satisfaction survey each quarter"
each = "project, each quarter Q"
each_zh = "每个项目，每季度 Q"
due = "end(Q)"
due_zh = "Q 季度终了（end(Q)）"
met = "a survey satisfaction with distributed_on in Q"
met_zh = "有一次调查类型为业户满意度的满意度调查，发放日期在 Q 季度内"
reads = { surveys = ["kind", "distributed_on"] }
*/
WITH distributed AS (
    SELECT
        s.project_id,
        CAST(date_trunc('quarter', s.distributed_on) AS DATE) AS quarter_starts_on,
        min(s.distributed_on) AS first_on
    FROM surveys AS s
    WHERE s.kind = 'satisfaction'
    GROUP BY s.project_id, CAST(date_trunc('quarter', s.distributed_on) AS DATE)
)

SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(q.ends_on) AS due_at,
    d.first_on IS NOT NULL AS met,
    CAST(d.first_on AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_quarters AS q
LEFT JOIN distributed AS d
    ON
        q.project_id = d.project_id
        AND q.starts_on = d.quarter_starts_on
