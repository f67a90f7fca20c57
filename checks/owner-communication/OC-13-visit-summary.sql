/*
clause = "OC-13"
item = "3.5"
zh = "每月5日前提交上月访问总结"
en = "Last month's visit summary by the 5th"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "dom(M, 5)"
due_zh = "当月 M 的 5 日终了"
met = "document visit_summary for prev(M) with submitted_at ≤ due"
met_zh = "有所属期间为上一个月的“访问总结”，报送时间不晚于期限"
reads = { documents = ["kind", "period", "submitted_at"] }
source = "documents"
*/
WITH summaries AS (
    SELECT
        m.project_id,
        m.unit,
        dom(m.starts_on, 5) AS due_at,
        d.submitted_at,
        d._row
    FROM owed_prev_months AS m
    LEFT JOIN documents AS d
        ON
            m.project_id = d.project_id
            AND d.kind = 'visit_summary'
            AND m.prev_unit = d.period
)

SELECT
    s.project_id,
    s.unit AS record_id,
    s.due_at,
    done_by(min(s.submitted_at), s.due_at) AS met,
    min(s.submitted_at) AS done_at,
    min(s._row) AS source_row
FROM summaries AS s
GROUP BY s.project_id, s.unit, s.due_at
