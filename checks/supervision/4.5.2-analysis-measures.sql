/*
clause = "4.5.2"
unit = "0.1"
zh = "提出纠正预防措施"
en = "The analysis leads to measures"
each = "project, each quarter Q with a document home_service_analysis for prev(Q) with prepared_at ≤ due"
each_zh = "每个项目，每季度 Q，以有所属期间为上一季度 prev(Q)、编制时间不晚于期限的居家服务分析报告（home_service_analysis）为限"
due = "dom(first month of Q, quarterly_day)"
due_zh = "Q 首月 quarterly_day 日（该月不足此日的，为月末）结束前"
met = "such a document has sections {measures}"
met_zh = "这样的报告中有一份内容项含纠正预防措施"
params = { quarterly_day = 10 }
reads = { documents = ["kind", "period", "prepared_at", "sections"] }
source = "documents"
*/
WITH analyses AS (
    SELECT
        q.project_id,
        q.unit,
        d.prepared_at,
        d._row,
        dom(q.starts_on, $quarterly_day) AS due_at,
        has_sections(d.sections, ['measures']) AS has_measures
    FROM owed_prev_quarters AS q
    INNER JOIN documents AS d
        ON
            q.project_id = d.project_id
            AND d.kind = 'home_service_analysis'
            AND q.prev_unit = d.period
)

SELECT
    a.project_id,
    a.unit AS record_id,
    a.due_at,
    bool_or(a.has_measures AND done_by(a.prepared_at, a.due_at)) AS met,
    min(a.prepared_at) FILTER (WHERE a.has_measures) AS done_at,
    min(a._row) FILTER (WHERE done_by(a.prepared_at, a.due_at)) AS source_row
FROM analyses AS a
GROUP BY a.project_id, a.unit, a.due_at
HAVING bool_or(done_by(a.prepared_at, a.due_at))
