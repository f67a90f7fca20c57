/*
clause = "3.3.1"
unit = "0.1"
zh = "活动后多渠道宣传"
en = "The event is publicised through several channels"
each = "event with held_on"
each_zh = "有举办日期的每场活动"
due = "days(held_on, publicity_days)"
due_zh = "举办日期后第 publicity_days 天结束前"
met = "publicity_channels has at least min_channels words"
met_zh = "宣传渠道不少于 min_channels 种"
params = { publicity_days = 7, min_channels = 2 }
reads = { events = ["held_on", "publicity_channels"] }
source = "events"
*/
SELECT
    e.project_id,
    e.event_id AS record_id,
    days(e.held_on, $publicity_days) AS due_at,
    coalesce(array_length(list_distinct(e.publicity_channels)) >= $min_channels, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.held_on IS NOT NULL
