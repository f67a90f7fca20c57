/*
clause = "IN-4"
zh = "例会总结上周部署下周并评审信息"
en = "It reviews the week, plans the next, and the information received"
each = "meeting weekly"
each_zh = "部门例会"
due = "wd(held_at, minutes_working_days)"
due_zh = "召开时间之后第 minutes_working_days 个工作日结束时"
met = "minutes_at ≤ due and sections {summary, plan, information}"
met_zh = "纪要时间 ≤ 时限，且纪要内容项含总结、计划、信息评审"
params = { minutes_working_days = 1 }
source = "meetings"
[reads]
meetings = ["kind", "held_at", "minutes_at", "sections"]
*/
SELECT
    m.project_id,
    m.meeting_id AS record_id,
    wd(m.held_at, $minutes_working_days) AS due_at,
    done_by(m.minutes_at, wd(m.held_at, $minutes_working_days))
    AND has_sections(m.sections, ['summary', 'plan', 'information']) AS met,
    CASE WHEN has_sections(m.sections, ['summary', 'plan', 'information']) THEN m.minutes_at END AS done_at,
    m._row AS source_row
FROM meetings AS m
WHERE m.kind = 'weekly'
