/*
clause = "HS-4"
zh = "患者满意度每年不少于两次"
en = "Two patient surveys a year"
each = "project, each year Y"
each_zh = "每个项目，每年度 Y"
due = "end(Y)"
due_zh = "Y 的最后一天结束前"
met = "at least 2 surveys of kind patient or satisfaction distributed in Y"
met_zh = "发放日期在 Y 内、调查类型为患者满意度（patient）或业户满意度（satisfaction）的满意度调查至少 2 次"
reads = { surveys = ["kind", "distributed_on"] }
*/
WITH patient_surveys AS (
    SELECT
        s.project_id,
        s.survey_id,
        CAST(date_trunc('year', s.distributed_on) AS DATE) AS year_starts_on
    FROM surveys AS s
    WHERE
        s.kind IN ('patient', 'satisfaction')
        AND s.distributed_on IS NOT NULL
)

SELECT
    y.project_id,
    y.unit AS record_id,
    unit_end(y.ends_on) AS due_at,
    count(s.survey_id) >= 2 AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_years AS y
LEFT JOIN patient_surveys AS s
    ON
        y.project_id = s.project_id
        AND y.starts_on = s.year_starts_on
GROUP BY y.project_id, y.unit, y.ends_on
