/*
clause = "CC-13"
item = "3.9"
zh = "恳谈会由主任主持、分管领导参加"
en = "The manager chairs, an executive attends"
each = "meeting owners_forum"
each_zh = "业主恳谈会（owners_forum）"
due = "held_at"
due_zh = "召开时间"
met = "chaired_by_role project_manager and attendee_roles has executive"
met_zh = "主持人岗位为项目经理（管理处主任）或更高，且参会岗位含分管领导（executive）"
reads = { meetings = ["kind", "held_at", "chaired_by_role", "attendee_roles"] }
source = "meetings"
*/
SELECT
    m.project_id,
    m.meeting_id AS record_id,
    m.held_at AS due_at,
    ranks_as_manager(m.chaired_by_role)
    AND coalesce(list_contains(m.attendee_roles, 'executive'), FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    m._row AS source_row
FROM meetings AS m
WHERE m.kind = 'owners_forum'
