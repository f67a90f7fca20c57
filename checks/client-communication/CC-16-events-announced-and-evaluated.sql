/*
clause = "CC-16"
item = "3.1"
zh = "活动前书面通知、后评估"
en = "Events are announced in writing and evaluated"
each = "event with held_on"
each_zh = "有举办日期的社区活动"
due = "days(held_on, evaluation_days)"
due_zh = "days(举办日期, evaluation_days)，即举办后第 evaluation_days 日终了"
met = "notice_published_at < start of held_on and evaluated_at ≤ due"
met_zh = "通知时间 < 举办日期当日零时，且 评估时间 ≤ 截止"
params = { evaluation_days = 15 }
reads = { events = ["notice_published_at", "held_on", "evaluated_at"] }
source = "events"
*/
WITH held_events AS (
    SELECT
        e.project_id,
        e.event_id,
        e.evaluated_at,
        e._row,
        days(e.held_on, $evaluation_days) AS due_at,
        coalesce(e.notice_published_at < CAST(e.held_on AS TIMESTAMP), FALSE) AS is_announced
    FROM events AS e
    WHERE e.held_on IS NOT NULL
)

SELECT
    h.project_id,
    h.event_id AS record_id,
    h.due_at,
    h.is_announced AND done_by(h.evaluated_at, h.due_at) AS met,
    CASE WHEN h.is_announced THEN h.evaluated_at END AS done_at,
    h._row AS source_row
FROM held_events AS h
