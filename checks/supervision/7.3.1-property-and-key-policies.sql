/*
clause = "7.3.1"
unit = "0.1"
zh = "顾客财产与钥匙管理制度"
en = "Property and key policies exist"
each = "project (standing)"
each_zh = "每个项目（持续事项，审计期末判定）"
met = "document customer_property_policy and document key_policy in force at due; a public project of class A: either"
met_zh = "期末有有效的顾客财产管理制度（customer_property_policy）和有效的钥匙管理规定（key_policy）（已审批、已生效、未失效）；A类公共物业项目有其一即可"
source = "documents"
[reads]
projects = ["property_type", "public_class"]
documents = ["kind", "approved_at", "effective_on", "expires_on"]
*/
WITH policies AS (
    SELECT
        s.project_id,
        s.due_at,
        is_class_a(s.property_type, s.public_class) AS one_suffices,
        d.kind,
        d._row,
        document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at) AS in_force,
        CASE WHEN coalesce(d.expires_on >= s.last_day, TRUE) THEN d.approved_at END AS done_at
    FROM standing AS s
    LEFT JOIN documents AS d
        ON
            s.project_id = d.project_id
            AND d.kind IN ('customer_property_policy', 'key_policy')
),

by_project AS (
    SELECT
        p.project_id,
        p.due_at,
        p.one_suffices,
        bool_or(p.in_force AND p.kind = 'customer_property_policy') AS property_met,
        bool_or(p.in_force AND p.kind = 'key_policy') AS key_met,
        min(p.done_at) FILTER (WHERE p.kind = 'customer_property_policy') AS property_done_at,
        min(p.done_at) FILTER (WHERE p.kind = 'key_policy') AS key_done_at,
        max(p._row) FILTER (WHERE NOT p.in_force) AS source_row
    FROM policies AS p
    GROUP BY p.project_id, p.due_at, p.one_suffices
)

SELECT
    b.project_id,
    '' AS record_id,
    b.due_at,
    (b.property_met AND b.key_met) OR (b.one_suffices AND (b.property_met OR b.key_met)) AS met,
    CASE
        WHEN b.one_suffices
            THEN coalesce(least(b.property_done_at, b.key_done_at), b.property_done_at, b.key_done_at)
        WHEN b.property_done_at IS NOT NULL AND b.key_done_at IS NOT NULL
            THEN greatest(b.property_done_at, b.key_done_at)
    END AS done_at,
    b.source_row
FROM by_project AS b
