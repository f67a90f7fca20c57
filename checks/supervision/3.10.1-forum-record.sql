/*
clause = "3.10.1"
unit = "0.1"
zh = "恳谈会纪要、签到、照片齐全"
en = "The forum has minutes, sign-in and photos"
each = "meeting owners_forum"
each_zh = "会议类型为业主恳谈会（owners_forum）的每次会议"
due = "wd(held_at, minutes_working_days)"
due_zh = "召开时间后第 minutes_working_days 个工作日结束前"
met = "minutes_by present and minutes_at ≤ due and signed_in and photos and sections {opinions}"
met_zh = "有记录人，纪要时间不晚于期限，有签到和现场照片，且纪要内容项含意见建议"
params = { minutes_working_days = 3 }
reads = { meetings = ["kind", "held_at", "signed_in", "photos", "minutes_by", "minutes_at", "sections"] }
source = "meetings"
*/
WITH forums AS (
    SELECT
        m.project_id,
        m.meeting_id,
        m.minutes_at,
        m._row,
        wd(m.held_at, $minutes_working_days) AS due_at,
        m.minutes_by IS NOT NULL
        AND coalesce(m.signed_in, FALSE)
        AND coalesce(m.photos, FALSE)
        AND has_sections(m.sections, ['opinions']) AS is_complete
    FROM meetings AS m
    WHERE m.kind = 'owners_forum'
)

SELECT
    f.project_id,
    f.meeting_id AS record_id,
    f.due_at,
    f.is_complete AND done_by(f.minutes_at, f.due_at) AS met,
    CASE WHEN f.is_complete THEN f.minutes_at END AS done_at,
    f._row AS source_row
FROM forums AS f
