/*
clause = "3.1.3"
unit = "0.1"
zh = "方案批准后至少提前三天通知"
en = "Events are announced at least three days ahead, after approval"
each = "event with held_on"
each_zh = "有举办日期的每场活动"
due = "eod(held_on)"
due_zh = "举办日期当天结束前"
met = "approved_at ≤ notice_published_at ≤ days(held_on, −notice_days)"
met_zh = "方案审批时间 ≤ 通知时间，且通知时间不晚于举办日期前 notice_days 天当日结束"
params = { notice_days = 3 }
sourced = ["notice_days"]
reads = { events = ["held_on", "approved_at", "notice_published_at"] }
source = "events"
*/
SELECT
    e.project_id,
    e.event_id AS record_id,
    eod(e.held_on) AS due_at,
    not_after(e.approved_at, e.notice_published_at)
    AND done_by(e.notice_published_at, days(e.held_on, -$notice_days)) AS met,
    CASE WHEN not_after(e.approved_at, e.notice_published_at) THEN e.notice_published_at END AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.held_on IS NOT NULL
