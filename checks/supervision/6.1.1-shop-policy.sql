/*
clause = "6.1.1"
unit = "0.1"
zh = "商铺管理制度已制订"
en = "There is a shop policy"
each = "project with a merchant of kind shop present at the period's end (standing)"
each_zh = "期末有在驻商铺（shop）（入驻日期为空或不晚于期末，退出日期为空或在期末之后）的每个项目（持续事项，审计期末判定）"
met = "document merchant_policy in force at due"
met_zh = "期末有有效的商铺管理制度（merchant_policy）（已审批、已生效、未失效）"
source = "documents"
[reads]
merchants = ["kind", "moved_in_on", "moved_out_on"]
documents = ["kind", "approved_at", "effective_on", "expires_on"]
*/
WITH projects_with_shops AS (
    SELECT DISTINCT
        s.project_id,
        s.due_at,
        s.last_day
    FROM standing AS s
    INNER JOIN merchants AS m ON s.project_id = m.project_id
    WHERE
        m.kind = 'shop'
        AND is_present(m.moved_in_on, m.moved_out_on, s.last_day)
)

SELECT
    p.project_id,
    '' AS record_id,
    p.due_at,
    bool_or(document_in_force(d.approved_at, d.effective_on, d.expires_on, p.due_at)) AS met,
    min(d.approved_at) FILTER (WHERE coalesce(d.expires_on >= p.last_day, TRUE)) AS done_at,
    max(d._row) AS source_row
FROM projects_with_shops AS p
LEFT JOIN documents AS d
    ON
        p.project_id = d.project_id
        AND d.kind = 'merchant_policy'
GROUP BY p.project_id, p.due_at
