/*
clause = "3.6.1"
unit = "0.1"
zh = "满意度调查结果有纠正预防措施并落实"
en = "Survey results lead to approved, owned measures"
each = "survey of kind satisfaction with report_at"
each_zh = "调查类型为业户满意度（satisfaction）且有报告时间的每次满意度调查"
due = "days(report_at, correction_days)"
due_zh = "报告时间后第 correction_days 天结束前"
met = "an action of source survey with related_id = survey_id, approved_at ≤ due and owner_id present"
met_zh = "有一项来源为满意度调查（survey）、关联单号为该调查编号的整改措施，审批时间不晚于期限，且有责任人"
params = { correction_days = 30 }
source = "surveys"
[reads]
surveys = ["kind", "report_at"]
actions = ["source", "related_id", "owner_id", "approved_at"]
*/
WITH reported_surveys AS (
    SELECT
        s.project_id,
        s.survey_id,
        s._row,
        days(s.report_at, $correction_days) AS due_at
    FROM surveys AS s
    WHERE
        s.kind = 'satisfaction'
        AND s.report_at IS NOT NULL
)

SELECT
    r.project_id,
    r.survey_id AS record_id,
    r.due_at,
    bool_or(done_by(a.approved_at, r.due_at)) AS met,
    min(a.approved_at) AS done_at,
    r._row AS source_row
FROM reported_surveys AS r
LEFT JOIN actions AS a
    ON
        r.project_id = a.project_id
        AND r.survey_id = a.related_id
        AND a.source = 'survey'
        AND a.owner_id IS NOT NULL
GROUP BY r.project_id, r.survey_id, r.due_at, r._row
