/*
clause = "SV-14"
zh = "急修24小时内回访"
en = "Urgent repairs: a callback within 24 hours"
each = "work order urgent with completed_at"
each_zh = "维修类型为急修且有完成时间的每张维修单"
due = "hours(completed_at, 24)"
due_zh = "完成时间后 24 小时（完成时间只有日期的，自当日终了起算）"
met = "a callback repair_callback of it, mode door or phone, completed_at ≤ started_at ≤ due"
met_zh = "有一次对它的维修回访，方式为上门或电话，开始时间不早于完成时间、不晚于到期时刻"
source = "work_orders"
[reads]
work_orders = ["kind", "completed_at"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH urgent_orders AS (
    SELECT
        w.project_id,
        w.order_id,
        w.completed_at,
        hours(w.completed_at, 24) AS due_at,
        w._row
    FROM work_orders AS w
    WHERE
        w.kind = 'urgent'
        AND w.completed_at IS NOT NULL
),

callbacks AS (
    SELECT
        c.project_id,
        c.related_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.purpose = 'repair_callback'
        AND c.mode IN ('door', 'phone')
)

SELECT
    w.project_id,
    w.order_id AS record_id,
    w.due_at,
    done_by(min(c.started_at), w.due_at) AS met,
    min(c.started_at) AS done_at,
    w._row AS source_row
FROM urgent_orders AS w
LEFT JOIN callbacks AS c
    ON
        w.project_id = c.project_id
        AND w.order_id = c.related_id
        AND not_after(w.completed_at, c.started_at)
GROUP BY w.project_id, w.order_id, w.due_at, w._row
