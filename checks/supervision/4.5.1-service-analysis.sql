/*
clause = "4.5.1"
unit = "0.1"
zh = "居家服务满意度与意见统计分析"
en = "Callback results are analysed"
each = "project, each quarter Q with a home service completed in prev(Q)"
each_zh = "每个项目，每季度 Q，以上一季度 prev(Q) 有居家服务完成为限"
due = "dom(first month of Q, quarterly_day)"
due_zh = "Q 首月 quarterly_day 日（该月不足此日的，为月末）结束前"
met = "document home_service_analysis for prev(Q) with prepared_at ≤ due and sections {satisfaction, opinions}"
met_zh = "有所属期间为 prev(Q) 的居家服务分析报告（home_service_analysis），编制时间不晚于期限，且内容项含满意程度和意见建议"
params = { quarterly_day = 10 }
source = "documents"
[reads]
home_services = ["completed_at"]
documents = ["kind", "period", "prepared_at", "sections"]
*/
WITH busy_quarters AS (
    SELECT DISTINCT
        h.project_id,
        CAST(date_trunc('quarter', h.completed_at) AS DATE) AS starts_on
    FROM home_services AS h
    WHERE h.completed_at IS NOT NULL
),

owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.prev_unit,
        dom(q.starts_on, $quarterly_day) AS due_at
    FROM owed_prev_quarters AS q
    INNER JOIN busy_quarters AS b
        ON
            q.project_id = b.project_id
            AND q.prev_starts_on = b.starts_on
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(
        done_by(d.prepared_at, o.due_at) AND has_sections(d.sections, ['satisfaction', 'opinions'])
    ) AS met,
    min(d.prepared_at) FILTER (WHERE has_sections(d.sections, ['satisfaction', 'opinions'])) AS done_at,
    min(d._row) AS source_row
FROM owed AS o
LEFT JOIN documents AS d
    ON
        o.project_id = d.project_id
        AND d.kind = 'home_service_analysis'
        AND o.prev_unit = d.period
GROUP BY o.project_id, o.unit, o.due_at
