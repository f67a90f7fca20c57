/*
clause = "CU-5"
item = "3.5"
zh = "访谈记录在案"
en = "Interviews are on the form"
each = "contact of purpose interview"
each_zh = "每条目的为深入访谈的走访回访记录"
due = "started_at"
due_zh = "开始时间（started_at）"
met = "form_no present"
met_zh = "填有记录表编号"
source = "contacts"
reads = { contacts = ["purpose", "started_at", "form_no"] }
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    c.form_no IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE c.purpose = 'interview'
