/*
clause = "CC-2"
item = "2.5"
zh = "投诉回访率100%，按等级由主任或主管组织"
en = "Every complaint is called back by the right level"
each = "complaint with closed_at"
each_zh = "有关闭时间的投诉"
due = "days(closed_at, callback_days)"
due_zh = "days(关闭时间, callback_days)，即关闭后第 callback_days 日终了"
met = "a callback complaint_callback of it, closed_at ≤ started_at ≤ due, staff_role project_manager for grade major, any customer service or project_manager otherwise"
met_zh = "有该投诉的投诉回访（complaint_callback），关闭时间 ≤ 回访开始时间 ≤ 截止；投诉等级为重大的，访问人岗位为项目经理（管理处主任）本人岗位；其余（含等级空白）为任一客服岗位（客服、客服主管、管家、大管家）或项目经理"
params = { callback_days = 7 }
source = "complaints"
[reads]
complaints = ["grade", "closed_at"]
contacts = ["purpose", "related_id", "staff_role", "started_at"]
*/
WITH closed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        coalesce(c.grade = 'major', FALSE) AS is_major,
        c.closed_at,
        days(c.closed_at, $callback_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE c.closed_at IS NOT NULL
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at,
        b.staff_role = 'project_manager' AS by_manager
    FROM contacts AS b
    WHERE
        b.purpose = 'complaint_callback'
        AND (b.staff_role = 'project_manager' OR is_customer_service(b.staff_role))
),

called_back AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.due_at,
        c._row,
        min(b.started_at) FILTER (
            WHERE (b.by_manager OR NOT c.is_major) AND not_after(c.closed_at, b.started_at)
        ) AS done_at
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
