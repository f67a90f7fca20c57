/*
clause = "OC-15"
item = "3.6"
zh = "15个工作日内回收"
en = "Sheets are back within 15 working days"
each = "survey satisfaction with distributed_on"
each_zh = "每次有发放日期的“业户满意度”调查"
due = "wd(distributed_on, return_working_days)"
due_zh = "发放之日后第 return_working_days 个工作日终了"
met = "collected_on ≤ due"
met_zh = "回收日期不晚于期限"
params = { return_working_days = 15 }
sourced = ["return_working_days"]
reads = { surveys = ["kind", "distributed_on", "collected_on"] }
source = "surveys"
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    wd(s.distributed_on, $return_working_days) AS due_at,
    done_by(s.collected_on, wd(s.distributed_on, $return_working_days)) AS met,
    CAST(s.collected_on AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
