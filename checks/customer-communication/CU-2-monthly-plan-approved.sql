/*
clause = "CU-2"
item = "3.5"
zh = "下月访谈计划经项目经理审批"
en = "Next month's plan is approved"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "dom(M, plan_day)"
due_zh = "M 月第 plan_day 日终了（dom(M, plan_day)；当月无此日的，为当月最后一日）"
met = "document visit_plan for the month after M with approved_at ≤ due and approved_by_role project_manager"
met_zh = "有一份文件类型为走访计划、所属期间为 M 的下一个月的文件，审批时间 ≤ 应完成时刻，且审批人岗位为项目经理或更高"
params = { plan_day = 28 }
sourced = ["plan_day"]
note = "The source is garbled here; the 28th is read for both plans."
note_zh = "来源此处文字有误；年度计划与月度计划均按 28 日读。"
source = "documents"
reads = { documents = ["kind", "period", "approved_at", "approved_by_role"] }
*/
WITH owed AS (
    SELECT
        m.project_id,
        m.unit,
        strftime(months_on(m.starts_on, 1), '%Y-%m') AS planned_month,
        dom(m.starts_on, $plan_day) AS due_at
    FROM owed_months AS m
),

approved_plans AS (
    SELECT
        d.project_id,
        d.period,
        d.approved_at,
        d._row
    FROM documents AS d
    WHERE
        d.kind = 'visit_plan'
        AND ranks_as_manager(d.approved_by_role)
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(a.approved_at, o.due_at)) AS met,
    min(a.approved_at) AS done_at,
    min(a._row) AS source_row
FROM owed AS o
LEFT JOIN approved_plans AS a
    ON
        o.project_id = a.project_id
        AND o.planned_month = a.period
GROUP BY o.project_id, o.unit, o.due_at
