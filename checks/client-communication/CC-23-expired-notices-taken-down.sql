/*
clause = "CC-23"
item = "3.7"
zh = "到期通知及时收回存档"
en = "Expired notices are taken down and kept"
each = "notice with expires_on and a channel bulletin, doorway or elevator"
each_zh = "有张贴截止日期、发布渠道含公告栏、单元门口或电梯的通知"
due = "days(expires_on, remove_days)"
due_zh = "days(张贴截止日期, remove_days)，即截止日期后第 remove_days 日终了"
met = "removed_at ≤ due and archived_at ≤ due"
met_zh = "收回时间 ≤ 截止，且 存档时间 ≤ 截止"
params = { remove_days = 1 }
reads = { notices = ["channels", "expires_on", "removed_at", "archived_at"] }
source = "notices"
*/
WITH posted AS (
    SELECT
        n.project_id,
        n.notice_id,
        n.removed_at,
        n.archived_at,
        n._row,
        days(n.expires_on, $remove_days) AS due_at
    FROM notices AS n
    WHERE
        n.expires_on IS NOT NULL
        AND (
            list_contains(n.channels, 'bulletin')
            OR list_contains(n.channels, 'doorway')
            OR list_contains(n.channels, 'elevator')
        )
)

SELECT
    p.project_id,
    p.notice_id AS record_id,
    p.due_at,
    done_by(p.removed_at, p.due_at) AND done_by(p.archived_at, p.due_at) AS met,
    CASE
        WHEN p.removed_at IS NOT NULL AND p.archived_at IS NOT NULL
            THEN greatest(p.removed_at, p.archived_at)
    END AS done_at,
    p._row AS source_row
FROM posted AS p
