/*
clause = "EM-2"
zh = "调查意见给予答复"
en = "The survey is answered"
each = "survey employee with report_at"
each_zh = "有报告时间的每次员工满意度调查（employee）"
due = "days(report_at, answer_days)"
due_zh = "报告时间后第 answer_days 天结束前"
met = "published_on ≤ due"
met_zh = "公布日期不晚于期限"
params = { answer_days = 30 }
reads = { surveys = ["kind", "report_at", "published_on"] }
source = "surveys"
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    days(s.report_at, $answer_days) AS due_at,
    done_by(s.published_on, days(s.report_at, $answer_days)) AS met,
    CAST(s.published_on AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'employee'
    AND s.report_at IS NOT NULL
