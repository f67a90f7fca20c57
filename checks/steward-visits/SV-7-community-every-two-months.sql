/*
clause = "SV-7"
zh = "每两月与社区交流"
en = "The community every two months"
each = "project, each pair of months (January–February, …)"
each_zh = "项目，每两个月（一至二月、三至四月……）"
due = "end of the pair"
due_zh = "该两个月的最后一日终了"
met = "a contact with party community, staff_role project_manager, started in it"
met_zh = "该两个月内项目经理与社区有一次沟通（沟通对象为社区，岗位为项目经理）"
[reads]
contacts = ["party", "staff_role", "started_at"]
*/
WITH talks AS (
    SELECT
        c.project_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.party = 'community'
        AND c.staff_role = 'project_manager'
)

SELECT
    p.project_id,
    p.unit AS record_id,
    unit_end(p.ends_on) AS due_at,
    count(t.started_at) > 0 AS met,
    min(t.started_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_pairs AS p
LEFT JOIN talks AS t
    ON
        p.project_id = t.project_id
        AND during(t.started_at, p.starts_on, p.ends_on)
GROUP BY p.project_id, p.unit, p.ends_on
