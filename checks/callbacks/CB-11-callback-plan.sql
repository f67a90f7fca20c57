/*
clause = "CB-11"
item = "3.5"
zh = "有回访计划"
en = "There is a callback plan"
each = "project, each month M"
each_zh = "每个项目，每月"
due = "end(M)"
due_zh = "该月最后一日的最后一刻"
met = "document callback_plan for M with prepared_at ≤ due"
met_zh = "有文件类型为回访计划、所属期间为该月的文件，编制时间 ≤ 到期"
source = "documents"
[reads]
documents = ["kind", "period", "prepared_at"]
*/
SELECT
    m.project_id,
    m.unit AS record_id,
    unit_end(m.ends_on) AS due_at,
    bool_or(done_by(d.prepared_at, unit_end(m.ends_on))) AS met,
    min(d.prepared_at) AS done_at,
    min(d._row) AS source_row
FROM owed_months AS m
LEFT JOIN documents AS d
    ON
        m.project_id = d.project_id
        AND d.kind = 'callback_plan'
        AND m.unit = d.period
GROUP BY m.project_id, m.unit, m.ends_on
