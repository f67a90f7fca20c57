/*
clause = "CC-18"
item = "3.6"
zh = "调查有方案与培训"
en = "Surveys are planned and the team trained"
each = "survey satisfaction with distributed_on"
each_zh = "有发放日期的业户满意度调查（satisfaction）"
due = "eod(distributed_on)"
due_zh = "eod(发放日期)，即发放当日终了"
met = "planned_at, announced_at and trained_at ≤ due"
met_zh = "计划时间、告知时间、培训时间均 ≤ 截止"
reads = { surveys = ["kind", "planned_at", "trained_at", "announced_at", "distributed_on"] }
source = "surveys"
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    done_by(s.planned_at, eod(s.distributed_on))
    AND done_by(s.announced_at, eod(s.distributed_on))
    AND done_by(s.trained_at, eod(s.distributed_on)) AS met,
    CASE
        WHEN s.planned_at IS NOT NULL AND s.announced_at IS NOT NULL AND s.trained_at IS NOT NULL
            THEN greatest(s.planned_at, s.announced_at, s.trained_at)
    END AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
