/*
clause = "2.9.1"
unit = "0.1"
zh = "建议需求专人收集、传递、跟进"
en = "Suggestions and needs are collected, forwarded and followed up"
each = "request of kind suggestion or need"
each_zh = "类型为建议（suggestion）或需求（need）的每条建议需求"
due = "wd(received_at, forward_working_days)"
due_zh = "受理时间后第 forward_working_days 个工作日结束前"
met = "logged_at ≤ due and forwarded_at ≤ due and handler_id present"
met_zh = "登记时间和传递时间均不晚于期限，且有处理人"
params = { forward_working_days = 1 }
reads = { requests = ["kind", "received_at", "logged_at", "forwarded_at", "handler_id"] }
source = "requests"
*/
WITH suggestions_and_needs AS (
    SELECT
        r.project_id,
        r.request_id,
        r._row,
        wd(r.received_at, $forward_working_days) AS due_at,
        CASE
            WHEN r.logged_at IS NOT NULL AND r.forwarded_at IS NOT NULL AND r.handler_id IS NOT NULL
                THEN greatest(r.logged_at, r.forwarded_at)
        END AS done_at
    FROM requests AS r
    WHERE r.kind IN ('suggestion', 'need')
)

SELECT
    s.project_id,
    s.request_id AS record_id,
    s.due_at,
    done_by(s.done_at, s.due_at) AS met,
    s.done_at,
    s._row AS source_row
FROM suggestions_and_needs AS s
