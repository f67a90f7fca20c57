/*
clause = "2.11.1"
unit = "0.1"
zh = "顾客资料专人保管、查阅经批准"
en = "Customer data has a custodian; every access was approved"
each = "project (standing), record #custodian; and each data_access"
each_zh = "每个项目（持续事项，审计期末判定），记录 #custodian（保管人）；以及每次资料查阅"
due = "#custodian: the period's end; access: accessed_at"
due_zh = "#custodian：审计期末；查阅：查阅时间"
met = "#custodian: document data_custodian in force at due; access: approved_by_role is a unit head and approved_at ≤ accessed_at"
met_zh = "#custodian：期末有有效的资料保管人任命（data_custodian）（已审批、已生效、未失效）；查阅：批准人岗位为项目经理、部门负责人或更高岗位（分管领导、总经理），且批准时间不晚于查阅时间"
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
