/*
clause = "OC-14"
item = "3.6"
zh = "六月十二月发放问卷"
en = "Surveys go out in June and December"
each = "project, each half-year H"
each_zh = "每个项目，每半年 H"
due = "end(H)"
due_zh = "半年 H 的最后一天终了"
met = "a survey satisfaction with distributed_on in the last month of H"
met_zh = "有一次“业户满意度”调查，发放日期在该半年的最后一个月（六月或十二月）内"
overlaps = ["CC-17", "CU-15"]
reads = { surveys = ["kind", "distributed_on"] }
*/
WITH distributions AS (
    SELECT
        s.project_id,
        s.survey_id,
        CAST(date_trunc('month', s.distributed_on) AS DATE) AS month_starts_on
    FROM surveys AS s
    WHERE
        s.kind = 'satisfaction'
        AND s.distributed_on IS NOT NULL
)

SELECT
    h.project_id,
    h.unit AS record_id,
    unit_end(h.ends_on) AS due_at,
    count(d.survey_id) > 0 AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_halves AS h
LEFT JOIN distributions AS d
    ON
        h.project_id = d.project_id
        AND d.month_starts_on = months_on(h.starts_on, 5)
GROUP BY h.project_id, h.unit, h.ends_on
