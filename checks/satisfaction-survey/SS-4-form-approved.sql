/*
clause = "SS-4"
item = "3.6"
zh = "调查表经营运部经理审批"
en = "The form is approved first"
each = "survey with distributed_on"
each_zh = "有发放日期的业户满意度调查"
due = "eod(distributed_on)"
due_zh = "发放日期当日结束时"
met = "form_approved_at ≤ due and form_approved_by_role operations_manager or executive or general_manager"
met_zh = "问卷审批时间 ≤ 时限，且问卷审批人岗位为营运部经理、分管领导或总经理"
source = "surveys"
[reads]
surveys = ["kind", "form_approved_at", "form_approved_by_role", "distributed_on"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    done_by(s.form_approved_at, eod(s.distributed_on))
    AND coalesce(
        s.form_approved_by_role IN ('operations_manager', 'executive', 'general_manager'), FALSE
    ) AS met,
    CASE
        WHEN s.form_approved_by_role IN ('operations_manager', 'executive', 'general_manager')
            THEN s.form_approved_at
    END AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
