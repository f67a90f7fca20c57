/*
clause = "HS-1"
zh = "来电来信逐件登记、记处理结果"
en = "Calls and letters are registered in full"
each = "complaint of channel phone, hotline, letter or suggestion_box: #registered; and with closed_at: #result"
each_zh = "投诉渠道为电话（phone）、公司热线（hotline）、信函（letter）或意见箱（suggestion_box）的每宗投诉：#registered（登记）；其中已有关闭时间的，另有 #result（结果）"
due = "#registered: wd(received_at, register_working_days); #result: closed_at"
due_zh = "#registered：受理时间后第 register_working_days 个工作日结束前；#result：关闭时间"
met = "#registered: logged_at ≤ due, summary and handler_id present; #result: result present"
met_zh = "#registered：登记时间不晚于期限，且有投诉内容和处理人；#result：有处理结果"
params = { register_working_days = 1 }
source = "complaints"
[reads]
complaints = ["channel", "received_at", "logged_at", "summary", "handler_id", "closed_at", "result"]
*/
WITH calls_and_letters AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.received_at,
        c.closed_at,
        c.result,
        c._row,
        wd(c.received_at, $register_working_days) AS register_by,
        CASE WHEN c.summary IS NOT NULL AND c.handler_id IS NOT NULL THEN c.logged_at END AS registered_at
    FROM complaints AS c
    WHERE c.channel IN ('phone', 'hotline', 'letter', 'suggestion_box')
)

SELECT
    r.project_id,
    tagged(r.complaint_id, 'registered') AS record_id,
    r.register_by AS due_at,
    done_by(r.registered_at, r.register_by) AS met,
    r.registered_at AS done_at,
    r._row AS source_row
FROM calls_and_letters AS r
UNION ALL
SELECT
    r.project_id,
    tagged(r.complaint_id, 'result') AS record_id,
    CASE WHEN is_before(r.closed_at, r.received_at) THEN r.received_at ELSE r.closed_at END AS due_at,
    r.result IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    r._row AS source_row
FROM calls_and_letters AS r
WHERE r.closed_at IS NOT NULL
