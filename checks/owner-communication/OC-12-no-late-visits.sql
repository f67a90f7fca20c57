/*
clause = "OC-12"
item = "3.5"
zh = "22点后不上门"
en = "No door visit after 22:00"
each = "contact of purpose visit, mode door, started_at with a time of day"
each_zh = "每条目的为“走访”、方式为“上门”、开始时间写明时刻的记录（只有日期的不计）"
due = "started_at"
due_zh = "走访的开始时间"
met = "earliest ≤ time of day of started_at ≤ latest"
met_zh = "开始时刻不早于 earliest 且不晚于 latest"
params = { earliest = "07:00", latest = "22:00" }
sourced = ["latest"]
reads = { contacts = ["purpose", "mode", "started_at"] }
source = "contacts"
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    CAST(c.started_at AS TIME) BETWEEN CAST($earliest AS TIME) AND CAST($latest AS TIME) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE
    c.purpose = 'visit'
    AND c.mode = 'door'
    AND NOT is_bare(c.started_at)
