/*
clause = "4.3.1"
unit = "0.1"
zh = "收费标准与项目已公布"
en = "Charges are published"
each = "project (standing)"
each_zh = "每个项目（持续事项，审计期末判定）"
met = "notice fee_standard in force at due"
met_zh = "期末有有效的收费标准公示（fee_standard）（已发布、未收回、未过张贴截止日期）"
reads = { notices = ["kind", "published_at", "removed_at", "expires_on"] }
source = "notices"
*/
SELECT
    s.project_id,
    '' AS record_id,
    s.due_at,
    bool_or(notice_in_force(n.published_at, n.removed_at, n.expires_on, s.due_at)) AS met,
    min(n.published_at) FILTER (
        WHERE coalesce(n.removed_at > s.due_at, TRUE) AND coalesce(n.expires_on >= s.last_day, TRUE)
    ) AS done_at,
    max(n._row) AS source_row
FROM standing AS s
LEFT JOIN notices AS n
    ON
        s.project_id = n.project_id
        AND n.kind = 'fee_standard'
GROUP BY s.project_id, s.due_at
