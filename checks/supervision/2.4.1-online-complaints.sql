/*
clause = "2.4.1"
unit = "0.1"
zh = "网络投诉一个工作日内回应、专人跟进并记录"
en = "Online complaints: answered within one working day, followed up, logged"
each = "complaint of an online channel"
each_zh = "投诉渠道为线上（网络 online、APP app、微信 wechat 或邮件 email）的每宗投诉"
due = "wd(received_at, 1)"
due_zh = "受理时间后第 1 个工作日结束前"
met = "responded_at ≤ due and handler_id present and logged_at ≤ due"
met_zh = "回应时间不晚于期限，有处理人，且登记时间不晚于期限"
reads = { complaints = ["channel", "received_at", "responded_at", "handler_id", "logged_at"] }
source = "complaints"
*/
WITH online AS (
    SELECT
        c.project_id,
        c.complaint_id,
        wd(c.received_at, 1) AS due_at,
        CASE
            WHEN c.handler_id IS NOT NULL AND c.responded_at IS NOT NULL AND c.logged_at IS NOT NULL
                THEN greatest(c.responded_at, c.logged_at)
        END AS done_at,
        c._row
    FROM complaints AS c
    WHERE is_online(c.channel)
)

SELECT
    o.project_id,
    o.complaint_id AS record_id,
    o.due_at,
    done_by(o.done_at, o.due_at) AS met,
    o.done_at,
    o._row AS source_row
FROM online AS o
