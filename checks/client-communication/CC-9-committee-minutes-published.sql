/*
clause = "CC-9"
item = "5.3"
zh = "会议纪要审阅、审批、公布"
en = "Minutes are reviewed, approved and published"
each = "meeting committee_regular"
each_zh = "业委会例会（committee_regular）"
due = "days(held_at, minutes_days)"
due_zh = "days(召开时间, minutes_days)，即召开后第 minutes_days 日终了"
met = "minutes_reviewed_at ≤ minutes_approved_at ≤ minutes_published_at ≤ due"
met_zh = "纪要审阅时间 ≤ 纪要审批时间 ≤ 纪要公布时间 ≤ 截止"
params = { minutes_days = 15 }
source = "meetings"
[reads]
meetings = ["kind", "held_at", "minutes_reviewed_at", "minutes_approved_at", "minutes_published_at"]
*/
WITH regular_meetings AS (
    SELECT
        m.project_id,
        m.meeting_id,
        m._row,
        m.minutes_published_at,
        days(m.held_at, $minutes_days) AS due_at,
        not_after(m.minutes_reviewed_at, m.minutes_approved_at)
        AND not_after(m.minutes_approved_at, m.minutes_published_at) AS in_order
    FROM meetings AS m
    WHERE m.kind = 'committee_regular'
)

SELECT
    r.project_id,
    r.meeting_id AS record_id,
    r.due_at,
    r.in_order AND done_by(r.minutes_published_at, r.due_at) AS met,
    CASE WHEN r.in_order THEN r.minutes_published_at END AS done_at,
    r._row AS source_row
FROM regular_meetings AS r
