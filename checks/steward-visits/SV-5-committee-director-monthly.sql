/*
clause = "SV-5"
item = "5.3"
zh = "每月拜访业委会主任"
en = "The manager sees the committee's director monthly"
each = "project with committee_formed_on before M, each month M"
each_zh = "每月 M，业委会成立日期早于 M 月首日的项目"
due = "end(M)"
due_zh = "M 月最后一日终了"
met = "a contact with party committee_director, staff_role project_manager, started in M"
met_zh = "M 月内项目经理与业委会主任有一次沟通（沟通对象为业委会主任，岗位为项目经理）"
[reads]
projects = ["committee_formed_on"]
contacts = ["party", "staff_role", "started_at"]
*/
WITH talks AS (
    SELECT
        c.project_id,
        CAST(date_trunc('month', c.started_at) AS DATE) AS month_starts_on,
        min(c.started_at) AS done_at
    FROM contacts AS c
    WHERE
        c.party = 'committee_director'
        AND c.staff_role = 'project_manager'
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
LEFT JOIN talks AS t
    ON
        m.project_id = t.project_id
        AND m.starts_on = t.month_starts_on
WHERE m.committee_formed_on < m.starts_on
