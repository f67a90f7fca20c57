/*
clause = "2.1.4"
unit = "0.2"
zh = "信息保密制度与信息处理流程已建立"
en = "Confidentiality policy and information process exist"
each = "project (standing)"
each_zh = "每个项目（持续事项，审计期末判定）"
met = "document confidentiality_policy and document information_process in force at due"
met_zh = "期末有有效的保密制度（confidentiality_policy）和有效的信息处理流程（information_process）（已审批、已生效、未失效）"
reads = { documents = ["kind", "approved_at", "effective_on", "expires_on"] }
*/
WITH papers AS (
    SELECT
        d.project_id,
        d.kind,
        d.approved_at,
        document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at) AS is_in_force,
        -- What was approved only after the due moment counts as done late.
        document_in_force(
            d.approved_at, d.effective_on, d.expires_on, greatest(d.approved_at, s.due_at)
        ) AS is_there
    FROM standing AS s
    INNER JOIN documents AS d ON s.project_id = d.project_id
    WHERE d.kind IN ('confidentiality_policy', 'information_process')
),

kinds AS (
    SELECT
        p.project_id,
        p.kind,
        bool_or(p.is_in_force) AS is_in_force,
        min(p.approved_at) FILTER (WHERE p.is_there) AS there_at
    FROM papers AS p
    GROUP BY p.project_id, p.kind
)

SELECT
    s.project_id,
    '' AS record_id,
    s.due_at,
    count(*) FILTER (WHERE k.is_in_force) = 2 AS met,
    CASE WHEN count(k.there_at) = 2 THEN max(k.there_at) END AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM standing AS s
LEFT JOIN kinds AS k ON s.project_id = k.project_id
GROUP BY s.project_id, s.due_at
