/*
clause = "CM-4"
item = "5.3"
zh = "每月5日前报财务损益表"
en = "Last month's accounts by the 5th"
each = "project, each month M"
each_zh = "项目，每月 M"
due = "dom(M, 5)"
due_zh = "M 月 5 日结束时"
met = "document financial_statement for prev(M) with submitted_at ≤ due"
met_zh = "M 月的上一月有财务损益表（财务报表），报送时间 ≤ 时限"
source = "documents"
[reads]
projects = ["committee_formed_on"]
documents = ["kind", "period", "submitted_at"]
*/
WITH accounts AS (
    SELECT
        d.project_id,
        d.period,
        d.submitted_at,
        d._row
    FROM documents AS d
    WHERE d.kind = 'financial_statement'
)

SELECT
    m.project_id,
    m.unit AS record_id,
    dom(m.starts_on, 5) AS due_at,
    done_by(min(a.submitted_at), dom(m.starts_on, 5)) AS met,
    min(a.submitted_at) AS done_at,
    min(a._row) AS source_row
FROM owed_prev_months AS m
LEFT JOIN accounts AS a
    ON
        m.project_id = a.project_id
        AND m.prev_unit = a.period
WHERE m.committee_formed_on < m.starts_on
GROUP BY m.project_id, m.unit, m.starts_on
