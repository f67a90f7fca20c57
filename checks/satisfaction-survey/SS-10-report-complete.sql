/*
clause = "SS-10"
item = "3.6"
zh = "报告内容齐全"
en = "The report is complete"
each = "survey with report_at"
each_zh = "有报告时间的业户满意度调查"
due = "report_at"
due_zh = "报告时间"
met = "report_sections has {introduction, methods, overall, items, comparison, open_questions, summary}"
met_zh = "报告内容项含情况简介、分析方法、总体分析、单项分析、对比分析、开放性问题、总结"
source = "surveys"
[reads]
surveys = ["kind", "report_at", "report_sections"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    s.report_at AS due_at,
    has_sections(
        s.report_sections,
        ['introduction', 'methods', 'overall', 'items', 'comparison', 'open_questions', 'summary']
    ) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.report_at IS NOT NULL
