/*
clause = "IN-7"
zh = "复杂问题主任签字认可"
en = "Complex problems: the manager signs off"
each = "transmittal with complex and fed_back_at"
each_zh = "标明复杂问题且有反馈时间的内部传递单"
due = "wd(fed_back_at, sign_working_days)"
due_zh = "反馈时间之后第 sign_working_days 个工作日结束时"
met = "manager_confirmed_at ≤ due"
met_zh = "主任确认时间 ≤ 时限"
params = { sign_working_days = 1 }
source = "transmittals"
[reads]
transmittals = ["complex", "fed_back_at", "manager_confirmed_at"]
*/
SELECT
    t.project_id,
    t.slip_id AS record_id,
    wd(t.fed_back_at, $sign_working_days) AS due_at,
    done_by(t.manager_confirmed_at, wd(t.fed_back_at, $sign_working_days)) AS met,
    t.manager_confirmed_at AS done_at,
    t._row AS source_row
FROM transmittals AS t
WHERE
    t.complex
    AND t.fed_back_at IS NOT NULL
