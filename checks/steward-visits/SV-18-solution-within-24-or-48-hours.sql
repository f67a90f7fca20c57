/*
clause = "SV-18"
item = "2.9"
zh = "紧急24小时、一般48小时落实方案"
en = "A solution within 24 or 48 hours"
each = "request or complaint with urgency"
each_zh = "填有紧急程度的每条建议需求或每件投诉"
due = "hours(received_at, 24) where urgent, hours(received_at, 48) where general"
due_zh = "紧急的为受理时间后 24 小时，一般的为受理时间后 48 小时（受理时间只有日期的，自当日终了起算）"
met = "plan_at ≤ due and responded_at ≤ due"
met_zh = "方案落实时间和回应时间均不晚于到期时刻"
note = "record ids: request:ID, complaint:ID"
note_zh = "记录编号：request:ID、complaint:ID"
source = { request = "requests", complaint = "complaints" }
[reads]
requests = ["urgency", "received_at", "plan_at", "responded_at"]
complaints = ["urgency", "received_at", "plan_at", "responded_at"]
*/
WITH asked AS (
    SELECT
        r.project_id,
        'request:' || escaped(r.request_id) AS record_id,
        r.urgency,
        r.received_at,
        r.plan_at,
        r.responded_at,
        r._row
    FROM requests AS r
    WHERE r.urgency IS NOT NULL
    UNION ALL
    SELECT
        c.project_id,
        'complaint:' || escaped(c.complaint_id) AS record_id,
        c.urgency,
        c.received_at,
        c.plan_at,
        c.responded_at,
        c._row
    FROM complaints AS c
    WHERE c.urgency IS NOT NULL
),

asked_by AS (
    SELECT
        a.project_id,
        a.record_id,
        a.plan_at,
        a.responded_at,
        a._row,
        CASE a.urgency
            WHEN 'urgent' THEN hours(a.received_at, 24)
            WHEN 'general' THEN hours(a.received_at, 48)
        END AS due_at
    FROM asked AS a
)

SELECT
    a.project_id,
    a.record_id,
    a.due_at,
    done_by(a.plan_at, a.due_at) AND done_by(a.responded_at, a.due_at) AS met,
    CASE
        WHEN a.plan_at IS NOT NULL AND a.responded_at IS NOT NULL THEN greatest(a.plan_at, a.responded_at)
    END AS done_at,
    a._row AS source_row
FROM asked_by AS a
