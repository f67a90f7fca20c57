/*
clause = "EM-9"
zh = "定期通报经营信息"
en = "Business news reaches the staff"
each = "project, each quarter Q"
each_zh = "每个项目，每季度 Q"
due = "end(Q)"
due_zh = "Q 的最后一天结束前"
met = "document staff_bulletin for Q with published_at ≤ due"
met_zh = "有所属期间为 Q 的员工通报（staff_bulletin），公布时间不晚于期限"
reads = { documents = ["kind", "period", "published_at"] }
source = "documents"
*/
WITH quarters_owed AS (
    SELECT
        q.project_id,
        q.unit,
        unit_end(q.ends_on) AS due_at
    FROM owed_quarters AS q
)

SELECT
    q.project_id,
    q.unit AS record_id,
    q.due_at,
    bool_or(done_by(d.published_at, q.due_at)) AS met,
    min(d.published_at) AS done_at,
    min(d._row) AS source_row
FROM quarters_owed AS q
LEFT JOIN documents AS d
    ON
        q.project_id = d.project_id
        AND d.kind = 'staff_bulletin'
        AND q.unit = d.period
GROUP BY q.project_id, q.unit, q.due_at
