/*
clause = "EM-5"
zh = "每年单独沟通两小时以上"
en = "Two hours one-to-one a year"
each = "staff with joined_on absent or before Y and left_on absent or after Y, each year Y"
each_zh = "每年 Y，入职日期空白或早于 Y、且离职日期空白或晚于 Y 的每名员工"
due = "end(Y)"
due_zh = "Y 的最后一天结束前"
met = "a meeting one_on_one with that staff_id held in Y with duration_min ≥ min_minutes"
met_zh = "有员工编号为该员工、召开时间在 Y 之内的单独沟通（one_on_one），一次时长达到 min_minutes 分钟"
params = { min_minutes = 120 }
sourced = ["min_minutes"]
note = "record id is staff_id#Y"
note_zh = "记录编号为“员工编号#Y”"
source = "staff"
[reads]
staff = ["joined_on", "left_on"]
meetings = ["kind", "staff_id", "held_at", "duration_min"]
*/
WITH staff_years AS (
    SELECT
        y.project_id,
        y.unit,
        y.starts_on,
        y.ends_on,
        s.staff_id,
        unit_end(y.ends_on) AS due_at,
        s._row
    FROM owed_years AS y
    INNER JOIN staff AS s ON y.project_id = s.project_id
    WHERE
        coalesce(s.joined_on < y.starts_on, TRUE)
        AND coalesce(s.left_on > y.ends_on, TRUE)
),

long_talks AS (
    SELECT
        m.project_id,
        m.staff_id,
        m.held_at
    FROM meetings AS m
    WHERE
        m.kind = 'one_on_one'
        AND m.duration_min >= $min_minutes
)

SELECT
    s.project_id,
    tagged(s.staff_id, s.unit) AS record_id,
    s.due_at,
    count(t.held_at) > 0 AS met,
    min(t.held_at) AS done_at,
    s._row AS source_row
FROM staff_years AS s
LEFT JOIN long_talks AS t
    ON
        s.project_id = t.project_id
        AND s.staff_id = t.staff_id
        AND during(t.held_at, s.starts_on, s.ends_on)
GROUP BY s.project_id, s.staff_id, s.unit, s.due_at, s._row
