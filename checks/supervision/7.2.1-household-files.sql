/*
clause = "7.2.1"
unit = "0.1"
zh = "顾客档案完整"
en = "Each household's file is complete"
subjects = "customer_files"
each = "household with moved_in_on ≤ the period's end (standing)"
each_zh = "入住日期不晚于期末的每个业户（持续事项，审计期末判定）"
met = "move_in_notice and id_copies and owner_card and covenant and bank_agreement"
met_zh = "入伙通知书、身份证复印件、业主资料卡、业主公约和委托银行代收款协议齐全"
source = "households"
[reads]
households = ["moved_in_on", "move_in_notice", "id_copies", "owner_card", "covenant", "bank_agreement"]
*/
SELECT
    h.project_id,
    h.household_id AS record_id,
    s.due_at,
    h.move_in_notice AND h.id_copies AND h.owner_card AND h.covenant AND h.bank_agreement AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    h._row AS source_row
FROM standing AS s
INNER JOIN households AS h ON s.project_id = h.project_id
WHERE h.moved_in_on <= s.last_day
