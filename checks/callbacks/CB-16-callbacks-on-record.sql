/*
clause = "CB-16"
zh = "回访记录可追溯"
en = "Callbacks are on record"
each = "contact of a callback purpose"
each_zh = "每条目的为投诉回访、建议回访、维修回访、居家服务回访或入住回访的走访回访记录"
due = "started_at"
due_zh = "开始时间"
met = "form_no present"
met_zh = "有记录表编号"
source = "contacts"
[reads]
contacts = ["purpose", "started_at", "form_no"]
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
    c.purpose IN (
        'complaint_callback',
        'request_callback',
        'repair_callback',
        'service_callback',
        'move_in_callback'
    )
