/*
clause = "3.5.2"
unit = "0.2"
zh = "负责人每月至少深访两位业主"
en = "The unit head interviews at least two owners a month"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "end(M)"
due_zh = "M 最后一天结束前"
met = "contacts of purpose interview by a unit head started in M reach at least min_interviews different households"
met_zh = "开始时间在 M 内、由项目经理或部门负责人进行、目的为深入访谈（interview）的走访回访记录，所访的不同业户不少于 min_interviews 户"
params = { min_interviews = 2 }
sourced = ["min_interviews"]
reads = { contacts = ["household_id", "purpose", "staff_role", "started_at"] }
*/
WITH interviews AS (
    SELECT
        c.project_id,
        c.household_id,
        CAST(date_trunc('month', c.started_at) AS DATE) AS month_starts_on
    FROM contacts AS c
    WHERE
        c.purpose = 'interview'
        AND holds_unit_head_post(c.staff_role)
        AND c.household_id IS NOT NULL
)

SELECT
    m.project_id,
    m.unit AS record_id,
    unit_end(m.ends_on) AS due_at,
    count(DISTINCT i.household_id) >= $min_interviews AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_months AS m
LEFT JOIN interviews AS i
    ON
        m.project_id = i.project_id
        AND m.starts_on = i.month_starts_on
GROUP BY m.project_id, m.unit, m.ends_on
