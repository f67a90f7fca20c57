/*
clause = "SS-7"
item = "3.6"
zh = "调查人员培训"
en = "Interviewers are trained"
each = "survey with distributed_on"
each_zh = "有发放日期的业户满意度调查"
due = "eod(distributed_on)"
due_zh = "发放日期当日结束时"
met = "trained_at ≤ due"
met_zh = "培训时间 ≤ 时限"
source = "surveys"
[reads]
surveys = ["kind", "trained_at", "distributed_on"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    done_by(s.trained_at, eod(s.distributed_on)) AS met,
    s.trained_at AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
