/*
clause = "2.6.1"
unit = "0.1"
zh = "每月28日前汇总投诉建议报分管领导并抄品质部"
en = "Monthly complaint summary to the executive, copied to quality"
each = "project, each month M; a public project of class A only where a complaint was received after dom(prev(M), 28) and ≤ due"
each_zh = "每个项目，每月 M；A类公共物业项目仅限上月 28 日结束（dom(prev(M), 28)）之后至期限止（含）受理过投诉的月份"
due = "dom(M, 28)"
due_zh = "M 的 28 日结束前"
met = "document complaint_summary for M with submitted_at and cc_quality_at ≤ due; class A: instead, document complaint_analysis for M with prepared_at ≤ due"
met_zh = "有所属期间为 M 的投诉月汇总（complaint_summary），报送时间和抄送品质部时间均不晚于期限；A类公共物业项目则改为：有所属期间为 M 的投诉分析（complaint_analysis），编制时间不晚于期限"
source = "documents"
[reads]
projects = ["property_type", "public_class"]
complaints = ["received_at"]
documents = ["kind", "period", "prepared_at", "submitted_at", "cc_quality_at"]
*/
WITH months_owed AS (
    SELECT
        m.project_id,
        m.unit,
        is_class_a(m.property_type, m.public_class) AS of_class_a,
        dom(m.prev_starts_on, 28) AS opened_after,
        dom(m.starts_on, 28) AS due_at
    FROM owed_months AS m
),

months_with_complaints AS (
    SELECT
        m.project_id,
        m.unit
    FROM months_owed AS m
    INNER JOIN complaints AS c
        ON m.project_id = c.project_id AND m.opened_after < c.received_at AND m.due_at >= c.received_at
    WHERE m.of_class_a
    GROUP BY m.project_id, m.unit
),

sent_documents AS (
    SELECT
        d.project_id,
        d.period,
        d._row,
        d.kind = 'complaint_analysis' AS for_class_a,
        CASE
            WHEN d.kind = 'complaint_analysis' THEN d.prepared_at
            WHEN d.submitted_at IS NOT NULL AND d.cc_quality_at IS NOT NULL
                THEN greatest(d.submitted_at, d.cc_quality_at)
        END AS done_at
    FROM documents AS d
    WHERE d.kind IN ('complaint_summary', 'complaint_analysis')
)

SELECT
    m.project_id,
    m.unit AS record_id,
    m.due_at,
    bool_or(done_by(d.done_at, m.due_at)) AS met,
    min(d.done_at) AS done_at,
    min(d._row) AS source_row
FROM months_owed AS m
LEFT JOIN months_with_complaints AS w ON m.project_id = w.project_id AND m.unit = w.unit
LEFT JOIN sent_documents AS d
    ON m.project_id = d.project_id AND m.unit = d.period AND m.of_class_a = d.for_class_a
WHERE NOT m.of_class_a OR w.unit IS NOT NULL
GROUP BY m.project_id, m.unit, m.due_at
