/*
clause = "SC-9"
zh = "意见箱定期开启"
en = "The suggestion box is emptied"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "end(M)"
due_zh = "M 的最后一天结束前"
met = "document suggestion_box_opening for M with prepared_at ≤ due"
met_zh = "有所属期间为 M 的意见箱开启记录（suggestion_box_opening），编制时间不晚于期限"
reads = { documents = ["kind", "period", "prepared_at"] }
source = "documents"
*/
WITH months_owed AS (
    SELECT
        m.project_id,
        m.unit,
        unit_end(m.ends_on) AS due_at
    FROM owed_months AS m
)

SELECT
    m.project_id,
    m.unit AS record_id,
    m.due_at,
    bool_or(done_by(d.prepared_at, m.due_at)) AS met,
    min(d.prepared_at) AS done_at,
    min(d._row) AS source_row
FROM months_owed AS m
LEFT JOIN documents AS d
    ON
        m.project_id = d.project_id
        AND d.kind = 'suggestion_box_opening'
        AND m.unit = d.period
GROUP BY m.project_id, m.unit, m.due_at
