/*
clause = "OC-10"
item = "3.5"
zh = "需反馈的意见有反馈"
en = "Promised feedback is given"
each = "contact of purpose visit or interview with needs_feedback"
each_zh = "每条目的为“走访”或“深入访谈”且需反馈的记录"
due = "reply_promised_at, or days(started_at, feedback_days) where absent"
due_zh = "预约回复时间（早于开始时间的，以开始时间计）；未填的，为开始之日起第 feedback_days 天终了（当日不计）"
met = "started_at ≤ fed_back_at ≤ due"
met_zh = "反馈时间不早于开始时间且不晚于期限"
params = { feedback_days = 7 }
reads = { contacts = ["purpose", "started_at", "needs_feedback", "reply_promised_at", "fed_back_at"] }
source = "contacts"
*/
WITH awaiting AS (
    SELECT
        c.project_id,
        c.contact_id,
        c.started_at,
        c.fed_back_at,
        coalesce(c.reply_promised_at, days(c.started_at, $feedback_days)) AS asked_by,
        c._row
    FROM contacts AS c
    WHERE
        c.purpose IN ('visit', 'interview')
        AND c.needs_feedback
)

SELECT
    c.project_id,
    c.contact_id AS record_id,
    promised(c.asked_by, c.started_at) AS due_at,
    not_after(c.started_at, c.fed_back_at) AND kept_promise(c.fed_back_at, c.asked_by, c.started_at) AS met,
    CASE WHEN not_after(c.started_at, c.fed_back_at) THEN c.fed_back_at END AS done_at,
    c._row AS source_row
FROM awaiting AS c
