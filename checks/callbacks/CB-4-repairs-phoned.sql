/*
clause = "CB-4"
zh = "日常维修次日电话回访不低于70%"
en = "At least 70 % of repairs are phoned by the next day"
each = "project, each month M in which callbacks of general work orders fall due (days(completed_at, 1) in M)"
each_zh = "每个项目，每月：该月内有一般维修单的回访到期（完成时间次日在该月内）"
due = "end(M)"
due_zh = "该月最后一日的最后一刻"
met = "at least min_rate of them have a callback repair_callback, mode phone, completed_at ≤ started_at ≤ days(completed_at, 1)"
met_zh = "这些维修单中，有目的为维修回访、关联单号为该维修单号、方式为电话且完成时间 ≤ 回访开始时间 ≤ 完成次日最后一刻的回访的，比例不低于 min_rate"
params = { min_rate = "0.70" }
sourced = ["min_rate"]
[reads]
work_orders = ["kind", "completed_at"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH completed AS (
    SELECT
        w.project_id,
        w.order_id,
        w.completed_at,
        days(w.completed_at, 1) AS call_by
    FROM work_orders AS w
    WHERE
        w.kind = 'general'
        AND w.completed_at IS NOT NULL
),

owed AS (
    SELECT
        m.project_id,
        m.unit,
        c.order_id,
        c.completed_at,
        c.call_by,
        unit_end(m.ends_on) AS due_at
    FROM owed_months AS m
    INNER JOIN completed AS c
        ON
            m.project_id = c.project_id
            AND m.starts_on = CAST(date_trunc('month', c.call_by) AS DATE)
),

phone_callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'repair_callback'
        AND b.mode = 'phone'
),

judged_orders AS (
    SELECT
        o.project_id,
        o.unit,
        o.due_at,
        o.order_id,
        bool_or(
            not_after(o.completed_at, b.started_at)
            AND done_by(b.started_at, o.call_by)
        ) AS is_called_back
    FROM owed AS o
    LEFT JOIN phone_callbacks AS b
        ON
            o.project_id = b.project_id
            AND o.order_id = b.related_id
    GROUP BY o.project_id, o.unit, o.due_at, o.order_id
)

SELECT
    j.project_id,
    j.unit AS record_id,
    j.due_at,
    count(*) FILTER (WHERE j.is_called_back) >= $min_rate * count(*) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM judged_orders AS j
GROUP BY j.project_id, j.unit, j.due_at
