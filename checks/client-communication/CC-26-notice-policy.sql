/*
clause = "CC-26"
item = "3.7"
zh = "有通知公告规定"
en = "There is a rule for notices"
each = "project (standing)"
each_zh = "项目（常设义务）"
met = "document notice_policy in force at due"
met_zh = "截止时有效的通知公告规定（文件类型 notice_policy）：已审批，已生效（或未填生效日期），未失效"
reads = { documents = ["kind", "approved_at", "effective_on", "expires_on"] }
*/
SELECT
    s.project_id,
    '' AS record_id,
    s.due_at,
    coalesce(
        bool_or(document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at)),
        FALSE
    ) AS met,
    -- What was approved only after the due moment counts as done late.
    min(d.approved_at) FILTER (
        WHERE document_in_force(
            d.approved_at, d.effective_on, d.expires_on, greatest(d.approved_at, s.due_at)
        )
    ) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM standing AS s
LEFT JOIN documents AS d
    ON
        s.project_id = d.project_id
        AND d.kind = 'notice_policy'
GROUP BY s.project_id, s.due_at
