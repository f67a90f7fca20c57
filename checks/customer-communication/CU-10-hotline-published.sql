/*
clause = "CU-10"
item = "2.1"
zh = "24小时电话公示"
en = "The 24-hour phone is published"
each = "project (standing)"
each_zh = "每个项目（持续要求）"
due_zh = "审计期间终了"
met = "notice hotline in force at due"
met_zh = "应完成时刻有一份有效的、通知类型为服务电话的信息发布：发布时间 ≤ 应完成时刻，收回时间为空或 > 应完成时刻，张贴截止日期为空或 ≥ 该日"
overlaps = ["2.1.2"]
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
