/*
clause = "SS-8"
item = "3.6"
zh = "发放前告知"
en = "Residents are told first"
each = "survey with distributed_on"
each_zh = "有发放日期的业户满意度调查"
due = "eod(distributed_on)"
due_zh = "发放日期当日结束时"
met = "announced_at ≤ due"
met_zh = "告知时间 ≤ 时限"
source = "surveys"
[reads]
surveys = ["kind", "announced_at", "distributed_on"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    done_by(s.announced_at, eod(s.distributed_on)) AS met,
    s.announced_at AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
