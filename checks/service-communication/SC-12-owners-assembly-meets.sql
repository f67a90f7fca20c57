/*
clause = "SC-12"
item = "5.3"
zh = "按规定召开业主大会"
en = "The owners' assembly meets"
each = "project, each year Y"
each_zh = "每个项目，每年 Y"
due = "end(Y)"
due_zh = "Y 的最后一天结束前"
met = "a meeting owners_assembly held in Y"
met_zh = "有召开时间在 Y 之内的业主大会（owners_assembly）"
postpone = "executive"
reads = { meetings = ["kind", "held_at"] }
source = "meetings"
*/
WITH years_owed AS (
    SELECT
        y.project_id,
        y.unit,
        y.starts_on,
        y.ends_on,
        unit_end(y.ends_on) AS due_at
    FROM owed_years AS y
),

assemblies AS (
    SELECT
        m.project_id,
        m.held_at,
        m._row
    FROM meetings AS m
    WHERE m.kind = 'owners_assembly'
)

SELECT
    y.project_id,
    y.unit AS record_id,
    y.due_at,
    count(a.held_at) > 0 AS met,
    min(a.held_at) AS done_at,
    min(a._row) AS source_row
FROM years_owed AS y
LEFT JOIN assemblies AS a
    ON
        y.project_id = a.project_id
        AND during(a.held_at, y.starts_on, y.ends_on)
GROUP BY y.project_id, y.unit, y.due_at
