/*
clause = "CC-10"
item = "2.2"
zh = "管理服务报告10日、15日、20日节点"
en = "The quarterly report keeps its three dates"
each = "project, each quarter Q"
each_zh = "项目，按季度 Q"
due = "dom(first month of Q, 20)"
due_zh = "dom(Q 的首月, 20)，即季度首月20日终了"
met = "document management_service_report for prev(Q) with submitted_at ≤ dom(…, 10), finance_sent_at ≤ dom(…, 15), approved_at ≤ published_at ≤ due, manager_signed_at ≤ published_at, sealed; and committee_signed_at ≤ published_at where committee_formed_on ≤ due"
met_zh = "有所属期间为 prev(Q) 的管理服务报告，报送时间 ≤ dom(Q 的首月, 10)，送财务时间 ≤ dom(Q 的首月, 15)，审批时间 ≤ 公布时间 ≤ 截止，主任签字时间 ≤ 公布时间，已盖章；业委会成立日期 ≤ 截止的项目，还须 业委会签字时间 ≤ 公布时间"
source = "documents"
[reads]
projects = ["committee_formed_on"]
documents = ["kind", "period", "finance_sent_at", "approved_at", "submitted_at", "published_at", "committee_signed_at", "manager_signed_at", "sealed"]
*/
WITH owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.prev_unit,
        dom(q.starts_on, 10) AS submit_by,
        dom(q.starts_on, 15) AS finance_by,
        dom(q.starts_on, 20) AS due_at,
        coalesce(q.committee_formed_on <= dom(q.starts_on, 20), FALSE) AS has_committee
    FROM owed_prev_quarters AS q
),

judged_reports AS (
    SELECT
        o.project_id,
        o.unit,
        o.due_at,
        o.submit_by,
        o.finance_by,
        d._row,
        d.submitted_at,
        d.finance_sent_at,
        d.published_at,
        not_after(d.approved_at, d.published_at)
        AND not_after(d.manager_signed_at, d.published_at)
        AND coalesce(d.sealed, FALSE)
        AND (NOT o.has_committee OR not_after(d.committee_signed_at, d.published_at)) AS is_signed
    FROM owed AS o
    LEFT JOIN documents AS d
        ON
            o.project_id = d.project_id
            AND d.kind = 'management_service_report'
            AND o.prev_unit = d.period
)

SELECT
    r.project_id,
    r.unit AS record_id,
    r.due_at,
    bool_or(
        r.is_signed
        AND done_by(r.submitted_at, r.submit_by)
        AND done_by(r.finance_sent_at, r.finance_by)
        AND done_by(r.published_at, r.due_at)
    ) AS met,
    min(greatest(r.submitted_at, r.finance_sent_at, r.published_at)) FILTER (
        WHERE r.is_signed AND r.submitted_at IS NOT NULL AND r.finance_sent_at IS NOT NULL
    ) AS done_at,
    min(r._row) AS source_row
FROM judged_reports AS r
GROUP BY r.project_id, r.unit, r.due_at
