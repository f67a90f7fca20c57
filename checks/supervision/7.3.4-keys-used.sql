/*
clause = "7.3.4"
unit = "0.1"
zh = "钥匙专人管理，动用经授权并记录"
en = "Keys have a custodian; each use was authorised and recorded"
each = "project (standing), record #custodian; and each keys row, action use"
each_zh = "每个项目（持续事项，审计期末判定），记录 #custodian（管理人）；以及操作为动用（use）的每条钥匙记录"
due = "#custodian: the period's end; use: acted_at"
due_zh = "#custodian：审计期末；动用：动用时间"
met = "#custodian: document key_custodian in force at due; use: authorised_at ≤ acted_at and recorded"
met_zh = "#custodian：期末有有效的钥匙管理人任命（key_custodian）（已审批、已生效、未失效）；动用：顾客授权时间不晚于动用时间，且有记录"
source = "keys"
[reads]
documents = ["kind", "approved_at", "effective_on", "expires_on"]
keys = ["action", "acted_at", "authorised_at", "recorded"]
*/
WITH custodians AS (
    SELECT
        s.project_id,
        s.due_at,
        bool_or(document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at)) AS met,
        min(d.approved_at) FILTER (WHERE coalesce(d.expires_on >= s.last_day, TRUE)) AS done_at
    FROM standing AS s
    LEFT JOIN documents AS d
        ON
            s.project_id = d.project_id
            AND d.kind = 'key_custodian'
    GROUP BY s.project_id, s.due_at
)

SELECT
    c.project_id,
    '#custodian' AS record_id,
    c.due_at,
    c.met,
    c.done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM custodians AS c
UNION ALL
SELECT
    k.project_id,
    k.record_id,
    k.acted_at AS due_at,
    not_after(k.authorised_at, k.acted_at) AND k.recorded AS met,
    CASE WHEN k.recorded THEN k.authorised_at END AS done_at,
    k._row AS source_row
FROM keys AS k
WHERE k.action = 'use'
