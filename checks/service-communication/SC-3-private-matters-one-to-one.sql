/*
clause = "SC-3"
item = "2.11"
zh = "涉隐私沟通一对一"
en = "Private matters stay one-to-one"
each = "contact with sensitive"
each_zh = "涉及隐私为“是”的每次走访回访"
due = "started_at"
due_zh = "开始时间"
met = "mode door, phone, office, letter or online, and no companions"
met_zh = "方式为上门（door）、电话（phone）、办公室／前台（office）、信函（letter）或线上（online），且无同行人"
reads = { contacts = ["mode", "companions", "started_at", "sensitive"] }
source = "contacts"
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    coalesce(c.mode IN ('door', 'phone', 'office', 'letter', 'online'), FALSE)
    AND coalesce(array_length(c.companions), 0) = 0 AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE c.sensitive
