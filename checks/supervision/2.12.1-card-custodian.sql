/*
clause = "2.12.1"
unit = "0.1"
zh = "IC卡授权发放有专人"
en = "A named person issues access cards"
each = "project (standing)"
each_zh = "每个项目（持续事项，审计期末判定）"
met = "document card_custodian in force at due"
met_zh = "期末有有效的IC卡管理人任命（card_custodian）（已审批、已生效、未失效）"
reads = { documents = ["kind", "approved_at", "effective_on", "expires_on"] }
*/
SELECT
    s.project_id,
    '' AS record_id,
    s.due_at,
    bool_or(document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at)) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM standing AS s
LEFT JOIN documents AS d ON s.project_id = d.project_id AND d.kind = 'card_custodian'
GROUP BY s.project_id, s.due_at
