/*
clause = "OC-17"
item = "3.6"
zh = "回收率不低于60%"
en = "At least 60 % come back"
each = "survey satisfaction with distributed_on and distributed > 0"
each_zh = "每次有发放日期且发放数量大于 0 的“业户满意度”调查"
due = "wd(distributed_on, return_working_days)"
due_zh = "发放之日后第 return_working_days 个工作日终了"
met = "collected / distributed ≥ min_rate"
met_zh = "回收数量 ÷ 发放数量不低于 min_rate"
params = { return_working_days = 15, min_rate = "0.60" }
sourced = ["return_working_days", "min_rate"]
reads = { surveys = ["kind", "distributed_on", "distributed", "collected"] }
source = "surveys"
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    wd(s.distributed_on, $return_working_days) AS due_at,
    s.collected >= $min_rate * s.distributed AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
    AND s.distributed > 0
