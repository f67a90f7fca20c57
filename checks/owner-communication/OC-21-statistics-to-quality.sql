/*
clause = "OC-21"
item = "3.6"
zh = "统计表交品质部"
en = "The statistics reach the quality department"
each = "survey satisfaction with report_at"
each_zh = "每次有报告时间的“业户满意度”调查"
due = "wd(report_at, copy_working_days)"
due_zh = "报告之日后第 copy_working_days 个工作日终了"
met = "cc_quality_at ≤ due"
met_zh = "交品质部时间不晚于期限"
params = { copy_working_days = 5 }
reads = { surveys = ["kind", "report_at", "cc_quality_at"] }
source = "surveys"
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    wd(s.report_at, $copy_working_days) AS due_at,
    done_by(s.cc_quality_at, wd(s.report_at, $copy_working_days)) AS met,
    s.cc_quality_at AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.report_at IS NOT NULL
