/*
clause = "6.3.2"
unit = "0.1"
zh = "特约商户按权限审批"
en = "Partner merchants were approved"
subjects = "partners"
each = "merchant partner present at the period's end (standing)"
each_zh = "期末在驻（入驻日期为空或不晚于期末，退出日期为空或在期末之后）的每家特约商户（partner）（持续事项，审计期末判定）"
met = "approved_at ≤ the period's end"
met_zh = "审批时间不晚于期末"
reads = { merchants = ["kind", "moved_in_on", "moved_out_on", "approved_at"] }
source = "merchants"
*/
SELECT
    m.project_id,
    m.merchant_id AS record_id,
    s.due_at,
    done_by(m.approved_at, s.due_at) AS met,
    m.approved_at AS done_at,
    m._row AS source_row
FROM standing AS s
INNER JOIN merchants AS m ON s.project_id = m.project_id
WHERE
    m.kind = 'partner'
    AND is_present(m.moved_in_on, m.moved_out_on, s.last_day)
