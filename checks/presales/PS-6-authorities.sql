/*
clause = "PS-6"
zh = "与主管部门保持联系"
en = "The authorities are kept in touch with"
each = "project, each quarter Q"
each_zh = "每个项目，每季度"
due = "end(Q)"
due_zh = "该季度最后一日的最后一刻"
met = "a contact with party authority, community or housing_bureau started in Q"
met_zh = "该季度内有一次沟通对象为政府部门、社区或房管局的沟通（按开始时间）"
[reads]
contacts = ["party", "started_at"]
*/
WITH talks AS (
    SELECT
        c.project_id,
        c.started_at,
        CAST(date_trunc('quarter', c.started_at) AS DATE) AS quarter_of
    FROM contacts AS c
    WHERE c.party IN ('authority', 'community', 'housing_bureau')
)

SELECT
    u.project_id,
    u.unit AS record_id,
    unit_end(u.ends_on) AS due_at,
    count(c.started_at) > 0 AS met,
    min(c.started_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_quarters AS u
LEFT JOIN talks AS c
    ON
        u.project_id = c.project_id
        AND u.starts_on = c.quarter_of
GROUP BY u.project_id, u.unit, u.ends_on
