/*
clause = "CC-20"
item = "3.6"
zh = "调查措施落实并验证"
en = "Survey measures are carried out and verified"
each = "action of source survey"
each_zh = "来源为满意度调查的整改措施"
due = "due_at, or days(raised_at, action_days) where absent"
due_zh = "要求完成时间；空白的为 days(提出时间, action_days)；早于提出时间的按提出时间"
met = "completed_at ≤ verified_at ≤ due"
met_zh = "完成时间 ≤ 验证时间 ≤ 截止"
params = { action_days = 60 }
reads = { actions = ["source", "raised_at", "due_at", "completed_at", "verified_at"] }
source = "actions"
*/
WITH survey_actions AS (
    SELECT
        a.project_id,
        a.action_id,
        a.raised_at,
        a.verified_at,
        a._row,
        not_after(a.completed_at, a.verified_at) AS in_order,
        coalesce(a.due_at, days(a.raised_at, $action_days)) AS promised_at
    FROM actions AS a
    WHERE a.source = 'survey'
)

SELECT
    s.project_id,
    s.action_id AS record_id,
    promised(s.promised_at, s.raised_at) AS due_at,
    s.in_order AND kept_promise(s.verified_at, s.promised_at, s.raised_at) AS met,
    CASE WHEN s.in_order THEN s.verified_at END AS done_at,
    s._row AS source_row
FROM survey_actions AS s
