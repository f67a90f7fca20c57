/*
clause = "CU-18"
item = "3.7"
zh = "网络发布逐级审批"
en = "Online releases: reviewed, then approved"
each = "notice with published_at and channel website, wechat or app"
each_zh = "每条填有发布时间、发布渠道含网站、微信或 APP 的信息发布"
due = "published_at"
due_zh = "发布时间（published_at）"
met = "reviewed_by_role project_manager, approved_by_role executive, approved_at ≤ published_at"
met_zh = "审核人岗位为项目经理或更高，审批人岗位为分管领导或更高，审批时间 ≤ 发布时间"
source = "notices"
reads = { notices = ["channels", "reviewed_by_role", "approved_by_role", "approved_at", "published_at"] }
*/
WITH online_releases AS (
    SELECT
        n.project_id,
        n.notice_id,
        n.published_at,
        CASE
            WHEN ranks_as_manager(n.reviewed_by_role) AND ranks_as_executive(n.approved_by_role)
                THEN n.approved_at
        END AS done_at,
        n._row
    FROM notices AS n
    WHERE
        n.published_at IS NOT NULL
        AND (
            list_contains(n.channels, 'website')
            OR list_contains(n.channels, 'wechat')
            OR list_contains(n.channels, 'app')
        )
)

SELECT
    r.project_id,
    r.notice_id AS record_id,
    r.published_at AS due_at,
    not_after(r.done_at, r.published_at) AS met,
    r.done_at,
    r._row AS source_row
FROM online_releases AS r
