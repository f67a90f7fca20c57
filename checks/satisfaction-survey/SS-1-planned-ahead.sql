/*
clause = "SS-1"
item = "3.6"
zh = "管理评审前一个月制订计划并审批"
en = "Planned a month before the review"
each = "survey with review_meeting_on"
each_zh = "有管理评审日期的业户满意度调查"
due = "eod(review_meeting_on)"
due_zh = "管理评审日期当日结束时"
met = "planned_at and plan_approved_at ≤ months(review_meeting_on, −1), plan_approved_by_role operations_manager or executive or general_manager"
met_zh = "计划时间和计划审批时间均 ≤ 管理评审日期前一个月的同日（该月无此日的，为该月最后一日）结束时，且计划审批人岗位为营运部经理、分管领导或总经理"
source = "surveys"
[reads]
surveys = ["kind", "planned_at", "plan_approved_at", "plan_approved_by_role", "review_meeting_on"]
*/
SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.review_meeting_on) AS due_at,
    done_by(s.planned_at, months(s.review_meeting_on, -1))
    AND done_by(s.plan_approved_at, months(s.review_meeting_on, -1))
    AND coalesce(
        s.plan_approved_by_role IN ('operations_manager', 'executive', 'general_manager'), FALSE
    ) AS met,
    CASE
        WHEN s.planned_at IS NOT NULL AND s.plan_approved_at IS NOT NULL
            THEN greatest(s.planned_at, s.plan_approved_at)
    END AS done_at,
    s._row AS source_row
FROM surveys AS s
WHERE
    s.kind = 'satisfaction'
    AND s.review_meeting_on IS NOT NULL
