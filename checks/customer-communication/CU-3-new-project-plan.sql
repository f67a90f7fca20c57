/*
clause = "CU-3"
item = "3.5"
zh = "新项目三个月内制定走访计划"
en = "New projects plan within three months"
each = "project with service_started_on"
each_zh = "每个填有项目成立日期的项目"
due = "months(service_started_on, 3)"
due_zh = "项目成立日期后 3 个月当日终了（months(service_started_on, 3)）"
met = "a document visit_plan with prepared_at ≤ due"
met_zh = "有一份文件类型为走访计划的文件，编制时间 ≤ 应完成时刻"
source = "documents"
[reads]
projects = ["service_started_on"]
documents = ["kind", "prepared_at"]
*/
WITH new_projects AS (
    SELECT
        p.project_id,
        months(p.service_started_on, 3) AS due_at
    FROM projects AS p
    WHERE p.service_started_on IS NOT NULL
)

SELECT
    n.project_id,
    '' AS record_id,
    n.due_at,
    bool_or(done_by(d.prepared_at, n.due_at)) AS met,
    min(d.prepared_at) AS done_at,
    min(d._row) AS source_row
FROM new_projects AS n
LEFT JOIN documents AS d
    ON
        n.project_id = d.project_id
        AND d.kind = 'visit_plan'
GROUP BY n.project_id, n.due_at
