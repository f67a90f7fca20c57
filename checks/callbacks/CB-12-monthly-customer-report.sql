/*
clause = "CB-12"
zh = "每月底传达业主需求"
en = "Needs and suggestions are passed on monthly"
each = "project, each month M"
each_zh = "每个项目，每月"
due = "end(M)"
due_zh = "该月最后一日的最后一刻"
met = "document monthly_customer_report for M with submitted_at ≤ due"
met_zh = "有文件类型为月度客户报告、所属期间为该月的文件，报送时间 ≤ 到期"
source = "documents"
[reads]
documents = ["kind", "period", "submitted_at"]
*/
SELECT
    m.project_id,
    m.unit AS record_id,
    unit_end(m.ends_on) AS due_at,
    bool_or(done_by(d.submitted_at, unit_end(m.ends_on))) AS met,
    min(d.submitted_at) AS done_at,
    min(d._row) AS source_row
FROM owed_months AS m
LEFT JOIN documents AS d
    ON
        m.project_id = d.project_id
        AND d.kind = 'monthly_customer_report'
        AND m.unit = d.period
GROUP BY m.project_id, m.unit, m.ends_on
