/*
clause = "IN-8"
zh = "来电来访客户信息登记"
en = "Customer calls are registered"
each = "request of channel phone or front_desk"
each_zh = "渠道为电话或前台（来访、接待）的建议需求"
due = "eod(received_at)"
due_zh = "受理时间当日结束时"
met = "logged_at ≤ due"
met_zh = "登记时间 ≤ 时限"
source = "requests"
[reads]
requests = ["channel", "received_at", "logged_at"]
*/
SELECT
    r.project_id,
    r.request_id AS record_id,
    eod(r.received_at) AS due_at,
    done_by(r.logged_at, eod(r.received_at)) AS met,
    r.logged_at AS done_at,
    r._row AS source_row
FROM requests AS r
WHERE r.channel IN ('phone', 'front_desk')
