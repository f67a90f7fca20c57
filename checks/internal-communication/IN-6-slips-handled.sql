/*
clause = "IN-6"
zh = "传递事项按时处理并反馈"
en = "Slips are handled and answered"
each = "transmittal"
each_zh = "内部传递单"
due = "wd(issued_at, handle_working_days)"
due_zh = "发出时间之后第 handle_working_days 个工作日结束时"
met = "handled_at ≤ due and fed_back_at ≤ due"
met_zh = "处理时间 ≤ 时限，且反馈时间 ≤ 时限"
params = { handle_working_days = 3 }
source = "transmittals"
[reads]
transmittals = ["issued_at", "handled_at", "fed_back_at"]
*/
WITH slips AS (
    SELECT
        t.project_id,
        t.slip_id,
        t.handled_at,
        t.fed_back_at,
        t._row,
        wd(t.issued_at, $handle_working_days) AS due_at
    FROM transmittals AS t
)

SELECT
    s.project_id,
    s.slip_id AS record_id,
    s.due_at,
    done_by(s.handled_at, s.due_at) AND done_by(s.fed_back_at, s.due_at) AS met,
    CASE
        WHEN s.handled_at IS NOT NULL AND s.fed_back_at IS NOT NULL THEN greatest(s.handled_at, s.fed_back_at)
    END AS done_at,
    s._row AS source_row
FROM slips AS s
