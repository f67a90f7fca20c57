/*
clause = "SV-21"
item = "3.5"
zh = "意见记入反馈单并答复"
en = "Opinions are on the form, and answered"
each = "contact of purpose visit with opinion"
each_zh = "目的为走访且填有意见建议的每次沟通"
due = "days(started_at, answer_days)"
due_zh = "开始时间后第 answer_days 日终了"
met = "form_no present and (fed_back_at ≤ due or not needs_feedback)"
met_zh = "记录表编号已填写，并且反馈时间不晚于到期时刻或无需反馈"
params = { answer_days = 7 }
source = "contacts"
[reads]
contacts = ["purpose", "started_at", "form_no", "opinion", "needs_feedback", "fed_back_at"]
*/
SELECT
    c.project_id,
    c.contact_id AS record_id,
    days(c.started_at, $answer_days) AS due_at,
    c.form_no IS NOT NULL
    AND (
        done_by(c.fed_back_at, days(c.started_at, $answer_days))
        OR NOT coalesce(c.needs_feedback, FALSE)
    ) AS met,
    c.fed_back_at AS done_at,
    c._row AS source_row
FROM contacts AS c
WHERE
    c.purpose = 'visit'
    AND c.opinion IS NOT NULL
