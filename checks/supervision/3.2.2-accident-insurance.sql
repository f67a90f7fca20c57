/*
clause = "3.2.2"
unit = "0.1"
zh = "购买意外责任险"
en = "Accident insurance is bought"
each = "event with held_on"
each_zh = "有举办日期的每场活动"
due = "eod(held_on)"
due_zh = "举办日期当天结束前"
met = "insured"
met_zh = "已投保意外责任险"
reads = { events = ["held_on", "insured"] }
source = "events"
*/
SELECT
    e.project_id,
    e.event_id AS record_id,
    eod(e.held_on) AS due_at,
    coalesce(e.insured, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.held_on IS NOT NULL
