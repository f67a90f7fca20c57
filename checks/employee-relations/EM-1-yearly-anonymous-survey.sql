/*
clause = "EM-1"
zh = "每年不记名意见调查"
en = "A yearly anonymous survey"
each = "project, each year Y"
each_zh = "每个项目，每年 Y"
due = "end(Y)"
due_zh = "Y 的最后一天结束前"
met = "a survey employee with distributed_on in Y and anonymous"
met_zh = "有发放日期在 Y 之内的员工满意度调查（employee），且不记名"
reads = { surveys = ["kind", "anonymous", "distributed_on"] }
source = "surveys"
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

employee_surveys AS (
    SELECT
        s.project_id,
        s.distributed_on,
        coalesce(s.anonymous, FALSE) AS anonymous,
        s._row
    FROM surveys AS s
    WHERE s.kind = 'employee'
)

SELECT
    y.project_id,
    y.unit AS record_id,
    y.due_at,
    coalesce(bool_or(s.anonymous), FALSE) AS met,
    CAST(min(s.distributed_on) FILTER (WHERE s.anonymous) AS TIMESTAMP) AS done_at,
    min(s._row) AS source_row
FROM years_owed AS y
LEFT JOIN employee_surveys AS s
    ON
        y.project_id = s.project_id
        AND during(s.distributed_on, y.starts_on, y.ends_on)
GROUP BY y.project_id, y.unit, y.due_at
