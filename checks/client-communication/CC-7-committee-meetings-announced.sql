/*
clause = "CC-7"
item = "5.3"
zh = "业委会会议提前20日公告"
en = "Committee meetings are announced 20 days ahead"
each = "meeting committee_regular"
each_zh = "业委会例会（committee_regular）"
due = "held_at"
due_zh = "召开时间"
met = "notice_published_at ≤ days(held_at, −20)"
met_zh = "通知时间 ≤ days(召开时间, −20)，即召开前第20日终了"
reads = { meetings = ["kind", "notice_published_at", "held_at"] }
source = "meetings"
*/
SELECT
    m.project_id,
    m.meeting_id AS record_id,
    m.held_at AS due_at,
    done_by(m.notice_published_at, days(m.held_at, -20)) AS met,
    m.notice_published_at AS done_at,
    m._row AS source_row
FROM meetings AS m
WHERE m.kind = 'committee_regular'
