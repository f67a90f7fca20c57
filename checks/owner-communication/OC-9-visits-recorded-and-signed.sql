/*
clause = "OC-9"
item = "3.5"
zh = "访问有记录并请业户签名"
en = "Visits are recorded and signed"
each = "contact of purpose visit"
each_zh = "每条目的为“走访”的记录"
due = "started_at"
due_zh = "走访的开始时间"
met = "form_no present; and where mode door, office or outdoor: signed or signature_refused"
met_zh = "有记录表编号；方式为“上门”“办公室/前台”或“户外”的，还须业户签名或注明拒绝签名"
reads = { contacts = ["purpose", "mode", "started_at", "form_no", "signed", "signature_refused"] }
source = "contacts"
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    c.started_at AS due_at,
    c.form_no IS NOT NULL
    AND (
        NOT coalesce(c.mode IN ('door', 'office', 'outdoor'), FALSE)
        OR coalesce(c.signed, FALSE)
        OR coalesce(c.signature_refused, FALSE)
    ) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE c.purpose = 'visit'
