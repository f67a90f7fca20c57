/*
clause = "SS-12"
item = "3.6"
zh = "上门访谈先联系"
en = "Door interviews are arranged first"
each = "contact of purpose survey, mode door"
each_zh = "目的为满意度调查、方式为上门的走访回访记录"
due = "started_at"
due_zh = "开始时间"
met = "appointment_at present"
met_zh = "有预约时间"
overlaps = ["CC-19"]
source = "contacts"
[reads]
contacts = ["purpose", "mode", "appointment_at", "started_at"]
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    c.appointment_at IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE
    c.purpose = 'survey'
    AND c.mode = 'door'
