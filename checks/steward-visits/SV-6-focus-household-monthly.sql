/*
clause = "SV-6"
item = "3.5"
zh = "每月与重点住户沟通"
en = "One focus household a month"
each = "project with a household of focus, each month M"
each_zh = "每月 M，有重点关注业户的项目"
due = "end(M)"
due_zh = "M 月最后一日终了"
met = "a contact with staff_role project_manager and a household of focus, started in M"
met_zh = "M 月内项目经理与一户重点关注业户有一次沟通"
[reads]
households = ["focus"]
contacts = ["household_id", "staff_role", "started_at"]
*/
WITH focus_households AS (
    SELECT
        h.project_id,
        h.household_id
    FROM households AS h
    WHERE h.focus
),

focus_projects AS (
    SELECT DISTINCT f.project_id
    FROM focus_households AS f
),

talks AS (
    SELECT
        c.project_id,
        CAST(date_trunc('month', c.started_at) AS DATE) AS month_starts_on,
        min(c.started_at) AS done_at
    FROM contacts AS c
    INNER JOIN focus_households AS f
        ON
            c.project_id = f.project_id
            AND c.household_id = f.household_id
    WHERE c.staff_role = 'project_manager'
    GROUP BY c.project_id, CAST(date_trunc('month', c.started_at) AS DATE)
)

SELECT
    m.project_id,
    m.unit AS record_id,
    unit_end(m.ends_on) AS due_at,
    t.done_at IS NOT NULL AS met,
    t.done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_months AS m
INNER JOIN focus_projects AS f
    ON m.project_id = f.project_id
LEFT JOIN talks AS t
    ON
        m.project_id = t.project_id
        AND m.starts_on = t.month_starts_on
