/*
clause = "CB-9"
item = "5.3"
zh = "每周向甲方报告"
en = "The manager reports to the client weekly"
each = "project, each week W"
each_zh = "每个项目，每周"
due = "end(W)"
due_zh = "该周（周一至周日）最后一日的最后一刻"
met = "a contact with party client, staff_role project_manager, started in W"
met_zh = "该周内有一次沟通对象为甲方、岗位为项目经理（管理处主任）的沟通（按开始时间）"
[reads]
contacts = ["party", "staff_role", "started_at"]
*/
WITH reports AS (
    SELECT
        c.project_id,
        c.started_at,
        CAST(date_trunc('week', c.started_at) AS DATE) AS week_of
    FROM contacts AS c
    WHERE
        c.party = 'client'
        AND c.staff_role = 'project_manager'
)

SELECT
    u.project_id,
    u.unit AS record_id,
    unit_end(u.ends_on) AS due_at,
    count(c.started_at) > 0 AS met,
    min(c.started_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_weeks AS u
LEFT JOIN reports AS c
    ON
        u.project_id = c.project_id
        AND u.starts_on = c.week_of
GROUP BY u.project_id, u.unit, u.ends_on
