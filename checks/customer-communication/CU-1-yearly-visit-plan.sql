/*
clause = "CU-1"
item = "3.5"
zh = "12月28日前编制下年走访计划"
en = "Next year's visit plan by 28 December"
each = "project, each year Y"
each_zh = "每个项目，每年 Y"
due = "dom(December of Y, 28)"
due_zh = "Y 年 12 月 28 日终了（dom(Y 年 12 月, 28)）"
met = "document visit_plan for the year after Y with prepared_at ≤ due"
met_zh = "有一份文件类型为走访计划、所属期间为 Y 的下一年的文件，编制时间 ≤ 应完成时刻"
source = "documents"
reads = { documents = ["kind", "period", "prepared_at"] }
*/
WITH owed AS (
    SELECT
        y.project_id,
        y.unit,
        CAST(year(y.ends_on) + 1 AS VARCHAR) AS planned_year,
        dom(date_trunc('month', y.ends_on), 28) AS due_at
    FROM owed_years AS y
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(d.prepared_at, o.due_at)) AS met,
    min(d.prepared_at) AS done_at,
    min(d._row) AS source_row
FROM owed AS o
LEFT JOIN documents AS d
    ON
        o.project_id = d.project_id
        AND d.kind = 'visit_plan'
        AND o.planned_year = d.period
GROUP BY o.project_id, o.unit, o.due_at
