/*
clause = "6.2.1"
unit = "0.1"
zh = "与商户签订四项协议"
en = "Each shop has signed the four agreements"
subjects = "shops"
each = "merchant shop present at the period's end (standing)"
each_zh = "期末在驻（入驻日期为空或不晚于期末，退出日期为空或在期末之后）的每家商铺（shop）（持续事项，审计期末判定）"
met = "service_agreement and fire_agreement and staff_register and bank_agreement"
met_zh = "管理服务协议、消防责任书、从业人员登记表和委托银行收款协议齐全"
source = "merchants"
[reads]
merchants = ["kind", "moved_in_on", "moved_out_on", "service_agreement", "fire_agreement", "staff_register", "bank_agreement"]
*/
SELECT
    m.project_id,
    m.merchant_id AS record_id,
    s.due_at,
    m.service_agreement AND m.fire_agreement AND m.staff_register AND m.bank_agreement AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    m._row AS source_row
FROM standing AS s
INNER JOIN merchants AS m ON s.project_id = m.project_id
WHERE
    m.kind = 'shop'
    AND is_present(m.moved_in_on, m.moved_out_on, s.last_day)
