/*
clause = "SS-11"
item = "3.6"
zh = "报告经审核审批作为评审输入"
en = "The report is approved before the review"
each = "survey with review_meeting_on"
each_zh = "有管理评审日期的业户满意度调查"
due = "eod(review_meeting_on)"
due_zh = "管理评审日期当日结束时"
met = "report_at ≤ report_reviewed_at ≤ report_approved_at ≤ due, report_reviewed_by_role quality_manager, report_approved_by_role management_representative"
met_zh = "报告时间 ≤ 报告审核时间 ≤ 报告审批时间 ≤ 时限，报告审核人岗位为品质经理，报告审批人岗位为管理者代表"
source = "surveys"
[reads]
surveys = ["kind", "report_at", "report_reviewed_at", "report_reviewed_by_role", "report_approved_at", "report_approved_by_role", "review_meeting_on"]
*/
WITH judged_reports AS (
    SELECT
        s.project_id,
        s.survey_id,
        s.report_approved_at,
        s._row,
        eod(s.review_meeting_on) AS due_at,
        not_after(s.report_at, s.report_reviewed_at)
        AND not_after(s.report_reviewed_at, s.report_approved_at)
        AND coalesce(s.report_reviewed_by_role = 'quality_manager', FALSE)
        AND coalesce(s.report_approved_by_role = 'management_representative', FALSE) AS is_approved
    FROM surveys AS s
    WHERE
        s.kind = 'satisfaction'
        AND s.review_meeting_on IS NOT NULL
)

SELECT
    r.project_id,
    r.survey_id AS record_id,
    r.due_at,
    r.is_approved AND done_by(r.report_approved_at, r.due_at) AS met,
    CASE WHEN r.is_approved THEN r.report_approved_at END AS done_at,
    r._row AS source_row
FROM judged_reports AS r
