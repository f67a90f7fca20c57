/*
clause = "CM-8"
item = "5.3"
zh = "通报在3个工作日内"
en = "Notifications within three working days"
each = "letter to party committee, kind notification, with occurred_on and sent_at"
each_zh = "发给业委会的通报函，有事实发生日期和送达时间"
due = "the later of wd(occurred_on, 3) and sent_at"
due_zh = "事实发生日期后第 3 个工作日结束时与送达时间二者中较晚的"
met = "sent_at ≤ wd(occurred_on, 3)"
met_zh = "送达时间 ≤ 事实发生日期后第 3 个工作日结束时"
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "kind", "occurred_on", "sent_at"]
*/
WITH notifications AS (
    SELECT
        l.project_id,
        l.letter_id,
        l.occurred_on,
        l.sent_at,
        l._row,
        wd(l.occurred_on, 3) AS send_by
    FROM letters AS l
    WHERE
        l.party = 'committee'
        AND l.direction = 'out'
        AND l.kind = 'notification'
        AND l.occurred_on IS NOT NULL
        AND l.sent_at IS NOT NULL
)

SELECT
    n.project_id,
    n.letter_id AS record_id,
    greatest(n.send_by, n.sent_at) AS due_at,
    done_by(n.sent_at, n.send_by) AS met,
    n.sent_at AS done_at,
    n._row AS source_row
FROM notifications AS n
INNER JOIN projects AS p
    ON
        n.project_id = p.project_id
        AND p.committee_formed_on < CASE
            WHEN n.sent_at > n.send_by THEN CAST(n.sent_at AS DATE)
            ELSE n.occurred_on
        END
