/*
clause = "CC-21"
item = "3.5"
zh = "访谈意见有整改措施"
en = "Interview opinions lead to measures"
each = "contact of purpose interview with opinion"
each_zh = "目的为深入访谈、有意见建议的走访回访"
due = "days(started_at, action_days)"
due_zh = "days(开始时间, action_days)，即开始后第 action_days 日终了"
met = "an action of source visit with related_id = contact_id, raised_at ≤ due and owner_id present"
met_zh = "有来源为走访访谈、关联单号为该记录编号的整改措施，提出时间 ≤ 截止，且有责任人"
params = { action_days = 15 }
source = "contacts"
[reads]
contacts = ["purpose", "started_at", "opinion"]
actions = ["source", "related_id", "raised_at", "owner_id"]
*/
WITH interview_opinions AS (
    SELECT
        c.project_id,
        c.contact_id,
        c._row,
        days(c.started_at, $action_days) AS due_at
    FROM contacts AS c
    WHERE
        c.purpose = 'interview'
        AND c.opinion IS NOT NULL
)

SELECT
    o.project_id,
    o.contact_id AS record_id,
    o.due_at,
    coalesce(bool_or(done_by(a.raised_at, o.due_at)), FALSE) AS met,
    min(a.raised_at) AS done_at,
    o._row AS source_row
FROM interview_opinions AS o
LEFT JOIN actions AS a
    ON
        o.project_id = a.project_id
        AND o.contact_id = a.related_id
        AND a.source = 'visit'
        AND a.owner_id IS NOT NULL
GROUP BY o.project_id, o.contact_id, o.due_at, o._row
