/*
clause = "CU-24"
item = "2.2"
zh = "酬金制报告财务部分经核算中心审批并抄送品质"
en = "Commission projects: finance approves the report, quality gets a copy"
each = "project with fee_basis commission, each quarter Q"
each_zh = "每个收费方式为酬金制的项目，每季度 Q"
due = "dom(first month of Q, 20)"
due_zh = "Q 季度首月 20 日终了（dom(Q 首月, 20)）"
met = "document management_service_report for prev(Q) with finance_approved_at ≤ published_at and cc_quality_at ≤ due"
met_zh = "有一份文件类型为管理服务报告、所属期间为 Q 的上一季度（prev(Q)）的文件，财务审批时间 ≤ 公布时间，公布时间和抄送品质部时间均 ≤ 应完成时刻"
source = "documents"
[reads]
projects = ["fee_basis"]
documents = ["kind", "period", "finance_approved_at", "cc_quality_at", "published_at"]
*/
WITH owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.prev_unit,
        dom(q.starts_on, 20) AS due_at
    FROM owed_prev_quarters AS q
    WHERE q.fee_basis = 'commission'
),

approved_reports AS (
    SELECT
        d.project_id,
        d.period,
        greatest(d.published_at, d.cc_quality_at) AS done_at,
        d._row
    FROM documents AS d
    WHERE
        d.kind = 'management_service_report'
        AND not_after(d.finance_approved_at, d.published_at)
        AND d.cc_quality_at IS NOT NULL
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(r.done_at, o.due_at)) AS met,
    min(r.done_at) AS done_at,
    min(r._row) AS source_row
FROM owed AS o
LEFT JOIN approved_reports AS r
    ON
        o.project_id = r.project_id
        AND o.prev_unit = r.period
GROUP BY o.project_id, o.unit, o.due_at
