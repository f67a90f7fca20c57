/*
clause = "CU-19"
item = "3.8"
zh = "服务报告每年抽查"
en = "Service reports are spot-checked yearly"
each = "project, each year Y"
each_zh = "每个项目，每年 Y"
due = "end(Y)"
due_zh = "Y 年终了（end(Y)）"
met = "document service_report_spot_check for Y with prepared_at ≤ due"
met_zh = "有一份文件类型为服务报告抽查、所属期间为 Y 年的文件，编制时间 ≤ 应完成时刻"
source = "documents"
reads = { documents = ["kind", "period", "prepared_at"] }
*/
WITH owed AS (
    SELECT
        y.project_id,
        y.unit,
        unit_end(y.ends_on) AS due_at
    FROM owed_years AS y
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(d.prepared_at, o.due_at)) AS met,
    min(d.prepared_at) AS done_at,
    min(d._row) AS source_row
FROM owed AS o
LEFT JOIN documents AS d
    ON
        o.project_id = d.project_id
        AND d.kind = 'service_report_spot_check'
        AND o.unit = d.period
GROUP BY o.project_id, o.unit, o.due_at
