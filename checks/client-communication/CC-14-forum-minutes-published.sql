/*
clause = "CC-14"
item = "3.10"
zh = "恳谈会纪要公布"
en = "Forum minutes are published"
each = "meeting owners_forum"
each_zh = "业主恳谈会（owners_forum）"
due = "days(held_at, minutes_days)"
due_zh = "days(召开时间, minutes_days)，即召开后第 minutes_days 日终了"
met = "minutes_published_at ≤ due"
met_zh = "纪要公布时间 ≤ 截止"
params = { minutes_days = 15 }
reads = { meetings = ["kind", "held_at", "minutes_published_at"] }
source = "meetings"
*/
SELECT
    m.project_id,
    m.meeting_id AS record_id,
    days(m.held_at, $minutes_days) AS due_at,
    done_by(m.minutes_published_at, days(m.held_at, $minutes_days)) AS met,
    m.minutes_published_at AS done_at,
    m._row AS source_row
FROM meetings AS m
WHERE m.kind = 'owners_forum'
