/*
clause = "CU-21"
item = "2.4"
zh = "平台诉求及时转达"
en = "Platform requests are passed on"
each = "complaint of an online channel; request of an online channel"
each_zh = "每件网络渠道（网络、APP、微信、邮件）的投诉；每条网络渠道的建议需求"
due = "wd(received_at, pass_working_days)"
due_zh = "受理时间后第 pass_working_days 个工作日终了（wd(received_at, pass_working_days)）"
met = "forwarded_at ≤ due"
met_zh = "传递时间 ≤ 应完成时刻"
params = { pass_working_days = 1 }
note = "record ids: complaint:ID, request:ID"
note_zh = "记录编号：complaint:投诉编号、request:需求编号"
source = { complaint = "complaints", request = "requests" }
[reads]
complaints = ["channel", "received_at", "forwarded_at"]
requests = ["channel", "received_at", "forwarded_at"]
*/
SELECT
    c.project_id,
    'complaint:' || escaped(c.complaint_id) AS record_id,
    wd(c.received_at, $pass_working_days) AS due_at,
    done_by(c.forwarded_at, wd(c.received_at, $pass_working_days)) AS met,
    c.forwarded_at AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE is_online(c.channel)
UNION ALL
SELECT
    r.project_id,
    'request:' || escaped(r.request_id) AS record_id,
    wd(r.received_at, $pass_working_days) AS due_at,
    done_by(r.forwarded_at, wd(r.received_at, $pass_working_days)) AS met,
    r.forwarded_at AS done_at,
    r._row AS source_row
FROM requests AS r
WHERE is_online(r.channel)
