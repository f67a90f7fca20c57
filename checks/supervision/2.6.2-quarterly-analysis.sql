/*
clause = "2.6.2"
unit = "0.1"
zh = "新项目、分期项目、10万平米以上项目按季投诉分析"
en = "Quarterly complaint analysis for new, phased and large projects"
each = "project with delivered_on ≤ the last day of prev(Q) and months(delivered_on, 12) ≥ its first day, or phased, or gross_area_sqm ≥ 100000; each quarter Q"
each_zh = "交付日期不晚于上一季度 prev(Q) 的最后一天、且交付日期后 12 个月之日不早于 prev(Q) 第一天的项目，或分期开发的项目，或建筑面积不小于 100000 平方米的项目；每季度 Q"
due = "dom(first month of Q, quarterly_day)"
due_zh = "Q 首月 quarterly_day 日（该月不足此日的，为月末）结束前"
met = "document complaint_analysis_quarterly for prev(Q) with submitted_at and cc_quality_at ≤ due and sections {types, counts, cases, improvements}"
met_zh = "有所属期间为 prev(Q) 的投诉季度分析（complaint_analysis_quarterly），报送时间和抄送品质部时间均不晚于期限，且内容项含类型、数量、典型案例和改进措施"
params = { quarterly_day = 10 }
note = "The source names no day; the 10th of the next quarter is ours."
note_zh = "原文未定日期；次季首月 10 日是本工具所定。"
source = "documents"
[reads]
projects = ["delivered_on", "phased", "gross_area_sqm"]
documents = ["kind", "period", "submitted_at", "cc_quality_at", "sections"]
*/
WITH quarters_owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.prev_unit,
        dom(q.starts_on, $quarterly_day) AS due_at
    FROM owed_prev_quarters AS q
    WHERE
        (q.delivered_on <= q.prev_ends_on AND months_on(q.delivered_on, 12) >= q.prev_starts_on)
        OR q.phased
        OR q.gross_area_sqm >= 100000
),

complete_analyses AS (
    SELECT
        d.project_id,
        d.period,
        d._row,
        CASE
            WHEN
                d.submitted_at IS NOT NULL
                AND d.cc_quality_at IS NOT NULL
                AND has_sections(d.sections, ['types', 'counts', 'cases', 'improvements'])
                THEN greatest(d.submitted_at, d.cc_quality_at)
        END AS done_at
    FROM documents AS d
    WHERE d.kind = 'complaint_analysis_quarterly'
)

SELECT
    q.project_id,
    q.unit AS record_id,
    q.due_at,
    bool_or(done_by(d.done_at, q.due_at)) AS met,
    min(d.done_at) AS done_at,
    min(d._row) AS source_row
FROM quarters_owed AS q
LEFT JOIN complete_analyses AS d ON q.project_id = d.project_id AND q.prev_unit = d.period
GROUP BY q.project_id, q.unit, q.due_at
