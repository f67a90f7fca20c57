/*
clause = "2.6.3"
unit = "0.1"
zh = "新项目、分期项目地产遗留问题按季汇总"
en = "Quarterly summary of developer legacy issues for new and phased projects"
each = "project with delivered_on ≤ the last day of prev(Q) and months(delivered_on, 12) ≥ its first day, or phased; each quarter Q"
each_zh = "交付日期不晚于上一季度 prev(Q) 的最后一天、且交付日期后 12 个月之日不早于 prev(Q) 第一天的项目，或分期开发的项目；每季度 Q"
due = "dom(first month of Q, quarterly_day)"
due_zh = "Q 首月 quarterly_day 日（该月不足此日的，为月末）结束前"
met = "document legacy_issue_summary for prev(Q) with reviewed_at and cc_quality_at ≤ due"
met_zh = "有所属期间为 prev(Q) 的地产遗留问题汇总（legacy_issue_summary），审核时间和抄送品质部时间均不晚于期限"
params = { quarterly_day = 10 }
source = "documents"
[reads]
projects = ["delivered_on", "phased"]
documents = ["kind", "period", "reviewed_at", "cc_quality_at"]
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
),

reviewed_summaries AS (
    SELECT
        d.project_id,
        d.period,
        d._row,
        CASE
            WHEN
                d.reviewed_at IS NOT NULL
                AND d.cc_quality_at IS NOT NULL
                THEN greatest(d.reviewed_at, d.cc_quality_at)
        END AS done_at
    FROM documents AS d
    WHERE d.kind = 'legacy_issue_summary'
)

SELECT
    q.project_id,
    q.unit AS record_id,
    q.due_at,
    bool_or(done_by(d.done_at, q.due_at)) AS met,
    min(d.done_at) AS done_at,
    min(d._row) AS source_row
FROM quarters_owed AS q
LEFT JOIN reviewed_summaries AS d ON q.project_id = d.project_id AND q.prev_unit = d.period
GROUP BY q.project_id, q.unit, q.due_at
