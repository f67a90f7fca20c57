/*
clause = "CM-2"
item = "5.3"
zh = "需同意事项开专题会议"
en = "Consent is sought in a special meeting"
each = "letter to party committee, kind application, with consent_needed, sent_at, and planned_on not before the day of sent_at"
each_zh = "发给业委会的申报函，标明需业委会同意，有送达时间，且计划实施日期不早于送达当日"
due = "eod(planned_on)"
due_zh = "计划实施日期当日结束时"
met = "a meeting committee_special with sent_at ≤ held_at ≤ due"
met_zh = "有业委会专题会，送达时间 ≤ 召开时间 ≤ 时限"
source = "letters"
[reads]
projects = ["committee_formed_on"]
letters = ["party", "direction", "kind", "consent_needed", "planned_on", "sent_at"]
meetings = ["kind", "held_at"]
*/
WITH consents_sought AS (
    SELECT
        l.project_id,
        l.letter_id,
        l.sent_at,
        l._row,
        eod(l.planned_on) AS due_at
    FROM letters AS l
    INNER JOIN projects AS p
        ON
            l.project_id = p.project_id
            AND l.planned_on > p.committee_formed_on
    WHERE
        l.party = 'committee'
        AND l.direction = 'out'
        AND l.kind = 'application'
        AND l.consent_needed
        AND l.planned_on >= CAST(l.sent_at AS DATE)
),

special_meetings AS (
    SELECT
        m.project_id,
        m.held_at
    FROM meetings AS m
    WHERE m.kind = 'committee_special'
)

SELECT
    c.project_id,
    c.letter_id AS record_id,
    c.due_at,
    done_by(min(m.held_at), c.due_at) AS met,
    min(m.held_at) AS done_at,
    c._row AS source_row
FROM consents_sought AS c
LEFT JOIN special_meetings AS m
    ON
        c.project_id = m.project_id
        AND not_after(c.sent_at, m.held_at)
GROUP BY c.project_id, c.letter_id, c.due_at, c._row
