/*
clause = "3.1.2"
unit = "0.1"
zh = "每次活动有实施方案"
en = "Each event has a scheme"
each = "event with held_on"
due = "eod(held_on)"
met = "scheme_at ≤ due"
reads = { events = ["held_on", "scheme_at"] }
source = "events"
*/
SELECT
    e.project_id,
    e.event_id AS record_id,
    eod(e.held_on) AS due_at,
    done_by(e.scheme_at, eod(e.held_on)) AS met,
    e.scheme_at AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.held_on IS NOT NULL
