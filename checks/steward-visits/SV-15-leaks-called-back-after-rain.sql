/*
clause = "SV-15"
zh = "渗漏维修后首个雨天回访"
en = "Leaks: a callback after the first rain"
each = "work order leak or bathroom_leak with completed_at and a later day of rain or storm for its project"
each_zh = "维修类型为渗漏水或卫生间渗漏水、有完成时间，且此后（完成之日以后的日子）该项目有雨或暴雨的每张维修单"
due = "days(the first such day, after_days)"
due_zh = "此后首个雨天之后第 after_days 日终了"
met = "a callback repair_callback of it, mode door or phone, that day ≤ started_at ≤ due"
met_zh = "有一次对它的维修回访，方式为上门或电话，开始时间不早于该雨天、不晚于到期时刻"
params = { after_days = 1 }
source = "work_orders"
[reads]
work_orders = ["kind", "completed_at"]
weather = ["rain"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH leaks AS (
    SELECT
        w.project_id,
        w.order_id,
        CAST(w.completed_at AS DATE) AS completed_on,
        w._row
    FROM work_orders AS w
    WHERE
        w.kind IN ('leak', 'bathroom_leak')
        AND w.completed_at IS NOT NULL
),

rainy_days AS (
    SELECT
        r.project_id,
        r.day
    FROM weather AS r
    WHERE r.rain IN ('rain', 'storm')
),

rained_on AS (
    SELECT
        l.project_id,
        l.order_id,
        l._row,
        min(r.day) AS first_day
    FROM leaks AS l
    INNER JOIN rainy_days AS r
        ON
            l.project_id = r.project_id
            AND l.completed_on < r.day
    GROUP BY l.project_id, l.order_id, l._row
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
),

called_back AS (
    SELECT
        r.project_id,
        r.order_id,
        days(r.first_day, $after_days) AS due_at,
        r._row,
        min(c.started_at) AS done_at
    FROM rained_on AS r
    LEFT JOIN callbacks AS c
        ON
            r.project_id = c.project_id
            AND r.order_id = c.related_id
            AND r.first_day <= CAST(c.started_at AS DATE)
    GROUP BY r.project_id, r.order_id, r.first_day, r._row
)

SELECT
    b.project_id,
    b.order_id AS record_id,
    b.due_at,
    done_by(b.done_at, b.due_at) AS met,
    b.done_at,
    b._row AS source_row
FROM called_back AS b
