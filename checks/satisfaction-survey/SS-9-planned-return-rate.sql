/*
clause = "SS-9"
item = "3.6"
zh = "达到计划回收率"
en = "The planned return rate is reached"
each = "survey with distributed_on, distributed > 0 and planned_return_rate"
each_zh = "有发放日期、发放数量大于 0 且有计划回收率的业户满意度调查"
due = "wd(distributed_on, return_working_days)"
due_zh = "发放日期之后第 return_working_days 个工作日结束时"
met = "collected / distributed ≥ planned_return_rate"
met_zh = "回收数量 ÷ 发放数量 ≥ 计划回收率"
params = { return_working_days = 15 }
source = "surveys"
[reads]
surveys = ["kind", "planned_return_rate", "distributed_on", "distributed", "collected"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    wd(s.distributed_on, $return_working_days) AS due_at,
    s.collected >= s.planned_return_rate * s.distributed AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
    AND s.distributed > 0
    AND s.planned_return_rate IS NOT NULL
