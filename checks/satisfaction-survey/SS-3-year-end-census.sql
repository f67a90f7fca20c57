/*
clause = "SS-3"
item = "3.6"
zh = "年底为全面普查"
en = "The year-end survey is a census"
each = "survey with distributed_on in the fourth quarter"
each_zh = "发放日期在第四季度的业户满意度调查"
due = "eod(distributed_on)"
due_zh = "发放日期当日结束时"
met = "scope census"
met_zh = "调查范围为普查"
source = "surveys"
[reads]
surveys = ["kind", "scope", "distributed_on"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    s.scope = 'census' AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND extract(QUARTER FROM s.distributed_on) = 4
