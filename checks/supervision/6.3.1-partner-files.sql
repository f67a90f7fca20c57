/*
clause = "6.3.1"
unit = "0.1"
zh = "特约商户档案齐全"
en = "Partner merchants have complete files"
each = "merchant partner present at the period's end (standing)"
each_zh = "期末在驻（入驻日期为空或不晚于期末，退出日期为空或在期末之后）的每家特约商户（partner）（持续事项，审计期末判定）"
met = "licence_copy and product_certificate and promoter_id"
met_zh = "营业执照、产品合格证和促销人员身份证明齐全"
source = "merchants"
[reads]
merchants = ["kind", "moved_in_on", "moved_out_on", "licence_copy", "product_certificate", "promoter_id"]
*/
SELECT
    m.project_id,
    m.merchant_id AS record_id,
    s.due_at,
    m.licence_copy AND m.product_certificate AND m.promoter_id AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    m._row AS source_row
FROM standing AS s
INNER JOIN merchants AS m ON s.project_id = m.project_id
WHERE
    m.kind = 'partner'
    AND is_present(m.moved_in_on, m.moved_out_on, s.last_day)
