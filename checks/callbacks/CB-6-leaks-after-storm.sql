/*
clause = "CB-6"
zh = "渗漏维修经暴雨后回访"
en = "Leaks: a callback after the first rainstorm"
each = "work order leak with completed_at and a later day of rain storm for its project"
each_zh = "每张维修类型为渗漏水、已有完成时间的维修单，且该项目在完成日之后有降雨为暴雨的一天"
due = "days(the first such day, after_days)"
due_zh = "完成日之后首个暴雨日之后第 after_days 天的最后一刻"
met = "a callback repair_callback of it, mode door, that day ≤ started_at ≤ due"
met_zh = "有一次目的为维修回访、关联单号为该维修单号的回访，方式为上门，该暴雨日 ≤ 回访开始时间 ≤ 到期"
params = { after_days = 3 }
source = "work_orders"
[reads]
work_orders = ["kind", "completed_at"]
weather = ["rain"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH completed AS (
    SELECT
        w.project_id,
        w.order_id,
        w._row,
        min(s.day) AS stormed_on
    FROM work_orders AS w
    INNER JOIN weather AS s
        ON
            w.project_id = s.project_id
            AND s.rain = 'storm'
            AND CAST(w.completed_at AS DATE) < s.day
    WHERE w.kind = 'leak'
    GROUP BY w.project_id, w.order_id, w._row
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'repair_callback'
        AND b.mode = 'door'
),

called_back AS (
    SELECT
        w.project_id,
        w.order_id,
        days(w.stormed_on, $after_days) AS due_at,
        w._row,
        min(b.started_at) FILTER (WHERE CAST(b.started_at AS DATE) >= w.stormed_on) AS done_at
    FROM completed AS w
    LEFT JOIN callbacks AS b
        ON
            w.project_id = b.project_id
            AND w.order_id = b.related_id
    GROUP BY w.project_id, w.order_id, w.stormed_on, w._row
)

SELECT
    w.project_id,
    w.order_id AS record_id,
    w.due_at,
    done_by(w.done_at, w.due_at) AS met,
    w.done_at,
    w._row AS source_row
FROM called_back AS w
