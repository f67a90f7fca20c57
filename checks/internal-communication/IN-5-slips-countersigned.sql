/*
clause = "IN-5"
zh = "传递单由对方签字确认"
en = "Slips are countersigned"
each = "transmittal"
each_zh = "内部传递单"
due = "wd(issued_at, sign_working_days)"
due_zh = "发出时间之后第 sign_working_days 个工作日结束时"
met = "acknowledged_at ≤ due"
met_zh = "签字确认时间 ≤ 时限"
params = { sign_working_days = 1 }
source = "transmittals"
[reads]
transmittals = ["issued_at", "acknowledged_at"]
*/
SELECT
    t.project_id,
    t.slip_id AS record_id,
    wd(t.issued_at, $sign_working_days) AS due_at,
    done_by(t.acknowledged_at, wd(t.issued_at, $sign_working_days)) AS met,
    t.acknowledged_at AS done_at,
    t._row AS source_row
FROM transmittals AS t
