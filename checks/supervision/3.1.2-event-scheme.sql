/*
clause = "3.1.2"
unit = "0.1"
zh = "每次活动有实施方案"
en = "Each event has a scheme"
each = "event with held_on"
each_zh = "有举办日期的每场活动"
due = "eod(held_on)"
due_zh = "举办日期当天结束前"
met = "scheme_at ≤ due"
met_zh = "方案时间不晚于期限"
reads = { events = ["held_on", "scheme_at"] }
source = "events"
*/
SELECT
    e.project_id,
    e.event_id AS record_id,
    eod(e.held_on) AS due_at,
    done_by(e.scheme_at, eod(e.held_on)) AS met,
    e.scheme_at AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.held_on IS NOT NULL
