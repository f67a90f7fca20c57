/*
clause = "IN-2"
zh = "管理者代表监控沟通效果并汇报"
en = "The management representative reviews and reports"
each = "project, each year Y"
each_zh = "项目，每年 Y"
due = "end(Y)"
due_zh = "Y 年最后一日结束时"
met = "document internal_communication_review for Y with submitted_at ≤ due"
met_zh = "有 Y 年的内部沟通评审文件，报送时间 ≤ 时限"
source = "documents"
[reads]
documents = ["kind", "period", "submitted_at"]
*/
WITH reviews AS (
    SELECT
        d.project_id,
        d.period,
        d.submitted_at,
        d._row
    FROM documents AS d
    WHERE d.kind = 'internal_communication_review'
)

SELECT
    y.project_id,
    y.unit AS record_id,
    unit_end(y.ends_on) AS due_at,
    done_by(min(r.submitted_at), unit_end(y.ends_on)) AS met,
    min(r.submitted_at) AS done_at,
    min(r._row) AS source_row
FROM owed_years AS y
LEFT JOIN reviews AS r
    ON
        y.project_id = r.project_id
        AND y.unit = r.period
GROUP BY y.project_id, y.unit, y.ends_on
