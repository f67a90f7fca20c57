/*
clause = "EM-8"
zh = "重要岗位离职审计"
en = "Key posts leave with an audit"
each = "staff with key_post and left_on"
each_zh = "重要岗位为“是”且有离职日期的每名员工"
due = "eod(left_on)"
due_zh = "离职日期当天结束前"
met = "document exit_audit with owner_id = staff_id and prepared_at ≤ due"
met_zh = "有责任人为该员工编号的离职审计（exit_audit），编制时间不晚于期限"
source = "staff"
[reads]
staff = ["key_post", "left_on"]
documents = ["kind", "owner_id", "prepared_at"]
*/
WITH key_leavers AS (
    SELECT
        s.project_id,
        s.staff_id,
        eod(s.left_on) AS due_at,
        s._row
    FROM staff AS s
    WHERE
        s.key_post
        AND s.left_on IS NOT NULL
),

audits AS (
    SELECT
        d.project_id,
        d.owner_id,
        d.prepared_at
    FROM documents AS d
    WHERE d.kind = 'exit_audit'
)

SELECT
    s.project_id,
    s.staff_id AS record_id,
    s.due_at,
    bool_or(done_by(a.prepared_at, s.due_at)) AS met,
    min(a.prepared_at) AS done_at,
    s._row AS source_row
FROM key_leavers AS s
LEFT JOIN audits AS a
    ON
        s.project_id = a.project_id
        AND s.staff_id = a.owner_id
GROUP BY s.project_id, s.staff_id, s.due_at, s._row
