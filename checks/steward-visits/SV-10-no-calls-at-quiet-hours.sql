/*
clause = "SV-10"
item = "3.5"
zh = "电话拜访避开休息与高峰时段"
en = "No calls at rest or rush hours"
each = "contact of purpose visit, mode phone, started_at with a time of day"
each_zh = "目的为走访、方式为电话且开始时间有时刻的每次沟通"
due = "started_at"
due_zh = "开始时间"
met = "time of day of started_at is in none of quiet_hours (start included, end not)"
met_zh = "开始时间的时刻不在 quiet_hours 的任何一段之内（含起点，不含终点）"
params = { quiet_hours = [["00:00", "09:00"], ["12:00", "14:00"], ["17:30", "19:00"], ["21:00", "24:00"]] }
sourced = ["quiet_hours"]
source = "contacts"
[reads]
contacts = ["purpose", "mode", "started_at"]
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    NOT in_hours(c.started_at, $quiet_hours) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE
    c.purpose = 'visit'
    AND c.mode = 'phone'
    AND NOT is_bare(c.started_at)
