/*
clause = "7.6.1"
unit = "0.1"
zh = "收费经备案并公示"
en = "Charges are filed with the price authority and published"
each = "project (standing)"
each_zh = "每个项目（持续事项，审计期末判定）"
met = "document price_filing in force at due"
met_zh = "期末有有效的价格备案（price_filing）（已审批、已生效、未失效）"
note = "That the charges are published is 4.3.1."
note_zh = "收费的公示由 4.3.1 判定。"
reads = { documents = ["kind", "approved_at", "effective_on", "expires_on"] }
source = "documents"
*/
SELECT
    s.project_id,
    '' AS record_id,
    s.due_at,
    bool_or(document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at)) AS met,
    min(d.approved_at) FILTER (WHERE coalesce(d.expires_on >= s.last_day, TRUE)) AS done_at,
    max(d._row) AS source_row
FROM standing AS s
LEFT JOIN documents AS d
    ON
        s.project_id = d.project_id
        AND d.kind = 'price_filing'
GROUP BY s.project_id, s.due_at
