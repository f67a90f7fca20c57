/*
clause = "CM-11"
item = "5.3"
zh = "不合理要求上报总经理"
en = "Unreasonable demands go to the general manager"
each = "letter from party committee, direction in, kind inquiry, reasonable = false"
each_zh = "业委会来函，类型为质疑、建议或要求，“合理”为否"
due = "wd(received_at, escalate_working_days)"
due_zh = "收到时间之后第 escalate_working_days 个工作日结束时"
met = "escalated_at ≤ due"
met_zh = "上报时间 ≤ 时限"
params = { escalate_working_days = 1 }
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "kind", "reasonable", "received_at", "escalated_at"]
*/
SELECT
    l.project_id,
    l.letter_id AS record_id,
    wd(l.received_at, $escalate_working_days) AS due_at,
    done_by(l.escalated_at, wd(l.received_at, $escalate_working_days)) AS met,
    l.escalated_at AS done_at,
    l._row AS source_row
FROM letters AS l
INNER JOIN projects AS p
    ON
        l.project_id = p.project_id
        AND p.committee_formed_on < CAST(l.received_at AS DATE)
WHERE
    l.party = 'committee'
    AND l.direction = 'in'
    AND l.kind = 'inquiry'
    AND l.reasonable = FALSE
