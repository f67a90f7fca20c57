/*
clause = "HS-10"
zh = "每年分析地区政策与需求"
en = "A yearly review of policy and needs"
each = "project, each year Y"
each_zh = "每个项目，每年度 Y"
due = "end(Y)"
due_zh = "Y 的最后一天结束前"
met = "a contact with party authority or community started in Y"
met_zh = "开始时间在 Y 内、沟通对象为政府部门（authority）或社区（community）的走访回访记录至少一条"
reads = { contacts = ["party", "started_at"] }
*/
WITH talks AS (
    SELECT
        c.project_id,
        CAST(date_trunc('year', c.started_at) AS DATE) AS year_starts_on,
        min(c.started_at) AS first_at
    FROM contacts AS c
    WHERE c.party IN ('authority', 'community')
    GROUP BY c.project_id, CAST(date_trunc('year', c.started_at) AS DATE)
)

SELECT
    y.project_id,
    y.unit AS record_id,
    unit_end(y.ends_on) AS due_at,
    t.first_at IS NOT NULL AS met,
    t.first_at AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_years AS y
LEFT JOIN talks AS t
    ON
        y.project_id = t.project_id
        AND y.starts_on = t.year_starts_on
