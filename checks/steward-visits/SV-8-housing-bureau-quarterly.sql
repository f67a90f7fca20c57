/*
clause = "SV-8"
zh = "每季拜访房管局"
en = "The housing bureau each quarter"
each = "project, each quarter Q"
each_zh = "项目，每季 Q"
due = "end(Q)"
due_zh = "Q 季最后一日终了"
met = "a contact with party housing_bureau, staff_role project_manager, started in Q"
met_zh = "Q 季内项目经理与房管局有一次沟通（沟通对象为房管局，岗位为项目经理）"
[reads]
contacts = ["party", "staff_role", "started_at"]
*/
WITH talks AS (
    SELECT
        c.project_id,
        CAST(date_trunc('quarter', c.started_at) AS DATE) AS quarter_starts_on,
        min(c.started_at) AS done_at
    FROM contacts AS c
    WHERE
        c.party = 'housing_bureau'
        AND c.staff_role = 'project_manager'
    GROUP BY c.project_id, CAST(date_trunc('quarter', c.started_at) AS DATE)
)

SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(q.ends_on) AS due_at,
    t.done_at IS NOT NULL AS met,
    t.done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_quarters AS q
LEFT JOIN talks AS t
    ON
        q.project_id = t.project_id
        AND q.starts_on = t.quarter_starts_on
