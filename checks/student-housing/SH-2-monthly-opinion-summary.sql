/*
clause = "SH-2"
zh = "每月汇总意见簿与访谈"
en = "Comments are summarised monthly"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "days(last day of M, summary_days)"
due_zh = "M 最后一天之后第 summary_days 天结束前"
met = "document opinion_summary for M with prepared_at ≤ due"
met_zh = "有所属期间为 M 的意见汇总（opinion_summary），编制时间不晚于期限"
params = { summary_days = 5 }
reads = { documents = ["kind", "period", "prepared_at"] }
source = "documents"
*/
WITH owed AS (
    SELECT
        m.project_id,
        m.unit,
        days(m.ends_on, $summary_days) AS due_at
    FROM owed_months AS m
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(d.prepared_at, o.due_at)) AS met,
    min(d.prepared_at) AS done_at,
    min(d._row) AS source_row
FROM owed AS o
LEFT JOIN documents AS d
    ON
        o.project_id = d.project_id
        AND d.kind = 'opinion_summary'
        AND o.unit = d.period
GROUP BY o.project_id, o.unit, o.due_at
