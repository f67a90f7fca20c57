/*
clause = "OC-11"
item = "3.5"
zh = "上门访问先预约并准时"
en = "Door visits keep an appointment"
each = "contact of purpose visit, mode door"
each_zh = "每条目的为“走访”、方式为“上门”的记录"
due = "started_at"
due_zh = "走访的开始时间"
met = "appointment_at present and |started_at − appointment_at| ≤ tolerance_minutes"
met_zh = "有预约时间，且开始时间与预约时间相差不超过 tolerance_minutes 分钟；两者之一只有日期的，须为同一天"
params = { tolerance_minutes = 30 }
reads = { contacts = ["purpose", "mode", "appointment_at", "started_at"] }
source = "contacts"
*/
WITH door_visits AS (
    SELECT
        c.project_id,
        c.contact_id,
        c.appointment_at,
        c.started_at,
        to_microseconds(CAST($tolerance_minutes * 60000000 AS BIGINT)) AS tolerance,
        c._row
    FROM contacts AS c
    WHERE
        c.purpose = 'visit'
        AND c.mode = 'door'
)

SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    CASE
        WHEN is_bare(c.started_at) OR is_bare(c.appointment_at)
            THEN CAST(c.started_at AS DATE) = CAST(c.appointment_at AS DATE)
        ELSE
            c.started_at <= c.appointment_at + c.tolerance
            AND c.appointment_at <= c.started_at + c.tolerance
    END AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM door_visits AS c
