/*
clause = "CC-15"
item = "3.1"
zh = "年度社区文化计划"
en = "A yearly events plan"
each = "project, each year Y"
each_zh = "项目，按年 Y"
due = "dom(January of Y, plan_day)"
due_zh = "dom(Y 的一月, plan_day)，即一月第 plan_day 日终了"
met = "document event_plan for Y with prepared_at ≤ due"
met_zh = "有所属期间为 Y 的活动计划（event_plan），编制时间 ≤ 截止"
params = { plan_day = 31 }
reads = { documents = ["kind", "period", "prepared_at"] }
source = "documents"
*/
WITH owed AS (
    SELECT
        y.project_id,
        y.unit,
        dom(y.starts_on, $plan_day) AS due_at
    FROM owed_years AS y
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    coalesce(bool_or(done_by(d.prepared_at, o.due_at)), FALSE) AS met,
    min(d.prepared_at) AS done_at,
    min(d._row) AS source_row
FROM owed AS o
LEFT JOIN documents AS d
    ON
        o.project_id = d.project_id
        AND d.kind = 'event_plan'
        AND o.unit = d.period
GROUP BY o.project_id, o.unit, o.due_at
