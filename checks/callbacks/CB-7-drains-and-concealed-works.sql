/*
clause = "CB-7"
zh = "管道堵塞与隐蔽工程三天内回访"
en = "Drains and concealed works: a callback within three days"
each = "work order bathroom_leak, drain_blockage or concealed with completed_at"
each_zh = "每张维修类型为卫生间渗漏水、管道堵塞或隐蔽工程、已有完成时间的维修单"
due = "days(completed_at, 3)"
due_zh = "完成时间之后第 3 天的最后一刻"
met = "a callback repair_callback of it, mode door or phone, completed_at ≤ started_at ≤ due"
met_zh = "有一次目的为维修回访、关联单号为该维修单号的回访，方式为上门或电话，完成时间 ≤ 回访开始时间 ≤ 到期"
source = "work_orders"
[reads]
work_orders = ["kind", "completed_at"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH completed AS (
    SELECT
        w.project_id,
        w.order_id,
        w.completed_at,
        days(w.completed_at, 3) AS due_at,
        w._row
    FROM work_orders AS w
    WHERE
        w.kind IN ('bathroom_leak', 'drain_blockage', 'concealed')
        AND w.completed_at IS NOT NULL
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'repair_callback'
        AND b.mode IN ('door', 'phone')
),

called_back AS (
    SELECT
        w.project_id,
        w.order_id,
        w.due_at,
        w._row,
        min(b.started_at) FILTER (WHERE not_after(w.completed_at, b.started_at)) AS done_at
    FROM completed AS w
    LEFT JOIN callbacks AS b
        ON
            w.project_id = b.project_id
            AND w.order_id = b.related_id
    GROUP BY w.project_id, w.order_id, w.due_at, w._row
)

SELECT
    w.project_id,
    w.order_id AS record_id,
    w.due_at,
    done_by(w.done_at, w.due_at) AS met,
    w.done_at,
    w._row AS source_row
FROM called_back AS w
