/*
clause = "CC-12"
item = "3.9"
zh = "每半年召开恳谈会"
en = "An owners' forum every half-year"
each = "project, each half-year H"
each_zh = "项目，按半年 H"
due = "end(H)"
due_zh = "end(H)，即半年最后一日终了"
met = "a meeting owners_forum held in H"
met_zh = "有召开时间在 H 内的业主恳谈会（owners_forum）"
postpone = "executive"
reads = { meetings = ["kind", "held_at"] }
*/
SELECT
    h.project_id,
    h.unit AS record_id,
    unit_end(h.ends_on) AS due_at,
    count(m.held_at) > 0 AS met,
    min(m.held_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_halves AS h
LEFT JOIN meetings AS m
    ON
        h.project_id = m.project_id
        AND m.kind = 'owners_forum'
        AND during(m.held_at, h.starts_on, h.ends_on)
GROUP BY h.project_id, h.unit, h.ends_on
