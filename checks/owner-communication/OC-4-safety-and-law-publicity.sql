/*
clause = "OC-4"
zh = "消防知识法规定期宣传"
en = "Fire safety and law are publicised"
each = "project, each quarter Q"
each_zh = "每个项目，每季度 Q"
due = "end(Q)"
due_zh = "季度 Q 的最后一天终了"
met = "at least min_notices notices of kind safety or law published in Q"
met_zh = "季度 Q 内发布的“消防知识/安全知识”或“法规”类信息不少于 min_notices 条"
params = { min_notices = 1 }
reads = { notices = ["kind", "published_at"] }
*/
WITH publicity AS (
    SELECT
        n.project_id,
        n.notice_id,
        CAST(date_trunc('quarter', n.published_at) AS DATE) AS quarter_starts_on
    FROM notices AS n
    WHERE
        n.kind IN ('safety', 'law')
        AND n.published_at IS NOT NULL
)

SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(q.ends_on) AS due_at,
    count(p.notice_id) >= $min_notices AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_quarters AS q
LEFT JOIN publicity AS p
    ON
        q.project_id = p.project_id
        AND q.starts_on = p.quarter_starts_on
GROUP BY q.project_id, q.unit, q.ends_on
