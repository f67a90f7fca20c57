/*
clause = "CI-2"
item = "2.3"
zh = "明确投诉直接处理"
en = "Clear complaints are handled directly"
each = "complaint of area property, valid not false"
each_zh = "每条投诉归属为物业、“有效投诉”不为否的投诉"
due = "wd(received_at, close_working_days)"
due_zh = "受理时间之后第 close_working_days 个工作日的最后一刻"
met = "handler_id present and closed_at ≤ due"
met_zh = "有处理人，且关闭时间 ≤ 到期"
params = { close_working_days = 5 }
overlaps = ["2.3.5"]
source = "complaints"
[reads]
complaints = ["area", "valid", "received_at", "handler_id", "closed_at"]
*/
WITH clear_complaints AS (
    SELECT
        c.project_id,
        c.complaint_id,
        wd(c.received_at, $close_working_days) AS due_at,
        CASE WHEN c.handler_id IS NOT NULL THEN c.closed_at END AS done_at,
        c._row
    FROM complaints AS c
    WHERE
        c.area = 'property'
        AND coalesce(c.valid, TRUE)
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(c.done_at, c.due_at) AS met,
    c.done_at,
    c._row AS source_row
FROM clear_complaints AS c
