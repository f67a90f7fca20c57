/*
clause = "SS-2"
item = "3.6"
zh = "计划内容齐全"
en = "The plan is complete"
each = "survey with planned_at"
each_zh = "有计划时间的业户满意度调查"
due = "planned_at"
due_zh = "计划时间"
met = "plan_sections has {time, departments, sample, team, method, return_rate, cautions}"
met_zh = "计划内容项含时间、部门、样本、人员组成、方式、回收率、注意事项"
source = "surveys"
[reads]
surveys = ["kind", "planned_at", "plan_sections"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    s.planned_at AS due_at,
    has_sections(
        s.plan_sections, ['time', 'departments', 'sample', 'team', 'method', 'return_rate', 'cautions']
    ) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.planned_at IS NOT NULL
