/*
clause = "CU-11"
item = "2.2"
zh = "来电信息记录"
en = "Calls are recorded"
each = "complaint of channel phone or hotline; request of channel phone or hotline"
each_zh = "每件投诉渠道为电话或公司热线的投诉；每条渠道为电话或公司热线的建议需求"
due = "eod(received_at)"
due_zh = "受理当日终了（eod(received_at)）"
met = "logged_at ≤ due"
met_zh = "登记时间 ≤ 应完成时刻"
note = "record ids: complaint:ID, request:ID"
note_zh = "记录编号：complaint:投诉编号、request:需求编号"
source = { complaint = "complaints", request = "requests" }
[reads]
complaints = ["channel", "received_at", "logged_at"]
requests = ["channel", "received_at", "logged_at"]
*/
SELECT
    c.project_id,
    'complaint:' || escaped(c.complaint_id) AS record_id,
    eod(c.received_at) AS due_at,
    done_by(c.logged_at, eod(c.received_at)) AS met,
    c.logged_at AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE c.channel IN ('phone', 'hotline')
UNION ALL
SELECT
    r.project_id,
    'request:' || escaped(r.request_id) AS record_id,
    eod(r.received_at) AS due_at,
    done_by(r.logged_at, eod(r.received_at)) AS met,
    r.logged_at AS done_at,
    r._row AS source_row
FROM requests AS r
WHERE r.channel IN ('phone', 'hotline')
