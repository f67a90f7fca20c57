/*
clause = "3.8.2"
unit = "0.1"
zh = "季度、月度报告按规定公示"
en = "Quarterly and monthly reports are disclosed"
each = "residential project, each quarter Q; public project, each month M"
each_zh = "每个住宅项目，每季度 Q；每个公共物业项目，每月 M"
due = "dom(first month of Q, 20); dom(M, 3)"
due_zh = "住宅：Q 首月 20 日结束前；公共物业：M 的 3 日结束前"
met = "document management_service_report for prev(Q) with published_at ≤ due; document work_brief for prev(M) with submitted_at ≤ due"
met_zh = "住宅：有所属期间为上一季度 prev(Q) 的管理服务报告（management_service_report），公布时间不晚于期限；公共物业：有所属期间为上月 prev(M) 的工作简报（work_brief），报送时间不晚于期限"
overlaps = ["2.2.4", "2.2.5"]
source = "documents"
[reads]
projects = ["property_type"]
documents = ["kind", "period", "published_at", "submitted_at"]
*/
WITH owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.prev_unit,
        'management_service_report' AS kind,
        dom(q.starts_on, 20) AS due_at
    FROM owed_prev_quarters AS q
    WHERE q.property_type = 'residential'
    UNION ALL
    SELECT
        m.project_id,
        m.unit,
        m.prev_unit,
        'work_brief' AS kind,
        dom(m.starts_on, 3) AS due_at
    FROM owed_prev_months AS m
    WHERE m.property_type = 'public'
),

disclosures AS (
    SELECT
        d.project_id,
        d.kind,
        d.period,
        d._row,
        CASE WHEN d.kind = 'work_brief' THEN d.submitted_at ELSE d.published_at END AS disclosed_at
    FROM documents AS d
    WHERE d.kind IN ('management_service_report', 'work_brief')
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(d.disclosed_at, o.due_at)) AS met,
    min(d.disclosed_at) AS done_at,
    min(d._row) AS source_row
FROM owed AS o
LEFT JOIN disclosures AS d
    ON
        o.project_id = d.project_id
        AND o.kind = d.kind
        AND o.prev_unit = d.period
GROUP BY o.project_id, o.unit, o.due_at
