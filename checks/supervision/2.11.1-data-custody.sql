/*
clause = "2.11.1"
unit = "0.1"
zh = "顾客资料专人保管、查阅经批准"
en = "Customer data has a custodian; every access was approved"
each = "project (standing), record #custodian; and each data_access"
due = "#custodian: the period's end; access: accessed_at"
met = "#custodian: document data_custodian in force at due; access: approved_by_role is a unit head and approved_at ≤ accessed_at"
source = "data_access"
[reads]
documents = ["kind", "approved_at", "effective_on", "expires_on"]
data_access = ["accessed_at", "approved_by_role", "approved_at"]
*/
SELECT
    s.project_id,
    '#custodian' AS record_id,
    s.due_at,
    bool_or(document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at)) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM standing AS s
LEFT JOIN documents AS d ON s.project_id = d.project_id AND d.kind = 'data_custodian'
GROUP BY s.project_id, s.due_at
UNION ALL
SELECT
    a.project_id,
    a.access_id AS record_id,
    a.accessed_at AS due_at,
    ranks_as_unit_head(a.approved_by_role) AND not_after(a.approved_at, a.accessed_at) AS met,
    CASE WHEN ranks_as_unit_head(a.approved_by_role) THEN a.approved_at END AS done_at,
    a._row AS source_row
FROM data_access AS a
