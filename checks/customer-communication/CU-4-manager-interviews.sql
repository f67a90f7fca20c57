/*
clause = "CU-4"
item = "3.5"
zh = "项目经理每月至少上门深访3位客户"
en = "The manager interviews three customers a month at their door"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "end(M)"
due_zh = "M 月终了（end(M)）"
met = "contacts of purpose interview, mode door, staff_role project_manager, started in M reach at least min_interviews different households"
met_zh = "目的为深入访谈、方式为上门、岗位为项目经理、开始时间在 M 月内的走访回访记录，涉及不同的业户编号至少 min_interviews 户"
params = { min_interviews = 3 }
sourced = ["min_interviews"]
reads = { contacts = ["household_id", "purpose", "mode", "staff_role", "started_at"] }
*/
WITH interviewed AS (
    SELECT
        c.project_id,
        CAST(date_trunc('month', c.started_at) AS DATE) AS month_starts_on,
        count(DISTINCT c.household_id) AS households
    FROM contacts AS c
    WHERE
        c.purpose = 'interview'
        AND c.mode = 'door'
        AND c.staff_role = 'project_manager'
    GROUP BY c.project_id, CAST(date_trunc('month', c.started_at) AS DATE)
)

SELECT
    m.project_id,
    m.unit AS record_id,
    unit_end(m.ends_on) AS due_at,
    coalesce(i.households, 0) >= $min_interviews AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_months AS m
LEFT JOIN interviewed AS i
    ON
        m.project_id = i.project_id
        AND m.starts_on = i.month_starts_on
