/*
clause = "3.9.1"
unit = "0.1"
zh = "恳谈会有议程并事先通知"
en = "The forum has an agenda and was announced"
each = "meeting owners_forum"
each_zh = "会议类型为业主恳谈会（owners_forum）的每次会议"
due = "held_at"
due_zh = "召开时间"
met = "agenda and notice_published_at < held_at"
met_zh = "有议程，且通知时间早于召开时间"
reads = { meetings = ["kind", "notice_published_at", "held_at", "agenda"] }
source = "meetings"
*/
SELECT
    m.project_id,
    m.meeting_id AS record_id,
    m.held_at AS due_at,
    coalesce(m.agenda, FALSE) AND is_before(m.notice_published_at, m.held_at) AS met,
    CASE WHEN m.agenda THEN m.notice_published_at END AS done_at,
    m._row AS source_row
FROM meetings AS m
WHERE m.kind = 'owners_forum'
