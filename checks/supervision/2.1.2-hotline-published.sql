/*
clause = "2.1.2"
unit = "0.1"
zh = "24小时服务电话已公示"
en = "A 24-hour service phone is published"
each = "project (standing)"
each_zh = "每个项目（持续事项，审计期末判定）"
met = "notice hotline in force at due"
met_zh = "期末有有效的24小时服务电话公示（hotline）（已发布、未收回、未过张贴截止日期）"
reads = { notices = ["kind", "published_at", "removed_at", "expires_on"] }
*/
SELECT
    s.project_id,
    '' AS record_id,
    s.due_at,
    bool_or(notice_in_force(n.published_at, n.removed_at, n.expires_on, s.due_at)) AS met,
    -- What was published only after the due moment counts as done late.
    min(n.published_at) FILTER (
        WHERE notice_in_force(n.published_at, n.removed_at, n.expires_on, greatest(n.published_at, s.due_at))
    ) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM standing AS s
LEFT JOIN notices AS n
    ON
        s.project_id = n.project_id
        AND n.kind = 'hotline'
GROUP BY s.project_id, s.due_at
