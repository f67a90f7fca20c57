/*
clause = "OC-18"
item = "3.6"
zh = "30个工作日内完成统计"
en = "Analysed within 30 working days"
each = "survey satisfaction with distributed_on"
each_zh = "每次有发放日期的“业户满意度”调查"
due = "wd(distributed_on, analysis_working_days)"
due_zh = "发放之日后第 analysis_working_days 个工作日终了"
met = "analysed_on ≤ due and report_at ≤ due"
met_zh = "统计完成日期与报告时间均不晚于期限"
params = { analysis_working_days = 30 }
sourced = ["analysis_working_days"]
note = "The source does not say from when; from the day they went out, as for the publication."
note_zh = "原文未写明从何时起算；与公布措施一样，从发放之日起算。"
reads = { surveys = ["kind", "distributed_on", "analysed_on", "report_at"] }
source = "surveys"
*/
WITH sent_out AS (
    SELECT
        s.project_id,
        s.survey_id,
        s._row,
        wd(s.distributed_on, $analysis_working_days) AS due_at,
        CASE
            WHEN s.analysed_on IS NOT NULL AND s.report_at IS NOT NULL
                THEN greatest(CAST(s.analysed_on AS TIMESTAMP), s.report_at)
        END AS done_at
    FROM surveys AS s
    WHERE
        s.kind = 'satisfaction'
        AND s.distributed_on IS NOT NULL
)

SELECT
    s.project_id,
    s.survey_id AS record_id,
    s.due_at,
    done_by(s.done_at, s.due_at) AS met,
    s.done_at,
    s._row AS source_row
FROM sent_out AS s
