/*
clause = "2.3.2"
unit = "0.1"
zh = "地产负责的投诉定期向业主反馈进展"
en = "Developer complaints: the owner hears of progress regularly"
each = "complaint of area developer, each k = 1, 2, … with not closed_at ≤ due"
each_zh = "投诉归属为地产（developer）的每宗投诉，对 k = 1, 2, … 各一项，以该次期限前仍未关闭为限"
due = "days(received_at, k × feedback_every_days)"
due_zh = "受理时间后第 k × feedback_every_days 天结束前"
met = "a contact of purpose feedback for it, started_at ≤ due and > days(received_at, (k−1) × feedback_every_days); for k = 1, ≥ received_at"
met_zh = "有一条关联单号为该投诉编号、目的为进展反馈（feedback）的走访回访记录，其开始时间不晚于期限，并晚于受理时间后第 (k−1) × feedback_every_days 天结束；k = 1 时，不早于受理时间"
params = { feedback_every_days = 7 }
note = "record id is complaint_id#k. The source says 'regularly'; a week is ours."
note_zh = "记录编号为“投诉编号#k”。原文只说“定期”，每周一次是本工具所定。"
source = "complaints"
[reads]
complaints = ["area", "received_at", "closed_at"]
contacts = ["purpose", "related_id", "started_at"]
*/
WITH open_complaints AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.received_at,
        c.closed_at,
        c._row,
        date_diff('day', CAST(c.received_at AS DATE), CAST($period_start AS DATE)) AS days_before,
        date_diff('day', CAST(c.received_at AS DATE), CAST($period_end AS DATE)) AS days_until
    FROM complaints AS c
    WHERE
        c.area = 'developer'
        AND c.received_at <= $period_end
        AND NOT done_by(c.closed_at, $period_start)
),

-- A deadline up to a month before the period comes into it where it moves to the next working day.
numbered AS (
    SELECT
        o.project_id,
        o.complaint_id,
        o.received_at,
        o.closed_at,
        o._row,
        unnest(generate_series(
            CAST(greatest(1, ceil((o.days_before - 31) / $feedback_every_days)) AS INTEGER),
            CAST(floor(o.days_until / $feedback_every_days) AS INTEGER)
        )) AS k
    FROM open_complaints AS o
    WHERE o.days_until >= $feedback_every_days
),

spans AS (
    SELECT
        n.project_id,
        n.complaint_id,
        n.k,
        n.received_at,
        n.closed_at,
        n._row,
        days(n.received_at, (n.k - 1) * $feedback_every_days) AS last_due_at,
        days(n.received_at, n.k * $feedback_every_days) AS due_at
    FROM numbered AS n
),

feedback AS (
    SELECT
        f.project_id,
        f.related_id,
        f.started_at
    FROM contacts AS f
    WHERE f.purpose = 'feedback'
),

answered AS (
    SELECT
        s.project_id,
        s.complaint_id,
        s.k,
        s.due_at,
        s._row,
        min(f.started_at) FILTER (
            WHERE
            CASE
                WHEN s.k = 1 THEN not_after(s.received_at, f.started_at)
                ELSE f.started_at > s.last_due_at
            END
        ) AS done_at
    FROM spans AS s
    LEFT JOIN feedback AS f
        ON
            s.project_id = f.project_id
            AND s.complaint_id = f.related_id
    WHERE NOT done_by(s.closed_at, s.due_at)
    GROUP BY s.project_id, s.complaint_id, s.k, s.due_at, s._row
)

SELECT
    a.project_id,
    tagged(a.complaint_id, CAST(a.k AS VARCHAR)) AS record_id,
    a.due_at,
    done_by(a.done_at, a.due_at) AS met,
    a.done_at,
    a._row AS source_row
FROM answered AS a
