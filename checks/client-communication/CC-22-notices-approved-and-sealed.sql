/*
clause = "CC-22"
item = "3.7"
zh = "通知经主任审批、盖章、编号、注明期限"
en = "Notices are approved, sealed, numbered and dated"
each = "notice with published_at and a channel bulletin, doorway or elevator"
each_zh = "有发布时间、发布渠道含公告栏、单元门口或电梯的通知"
due = "published_at"
due_zh = "发布时间"
met = "approved_at ≤ published_at, approved_by_role project_manager, sealed, serial_no and expires_on present"
met_zh = "审批时间 ≤ 发布时间，审批人岗位为项目经理（管理处主任）或更高，已盖章，有文号（编号）和张贴截止日期"
source = "notices"
[reads]
notices = ["channels", "approved_by_role", "approved_at", "serial_no", "sealed", "published_at", "expires_on"]
*/
WITH posted AS (
    SELECT
        n.project_id,
        n.notice_id,
        n.approved_at,
        n.published_at,
        n._row,
        ranks_as_manager(n.approved_by_role)
        AND coalesce(n.sealed, FALSE)
        AND n.serial_no IS NOT NULL
        AND n.expires_on IS NOT NULL AS is_complete
    FROM notices AS n
    WHERE
        n.published_at IS NOT NULL
        AND (
            list_contains(n.channels, 'bulletin')
            OR list_contains(n.channels, 'doorway')
            OR list_contains(n.channels, 'elevator')
        )
)

SELECT
    p.project_id,
    p.notice_id AS record_id,
    p.published_at AS due_at,
    p.is_complete AND not_after(p.approved_at, p.published_at) AS met,
    CASE WHEN p.is_complete THEN p.approved_at END AS done_at,
    p._row AS source_row
FROM posted AS p
