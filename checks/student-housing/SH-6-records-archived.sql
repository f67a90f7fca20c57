/*
clause = "SH-6"
zh = "信息归档"
en = "Records are archived"
each = "document opinion_summary with prepared_at"
each_zh = "有编制时间的每份意见汇总（opinion_summary）"
due = "days(prepared_at, archive_days)"
due_zh = "编制时间后第 archive_days 天结束前"
met = "archived_at ≤ due"
met_zh = "归档时间不晚于期限"
params = { archive_days = 30 }
reads = { documents = ["kind", "prepared_at", "archived_at"] }
source = "documents"
*/
SELECT
    d.project_id,
    d.document_id AS record_id,
    days(d.prepared_at, $archive_days) AS due_at,
    done_by(d.archived_at, days(d.prepared_at, $archive_days)) AS met,
    d.archived_at AS done_at,
    d._row AS source_row
FROM documents AS d
WHERE
    d.kind = 'opinion_summary'
    AND d.prepared_at IS NOT NULL
