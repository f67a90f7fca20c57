/*
clause = "OC-22"
item = "3.5"
zh = "客服主管每月访问业户"
en = "The service supervisor visits every month"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "end(M)"
due_zh = "当月 M 最后一天终了"
met = "a contact of purpose visit with staff_role service_supervisor started in M"
met_zh = "当月内有客服主管（岗位为“客服主管”）开始的、目的为“走访”的记录"
reads = { contacts = ["purpose", "staff_role", "started_at"] }
*/
WITH visits AS (
    SELECT
        c.project_id,
        c.contact_id,
        CAST(date_trunc('month', c.started_at) AS DATE) AS month_starts_on
    FROM contacts AS c
    WHERE
        c.purpose = 'visit'
        AND c.staff_role = 'service_supervisor'
)

SELECT
    m.project_id,
    m.unit AS record_id,
    unit_end(m.ends_on) AS due_at,
    count(v.contact_id) > 0 AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_months AS m
LEFT JOIN visits AS v
    ON
        m.project_id = v.project_id
        AND m.starts_on = v.month_starts_on
GROUP BY m.project_id, m.unit, m.ends_on
