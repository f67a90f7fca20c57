/*
clause = "2.10.1"
unit = "0.1"
zh = "建设性建议制定措施并回访"
en = "Constructive requests get a measure and a callback"
each = "request with constructive: #measure; and with closed_at too: #callback"
each_zh = "建设性或合理的每条建议需求：#measure（措施）；其中有关闭时间的，另有 #callback（回访）"
due = "#measure: wd(received_at, measure_working_days); #callback: wd(closed_at, callback_working_days)"
due_zh = "#measure：受理时间后第 measure_working_days 个工作日结束前；#callback：关闭时间后第 callback_working_days 个工作日结束前"
met = "#measure: measure present; #callback: a callback request_callback of it, closed_at ≤ started_at ≤ due"
met_zh = "#measure：有处理措施；#callback：有一条关联单号为该需求编号、目的为建议需求回访（request_callback）的走访回访记录，关闭时间 ≤ 其开始时间 ≤ 期限"
params = { measure_working_days = 5, callback_working_days = 3 }
source = "requests"
[reads]
requests = ["constructive", "received_at", "measure", "closed_at"]
contacts = ["purpose", "related_id", "started_at"]
*/
WITH constructive_requests AS (
    SELECT
        r.project_id,
        r.request_id,
        r.received_at,
        r.measure,
        r.closed_at,
        r._row
    FROM requests AS r
    WHERE r.constructive
),

callbacks AS (
    SELECT
        c.project_id,
        c.related_id,
        c.started_at
    FROM contacts AS c
    WHERE c.purpose = 'request_callback'
),

called_back AS (
    SELECT
        r.project_id,
        r.request_id,
        r._row,
        wd(r.closed_at, $callback_working_days) AS due_at,
        min(c.started_at) AS done_at
    FROM constructive_requests AS r
    LEFT JOIN callbacks AS c
        ON
            r.project_id = c.project_id
            AND r.request_id = c.related_id
            AND not_after(r.closed_at, c.started_at)
    WHERE r.closed_at IS NOT NULL
    GROUP BY r.project_id, r.request_id, r._row, r.closed_at
)

SELECT
    r.project_id,
    tagged(r.request_id, 'measure') AS record_id,
    wd(r.received_at, $measure_working_days) AS due_at,
    r.measure IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    r._row AS source_row
FROM constructive_requests AS r
UNION ALL
SELECT
    b.project_id,
    tagged(b.request_id, 'callback') AS record_id,
    b.due_at,
    done_by(b.done_at, b.due_at) AS met,
    b.done_at,
    b._row AS source_row
FROM called_back AS b
