/*
clause = "CC-1"
item = "4.4"
zh = "特约服务回访率不低于90%"
en = "At least 90 % of special services are called back"
each = "project, each month M in which callbacks of home services fall due (days(completed_at, callback_days) in M)"
each_zh = "项目，按月 M，当月有特约服务（居家服务）回访到期（days(完成时间, callback_days) 落在 M 内）"
due = "end(M)"
due_zh = "end(M)，即当月最后一日终了"
met = "at least min_rate of them have a callback service_callback, completed_at ≤ started_at ≤ days(completed_at, callback_days)"
met_zh = "到期的服务单中，至少 min_rate 的单子有居家服务回访（service_callback），且 完成时间 ≤ 回访开始时间 ≤ days(完成时间, callback_days)"
params = { callback_days = 7, min_rate = "0.90" }
sourced = ["min_rate"]
reads = { home_services = ["completed_at"], contacts = ["purpose", "related_id", "started_at"] }
*/
WITH completed AS (
    SELECT
        h.project_id,
        h.service_id,
        h.completed_at,
        days(h.completed_at, $callback_days) AS call_by
    FROM home_services AS h
    WHERE h.completed_at IS NOT NULL
),

owed AS (
    SELECT
        m.project_id,
        m.unit,
        c.service_id,
        c.completed_at,
        c.call_by,
        unit_end(m.ends_on) AS due_at
    FROM owed_months AS m
    INNER JOIN completed AS c
        ON
            m.project_id = c.project_id
            AND m.starts_on = CAST(date_trunc('month', c.call_by) AS DATE)
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE b.purpose = 'service_callback'
),

judged_services AS (
    SELECT
        o.project_id,
        o.unit,
        o.due_at,
        o.service_id,
        bool_or(
            not_after(o.completed_at, b.started_at)
            AND done_by(b.started_at, o.call_by)
        ) AS is_called_back
    FROM owed AS o
    LEFT JOIN callbacks AS b
        ON
            o.project_id = b.project_id
            AND o.service_id = b.related_id
    GROUP BY o.project_id, o.unit, o.due_at, o.service_id
)

SELECT
    j.project_id,
    j.unit AS record_id,
    j.due_at,
    count(*) FILTER (WHERE j.is_called_back) >= $min_rate * count(*) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM judged_services AS j
GROUP BY j.project_id, j.unit, j.due_at
