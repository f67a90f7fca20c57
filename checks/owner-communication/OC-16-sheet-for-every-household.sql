/*
clause = "OC-16"
item = "3.6"
zh = "问卷发到每户"
en = "Every occupied household gets a sheet"
each = "survey satisfaction with distributed_on, scope not sample, in a project with occupied_households present"
each_zh = "每次有发放日期、调查范围不是“抽查/抽样”（空白视为不是）的“业户满意度”调查，且项目填写了已入住户数"
due = "eod(distributed_on)"
due_zh = "发放日期当天终了"
met = "distributed ≥ occupied_households"
met_zh = "发放数量不少于项目的已入住户数"
source = "surveys"
[reads]
projects = ["occupied_households"]
surveys = ["kind", "scope", "distributed_on", "distributed"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    s.distributed >= p.occupied_households AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
INNER JOIN projects AS p ON s.project_id = p.project_id
WHERE
    s.kind = 'satisfaction'
    AND coalesce(s.scope <> 'sample', TRUE)
    AND s.distributed_on IS NOT NULL
    AND p.occupied_households IS NOT NULL
