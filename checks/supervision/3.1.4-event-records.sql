/*
clause = "3.1.4"
unit = "0.1"
zh = "活动记录与资料收集"
en = "Event records are kept"
each = "event with held_on"
each_zh = "有举办日期的每场活动"
due = "days(held_on, archive_days)"
due_zh = "举办日期后第 archive_days 天结束前"
met = "records_archived"
met_zh = "资料已归档"
params = { archive_days = 7 }
reads = { events = ["held_on", "records_archived"] }
source = "events"
*/
SELECT
    e.project_id,
    e.event_id AS record_id,
    days(e.held_on, $archive_days) AS due_at,
    coalesce(e.records_archived, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.held_on IS NOT NULL
