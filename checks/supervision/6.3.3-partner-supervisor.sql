/*
clause = "6.3.3"
unit = "0.1"
zh = "特约商户有专人管理监督"
en = "Partner merchants have a supervisor"
subjects = "partners"
each = "merchant partner present at the period's end (standing)"
each_zh = "期末在驻（入驻日期为空或不晚于期末，退出日期为空或在期末之后）的每家特约商户（partner）（持续事项，审计期末判定）"
met = "supervisor_id present"
met_zh = "有管理监督人"
reads = { merchants = ["kind", "moved_in_on", "moved_out_on", "supervisor_id"] }
source = "merchants"
*/
SELECT
    m.project_id,
    m.merchant_id AS record_id,
    s.due_at,
    m.supervisor_id IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    m._row AS source_row
FROM standing AS s
INNER JOIN merchants AS m ON s.project_id = m.project_id
WHERE
    m.kind = 'partner'
    AND is_present(m.moved_in_on, m.moved_out_on, s.last_day)
