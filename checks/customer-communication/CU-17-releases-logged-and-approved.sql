/*
clause = "CU-17"
item = "3.7"
zh = "对客信息登记并经项目经理审批"
en = "All releases are logged and approved"
each = "notice with published_at"
each_zh = "每条填有发布时间的信息发布"
due = "published_at"
due_zh = "发布时间（published_at）"
met = "in_release_log, approved_at ≤ published_at, approved_by_role project_manager"
met_zh = "已登记信息发布一览表为是，审批时间 ≤ 发布时间，审批人岗位为项目经理或更高"
source = "notices"
reads = { notices = ["in_release_log", "approved_by_role", "approved_at", "published_at"] }
*/
WITH releases AS (
    SELECT
        n.project_id,
        n.notice_id,
        n.published_at,
        CASE
            WHEN ranks_as_manager(n.approved_by_role) AND coalesce(n.in_release_log, FALSE) THEN n.approved_at
        END AS done_at,
        n._row
    FROM notices AS n
    WHERE n.published_at IS NOT NULL
)

SELECT
    r.project_id,
    r.notice_id AS record_id,
    r.published_at AS due_at,
    not_after(r.done_at, r.published_at) AS met,
    r.done_at,
    r._row AS source_row
FROM releases AS r
