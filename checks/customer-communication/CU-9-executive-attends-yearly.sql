/*
clause = "CU-9"
item = "3.9"
zh = "分管管理层每年至少参加一次"
en = "An executive attends once a year"
each = "project, each year Y"
each_zh = "每个项目，每年 Y"
due = "end(Y)"
due_zh = "Y 年终了（end(Y)）"
met = "a meeting owners_forum held in Y with executive among attendee_roles"
met_zh = "有一次业主恳谈会，召开时间在 Y 年内，参会岗位含分管领导"
reads = { meetings = ["kind", "held_at", "attendee_roles"] }
*/
WITH attended AS (
    SELECT
        m.project_id,
        CAST(date_trunc('year', m.held_at) AS DATE) AS year_starts_on,
        min(m.held_at) AS first_held_at
    FROM meetings AS m
    WHERE
        m.kind = 'owners_forum'
        AND list_contains(m.attendee_roles, 'executive')
    GROUP BY m.project_id, CAST(date_trunc('year', m.held_at) AS DATE)
)

SELECT
    y.project_id,
    y.unit AS record_id,
    unit_end(y.ends_on) AS due_at,
    a.first_held_at IS NOT NULL AS met,
    a.first_held_at AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_years AS y
LEFT JOIN attended AS a
    ON
        y.project_id = a.project_id
        AND y.starts_on = a.year_starts_on
