/*
clause = "4.6.1"
unit = "0.1"
zh = "代管制度与清单已建立"
en = "Custody policy and list exist"
each = "project (standing)"
each_zh = "每个项目（持续事项，审计期末判定）"
met = "document custody_policy and document custody_list in force at due"
met_zh = "期末有有效的物品代管制度（custody_policy）和有效的物品代管清单（custody_list）（已审批、已生效、未失效）"
reads = { documents = ["kind", "approved_at", "effective_on", "expires_on"] }
source = "documents"
*/
WITH custody_documents AS (
    SELECT
        s.project_id,
        s.due_at,
        d.kind,
        d._row,
        document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at) AS in_force,
        CASE WHEN coalesce(d.expires_on >= s.last_day, TRUE) THEN d.approved_at END AS done_at
    FROM standing AS s
    LEFT JOIN documents AS d
        ON
            s.project_id = d.project_id
            AND d.kind IN ('custody_policy', 'custody_list')
),

by_project AS (
    SELECT
        c.project_id,
        c.due_at,
        bool_or(c.in_force AND c.kind = 'custody_policy') AS policy_met,
        bool_or(c.in_force AND c.kind = 'custody_list') AS list_met,
        min(c.done_at) FILTER (WHERE c.kind = 'custody_policy') AS policy_done_at,
        min(c.done_at) FILTER (WHERE c.kind = 'custody_list') AS list_done_at,
        max(c._row) FILTER (WHERE NOT c.in_force) AS source_row
    FROM custody_documents AS c
    GROUP BY c.project_id, c.due_at
)

SELECT
    b.project_id,
    '' AS record_id,
    b.due_at,
    b.policy_met AND b.list_met AS met,
    CASE
        WHEN b.policy_done_at IS NOT NULL AND b.list_done_at IS NOT NULL
            THEN greatest(b.policy_done_at, b.list_done_at)
    END AS done_at,
    b.source_row
FROM by_project AS b
