/*
clause = "SH-3"
zh = "网络与电子信箱随时答复"
en = "Online and mail are answered promptly"
each = "request of an online channel"
each_zh = "渠道为线上（网络 online、APP app、微信 wechat 或邮件 email）的每条建议需求"
due = "wd(received_at, response_working_days)"
due_zh = "受理时间后第 response_working_days 个工作日结束前"
met = "responded_at ≤ due"
met_zh = "回应时间不晚于期限"
params = { response_working_days = 1 }
reads = { requests = ["channel", "received_at", "responded_at"] }
source = "requests"
*/
SELECT
    r.project_id,
    r.request_id AS record_id,
    wd(r.received_at, $response_working_days) AS due_at,
    done_by(r.responded_at, wd(r.received_at, $response_working_days)) AS met,
    r.responded_at AS done_at,
    r._row AS source_row
FROM requests AS r
WHERE is_online(r.channel)
