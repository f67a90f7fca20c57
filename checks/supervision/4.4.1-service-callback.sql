/*
clause = "4.4.1"
unit = "0.1"
zh = "居家服务回访达到比例并记录评价"
en = "Enough services are called back, and rated"
each = "project, each month M in which callbacks fall due (days(completed_at, callback_days) in M for at least one service)"
each_zh = "每个项目，每月 M，以有回访在该月到期为限（至少一项居家服务的 days(完成时间, callback_days)，即完成时间后第 callback_days 天结束，在 M 内）"
due = "end(M)"
due_zh = "M 最后一天结束前"
met = "of those services at least min_rate have a callback service_callback with completed_at ≤ started_at ≤ days(completed_at, callback_days) and rated_timeliness, rated_skill and rated_attitude present"
met_zh = "这些服务中，有居家服务回访（service_callback）且完成时间 ≤ 回访开始时间 ≤ 完成时间后第 callback_days 天结束、及时性评分、技能评分和态度评分齐全的，其比例不低于 min_rate"
params = { callback_days = 7, min_rate = "0.90" }
overlaps = ["CC-1"]
note = "The source says 'a certain ratio'; 90 % is the figure that the seed 000, part 10, gives for special services."
note_zh = "原文为“一定比例”；90% 取自资料 000 第 10 部分对特约服务规定的比例。"
[reads]
home_services = ["completed_at"]
contacts = ["purpose", "related_id", "started_at", "rated_timeliness", "rated_skill", "rated_attitude"]
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

rated_callbacks AS (
    SELECT
        c.project_id,
        c.related_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.purpose = 'service_callback'
        AND c.rated_timeliness IS NOT NULL
        AND c.rated_skill IS NOT NULL
        AND c.rated_attitude IS NOT NULL
),

judged_services AS (
    SELECT
        o.project_id,
        o.unit,
        o.due_at,
        o.service_id,
        bool_or(
            not_after(o.completed_at, r.started_at)
            AND done_by(r.started_at, o.call_by)
        ) AS is_called_back
    FROM owed AS o
    LEFT JOIN rated_callbacks AS r
        ON
            o.project_id = r.project_id
            AND o.service_id = r.related_id
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
