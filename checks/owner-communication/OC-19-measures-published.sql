/*
clause = "OC-19"
item = "3.6"
zh = "30个工作日内公布措施"
en = "Measures published within 30 working days"
each = "survey satisfaction with distributed_on"
each_zh = "每次有发放日期的“业户满意度”调查"
due = "wd(distributed_on, publish_working_days)"
due_zh = "发放之日后第 publish_working_days 个工作日终了"
met = "published_on ≤ due"
met_zh = "公布日期不晚于期限"
params = { publish_working_days = 30 }
sourced = ["publish_working_days"]
reads = { surveys = ["kind", "distributed_on", "published_on"] }
source = "surveys"
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    wd(s.distributed_on, $publish_working_days) AS due_at,
    done_by(s.published_on, wd(s.distributed_on, $publish_working_days)) AS met,
    CAST(s.published_on AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
