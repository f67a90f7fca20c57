/*
clause = "CM-7"
item = "5.3"
zh = "申报提前15日"
en = "Applications 15 days ahead"
each = "letter to party committee, kind application, with planned_on and sent_at"
each_zh = "发给业委会的申报函，有计划实施日期和送达时间"
due = "the later of eod(planned_on) and sent_at"
due_zh = "计划实施日期当日结束时与送达时间二者中较晚的"
met = "sent_at ≤ days(planned_on, −15)"
met_zh = "送达时间 ≤ 计划实施日期前 15 日当日结束时"
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "kind", "planned_on", "sent_at"]
*/
WITH applications AS (
    SELECT
        l.project_id,
        l.letter_id,
        l.sent_at,
        l._row,
        days(l.planned_on, -15) AS send_by,
        greatest(eod(l.planned_on), l.sent_at) AS due_at
    FROM letters AS l
    WHERE
        l.party = 'committee'
        AND l.direction = 'out'
        AND l.kind = 'application'
        AND l.planned_on IS NOT NULL
        AND l.sent_at IS NOT NULL
)

SELECT
    a.project_id,
    a.letter_id AS record_id,
    a.due_at,
    done_by(a.sent_at, a.send_by) AS met,
    a.sent_at AS done_at,
    a._row AS source_row
FROM applications AS a
INNER JOIN projects AS p
    ON
        a.project_id = p.project_id
        AND p.committee_formed_on < CAST(a.due_at AS DATE)
