/*
clause = "CC-3"
item = "2.7"
zh = "每月5日前公布上月投诉处理"
en = "Last month's complaints are published by the 5th"
each = "project, each month M with a complaint received in prev(M)"
each_zh = "项目，按月 M，上月 prev(M) 内有受理的投诉"
due = "dom(M, 5)"
due_zh = "dom(M, 5)，即当月5日终了"
met = "a notice complaint_summary with period absent or prev(M), first day of M ≤ published_at ≤ due, approved_at ≤ published_at, approved_by_role project_manager"
met_zh = "有投诉处理公布（complaint_summary），所属期间空白或为 prev(M)，M 的首日 ≤ 发布时间 ≤ 截止，审批时间 ≤ 发布时间，审批人岗位为项目经理（管理处主任）或更高"
source = "notices"
[reads]
complaints = ["received_at"]
notices = ["kind", "period", "approved_by_role", "approved_at", "published_at"]
*/
WITH months_of_complaints AS (
    SELECT DISTINCT
        c.project_id,
        CAST(date_trunc('month', c.received_at) AS DATE) AS starts_on
    FROM complaints AS c
),

owed AS (
    SELECT
        m.project_id,
        m.unit,
        m.prev_unit,
        m.starts_on,
        m.ends_on,
        dom(m.starts_on, 5) AS due_at
    FROM owed_prev_months AS m
    INNER JOIN months_of_complaints AS c
        ON
            m.project_id = c.project_id
            AND m.prev_starts_on = c.starts_on
),

approved_summaries AS (
    SELECT
        n.project_id,
        n.period,
        n.published_at,
        n._row
    FROM notices AS n
    WHERE
        n.kind = 'complaint_summary'
        AND ranks_as_manager(n.approved_by_role)
        AND not_after(n.approved_at, n.published_at)
)

-- A late notice without a period belongs to the month in which it was published.
SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    coalesce(bool_or(done_by(n.published_at, o.due_at)), FALSE) AS met,
    min(n.published_at) AS done_at,
    min(n._row) AS source_row
FROM owed AS o
LEFT JOIN approved_summaries AS n
    ON
        o.project_id = n.project_id
        AND CAST(o.starts_on AS TIMESTAMP) <= n.published_at
        AND (
            o.prev_unit = n.period
            OR (n.period IS NULL AND greatest(eod(o.ends_on), o.due_at) >= n.published_at)
        )
GROUP BY o.project_id, o.unit, o.due_at
