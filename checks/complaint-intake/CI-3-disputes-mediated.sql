/*
clause = "CI-3"
item = "2.3"
zh = "业主间投诉及时调解"
en = "Disputes between owners are mediated"
each = "complaint of area neighbour"
each_zh = "每条投诉归属为邻里的投诉"
due = "wd(received_at, mediate_working_days)"
due_zh = "受理时间之后第 mediate_working_days 个工作日的最后一刻"
met = "process present and (closed_at ≤ due or reported_executive_at ≤ due)"
met_zh = "有处理过程，且关闭时间 ≤ 到期或报分管领导时间 ≤ 到期"
params = { mediate_working_days = 5 }
source = "complaints"
[reads]
complaints = ["area", "received_at", "process", "closed_at", "reported_executive_at"]
*/
WITH disputes AS (
    SELECT
        c.project_id,
        c.complaint_id,
        wd(c.received_at, $mediate_working_days) AS due_at,
        CASE
            WHEN c.process IS NULL THEN NULL
            WHEN c.closed_at IS NULL THEN c.reported_executive_at
            WHEN c.reported_executive_at IS NULL THEN c.closed_at
            ELSE least(c.closed_at, c.reported_executive_at)
        END AS done_at,
        c._row
    FROM complaints AS c
    WHERE c.area = 'neighbour'
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(c.done_at, c.due_at) AS met,
    c.done_at,
    c._row AS source_row
FROM disputes AS c
