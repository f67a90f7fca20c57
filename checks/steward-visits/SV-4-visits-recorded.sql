/*
clause = "SV-4"
item = "3.5"
zh = "拜访登记"
en = "Visits are recorded"
each = "contact of purpose visit by steward or chief_steward"
each_zh = "管家或大管家所做的每次目的为走访的沟通"
due = "started_at"
due_zh = "开始时间"
met = "form_no present"
met_zh = "记录表编号已填写"
source = "contacts"
[reads]
contacts = ["purpose", "staff_role", "started_at", "form_no"]
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    c.form_no IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE
    c.purpose = 'visit'
    AND c.staff_role IN ('steward', 'chief_steward')
