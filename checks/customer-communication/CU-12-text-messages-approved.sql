/*
clause = "CU-12"
item = "3.7"
zh = "短信经项目经理审核，不以个人名义"
en = "Text messages are approved, never personal"
each = "notice with published_at and channel sms or phone"
each_zh = "每条填有发布时间、发布渠道含短信或电话的信息发布"
due = "published_at"
due_zh = "发布时间（published_at）"
met = "approved_at ≤ published_at, approved_by_role project_manager, in_release_log, not personal_sender"
met_zh = "审批时间 ≤ 发布时间，审批人岗位为项目经理或更高，已登记信息发布一览表为是，个人名义发送不为是"
source = "notices"
[reads]
notices = ["channels", "in_release_log", "approved_by_role", "approved_at", "personal_sender", "published_at"]
*/
WITH text_messages AS (
    SELECT
        n.project_id,
        n.notice_id,
        n.published_at,
        -- When it was approved, by whom it had to be, with all else in order.
        CASE
            WHEN
                ranks_as_manager(n.approved_by_role)
                AND coalesce(n.in_release_log, FALSE)
                AND NOT coalesce(n.personal_sender, FALSE)
                THEN n.approved_at
        END AS done_at,
        n._row
    FROM notices AS n
    WHERE
        n.published_at IS NOT NULL
        AND (list_contains(n.channels, 'sms') OR list_contains(n.channels, 'phone'))
)

SELECT
    t.project_id,
    t.notice_id AS record_id,
    t.published_at AS due_at,
    not_after(t.done_at, t.published_at) AS met,
    t.done_at,
    t._row AS source_row
FROM text_messages AS t
