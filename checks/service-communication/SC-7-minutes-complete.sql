/*
clause = "SC-7"
item = "3.10"
zh = "会议纪要要素齐全"
en = "Minutes are complete"
each = "meeting with minutes_at"
each_zh = "有纪要时间的每次会议"
due = "minutes_at"
due_zh = "纪要时间"
met = "location present, attendee_roles not empty and sections {topics, resolutions, actions}"
met_zh = "有地点、参会岗位不为空，且纪要内容项含议题（topics）、决议（resolutions）、行动项（actions）"
reads = { meetings = ["held_at", "location", "attendee_roles", "minutes_at", "sections"] }
source = "meetings"
*/
SELECT
    m.project_id,
    m.meeting_id AS record_id,
    CASE WHEN is_before(m.minutes_at, m.held_at) THEN m.held_at ELSE m.minutes_at END AS due_at,
    m.location IS NOT NULL
    AND coalesce(array_length(m.attendee_roles), 0) > 0
    AND has_sections(m.sections, ['topics', 'resolutions', 'actions']) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    m._row AS source_row
FROM meetings AS m
WHERE m.minutes_at IS NOT NULL
