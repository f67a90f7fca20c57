/*
clause = "CI-1"
item = "2.2"
zh = "书面投诉要素齐全"
en = "Written complaints state who, where and what"
each = "complaint of channel letter"
each_zh = "每条投诉渠道为信函的投诉"
due = "received_at"
due_zh = "受理时间"
met = "household_id, complainant_name, complainant_phone and summary present"
met_zh = "业户编号、投诉人、投诉人电话和投诉内容齐全"
source = "complaints"
[reads]
complaints = ["channel", "received_at", "household_id", "complainant_name", "complainant_phone", "summary"]
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.received_at AS due_at,
    c.household_id IS NOT NULL
    AND c.complainant_name IS NOT NULL
    AND c.complainant_phone IS NOT NULL
    AND c.summary IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE c.channel = 'letter'
