/*
clause = "HS-6"
zh = "每年社区代表座谈会"
en = "A community forum each year"
each = "project, each year Y"
each_zh = "每个项目，每年度 Y"
due = "end(Y)"
due_zh = "Y 的最后一天结束前"
met = "a meeting community_forum held in Y with hospital_leader among attendee_roles"
met_zh = "召开时间在 Y 内、会议类型为社区代表座谈会（community_forum）的会议至少一次，且其参会岗位中有院领导（hospital_leader）"
reads = { meetings = ["kind", "held_at", "attendee_roles"] }
source = "meetings"
*/
WITH community_forums AS (
    SELECT
        m.project_id,
        m.held_at,
        CAST(date_trunc('year', m.held_at) AS DATE) AS year_starts_on,
        coalesce(list_contains(m.attendee_roles, 'hospital_leader'), FALSE) AS was_led,
        m._row
    FROM meetings AS m
    WHERE m.kind = 'community_forum'
)

SELECT
    y.project_id,
    y.unit AS record_id,
    unit_end(y.ends_on) AS due_at,
    bool_or(m.was_led) AS met,
    min(m.held_at) FILTER (WHERE m.was_led) AS done_at,
    min(m._row) AS source_row
FROM owed_years AS y
LEFT JOIN community_forums AS m
    ON
        y.project_id = m.project_id
        AND y.starts_on = m.year_starts_on
GROUP BY y.project_id, y.unit, y.ends_on
