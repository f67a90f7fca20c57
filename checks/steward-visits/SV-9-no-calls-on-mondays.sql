/*
clause = "SV-9"
item = "3.5"
zh = "电话拜访避开周一"
en = "No visiting calls on Mondays"
each = "contact of purpose visit, mode phone, started_at with a time of day or without"
each_zh = "目的为走访、方式为电话的每次沟通，开始时间有无时刻均计"
due = "started_at"
due_zh = "开始时间"
met = "started_at is not on a Monday"
met_zh = "开始时间不在星期一"
source = "contacts"
[reads]
contacts = ["purpose", "mode", "started_at"]
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    isodow(c.started_at) <> 1 AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE
    c.purpose = 'visit'
    AND c.mode = 'phone'
