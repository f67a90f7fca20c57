/*
clause = "2.5.1"
unit = "0.1"
zh = "一类投诉由客服人员跟踪并回访"
en = "Class-1 complaints: customer service calls back"
each = "complaint with complaint_class 1 and closed_at"
each_zh = "投诉类别为一类且有关闭时间的每宗投诉"
due = "wd(closed_at, callback_working_days)"
due_zh = "关闭时间后第 callback_working_days 个工作日结束前"
met = "a callback complaint_callback of it by customer service, closed_at ≤ started_at ≤ due"
met_zh = "有一条由客户服务人员（客服、客服主管、管家或大管家）所做、关联单号为该投诉编号、目的为投诉回访（complaint_callback）的走访回访记录，关闭时间 ≤ 其开始时间 ≤ 期限"
params = { callback_working_days = 1 }
note = "The source gives no term."
note_zh = "原文未规定期限。"
source = "complaints"
[reads]
complaints = ["complaint_class", "closed_at"]
contacts = ["purpose", "related_id", "staff_role", "started_at"]
*/
WITH closed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.closed_at,
        wd(c.closed_at, $callback_working_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE
        c.complaint_class = '1'
        AND c.closed_at IS NOT NULL
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'complaint_callback'
        AND is_customer_service(b.staff_role)
),

called_back AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.due_at,
        c._row,
        min(b.started_at) FILTER (WHERE not_after(c.closed_at, b.started_at)) AS done_at
    FROM closed AS c
    LEFT JOIN callbacks AS b
        ON
            c.project_id = b.project_id
            AND c.complaint_id = b.related_id
    GROUP BY c.project_id, c.complaint_id, c.due_at, c._row
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(c.done_at, c.due_at) AS met,
    c.done_at,
    c._row AS source_row
FROM called_back AS c
