/*
clause = "SS-13"
item = "3.6"
zh = "中期为抽样调查"
en = "The mid-year survey is a sample"
each = "survey with distributed_on in the first half-year"
each_zh = "发放日期在上半年的业户满意度调查"
due = "eod(distributed_on)"
due_zh = "发放日期当日结束时"
met = "scope sample"
met_zh = "调查范围为抽样"
source = "surveys"
[reads]
surveys = ["kind", "scope", "distributed_on"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    s.scope = 'sample' AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND extract(MONTH FROM s.distributed_on) <= 6
