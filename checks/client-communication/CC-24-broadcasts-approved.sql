/*
clause = "CC-24"
item = "3.7"
zh = "紧急广播经主任同意"
en = "Emergency broadcasts have the manager's consent"
each = "notice with published_at and channel broadcast"
each_zh = "有发布时间、发布渠道含广播的通知"
due = "published_at"
due_zh = "发布时间"
met = "approved_by_role project_manager and approved_at ≤ published_at"
met_zh = "审批人岗位为项目经理（管理处主任）或更高，且 审批时间 ≤ 发布时间"
reads = { notices = ["channels", "approved_by_role", "approved_at", "published_at"] }
source = "notices"
*/
SELECT
    n.project_id,
    n.notice_id AS record_id,
    n.published_at AS due_at,
    ranks_as_manager(n.approved_by_role) AND not_after(n.approved_at, n.published_at) AS met,
    CASE WHEN ranks_as_manager(n.approved_by_role) THEN n.approved_at END AS done_at,
    n._row AS source_row
FROM notices AS n
WHERE
    n.published_at IS NOT NULL
    AND list_contains(n.channels, 'broadcast')
