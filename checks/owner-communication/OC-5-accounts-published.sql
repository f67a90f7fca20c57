/*
clause = "OC-5"
item = "3.8"
zh = "财务收支公布"
en = "Accounts are published"
each = "document financial_statement with prepared_at"
each_zh = "每份有编制时间的“财务报表/财务损益表”"
due = "days(prepared_at, publish_days)"
due_zh = "编制之日起第 publish_days 天终了（编制当日不计）"
met = "published_at ≤ due"
met_zh = "公布时间不晚于期限"
params = { publish_days = 15 }
reads = { documents = ["kind", "prepared_at", "published_at"] }
source = "documents"
*/
SELECT
    d.project_id,
    d.document_id AS record_id,
    days(d.prepared_at, $publish_days) AS due_at,
    done_by(d.published_at, days(d.prepared_at, $publish_days)) AS met,
    d.published_at AS done_at,
    d._row AS source_row
FROM documents AS d
WHERE
    d.kind = 'financial_statement'
    AND d.prepared_at IS NOT NULL
