/*
clause = "CU-16"
item = "3.6"
zh = "问卷经品质审核、领导审批"
en = "Questionnaires are reviewed and approved"
each = "survey satisfaction with distributed_on"
each_zh = "每次调查类型为业户满意度、填有发放日期的满意度调查"
due = "eod(distributed_on)"
due_zh = "发放当日终了（eod(distributed_on)）"
met = "form_reviewed_at ≤ form_approved_at ≤ due"
met_zh = "问卷审核时间 ≤ 问卷审批时间 ≤ 应完成时刻"
source = "surveys"
reads = { surveys = ["kind", "distributed_on", "form_reviewed_at", "form_approved_at"] }
*/
WITH distributed AS (
    SELECT
        s.project_id,
        s.survey_id,
        eod(s.distributed_on) AS due_at,
        CASE WHEN not_after(s.form_reviewed_at, s.form_approved_at) THEN s.form_approved_at END AS done_at,
        s._row
    FROM surveys AS s
    WHERE
        s.kind = 'satisfaction'
        AND s.distributed_on IS NOT NULL
)

SELECT
    d.project_id,
    d.survey_id AS record_id,
    d.due_at,
    done_by(d.done_at, d.due_at) AS met,
    d.done_at,
    d._row AS source_row
FROM distributed AS d
