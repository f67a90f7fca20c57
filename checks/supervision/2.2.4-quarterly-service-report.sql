/*
clause = "2.2.4"
unit = "0.1"
zh = "住宅管理服务报告按季审批、挂网、张贴"
en = "Residential service report: reviewed, on the intranet and posted on time"
each = "residential project, each quarter Q"
each_zh = "每个住宅项目，每季度 Q"
due = "dom(first month of Q, 20)"
due_zh = "Q 首月 20 日结束前"
met = "document management_service_report for prev(Q) with reviewed_at ≤ dom(first month of Q, 15), submitted_at ≤ dom(…, 15), approved_at ≤ intranet_at ≤ dom(…, 18), published_at ≤ due"
met_zh = "有所属期间为上一季度 prev(Q) 的管理服务报告（management_service_report）：审核时间和报送时间均不晚于 Q 首月 15 日结束，审批时间 ≤ 挂内网时间，挂内网时间不晚于 Q 首月 18 日结束，公布时间不晚于期限"
overlaps = ["3.8.2", "CC-10"]
note = "By the 15th it has passed the unit head and gone to the executive, whose approval comes before the intranet."
note_zh = "报告须在 15 日前经部门负责人审核并报送分管领导，分管领导的审批须在挂内网之前。"
source = "documents"
[reads]
projects = ["property_type"]
documents = ["kind", "period", "reviewed_at", "submitted_at", "approved_at", "intranet_at", "published_at"]
*/
WITH owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.prev_unit,
        dom(q.starts_on, 15) AS submit_by,
        dom(q.starts_on, 18) AS intranet_by,
        dom(q.starts_on, 20) AS due_at
    FROM owed_prev_quarters AS q
    WHERE q.property_type = 'residential'
),

judged_reports AS (
    SELECT
        o.project_id,
        o.unit,
        o.due_at,
        d._row,
        done_by(d.reviewed_at, o.submit_by)
        AND done_by(d.submitted_at, o.submit_by)
        AND not_after(d.approved_at, d.intranet_at)
        AND done_by(d.intranet_at, o.intranet_by)
        AND done_by(d.published_at, o.due_at) AS met,
        CASE
            WHEN
                d.reviewed_at IS NOT NULL
                AND d.submitted_at IS NOT NULL
                AND d.approved_at IS NOT NULL
                AND d.intranet_at IS NOT NULL
                AND d.published_at IS NOT NULL
                THEN greatest(d.reviewed_at, d.submitted_at, d.approved_at, d.intranet_at, d.published_at)
        END AS done_at
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
    bool_or(r.met) AS met,
    min(r.done_at) AS done_at,
    min(r._row) AS source_row
FROM judged_reports AS r
GROUP BY r.project_id, r.unit, r.due_at
