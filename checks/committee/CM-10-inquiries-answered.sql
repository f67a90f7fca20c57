/*
clause = "CM-10"
item = "5.3"
zh = "合理质疑建议3个工作日答复"
en = "Reasonable questions answered within three working days"
each = "letter from party committee, direction in, kind inquiry, reasonable not false"
each_zh = "业委会来函，类型为质疑、建议或要求，“合理”不为否（空白视同合理）"
due = "wd(received_at, 3)"
due_zh = "收到时间之后第 3 个工作日结束时"
met = "replied_at ≤ due"
met_zh = "答复时间 ≤ 时限"
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "kind", "reasonable", "received_at", "replied_at"]
*/
SELECT
    l.project_id,
    l.letter_id AS record_id,
    wd(l.received_at, 3) AS due_at,
    done_by(l.replied_at, wd(l.received_at, 3)) AS met,
    l.replied_at AS done_at,
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
    AND coalesce(l.reasonable, TRUE)
