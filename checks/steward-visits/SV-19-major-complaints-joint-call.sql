/*
clause = "SV-19"
item = "2.5"
zh = "重大投诉联合上门回访"
en = "Major complaints: the four call together"
each = "complaint of grade major with closed_at"
each_zh = "投诉等级为重大且有关闭时间的每件投诉"
due = "days(closed_at, callback_days)"
due_zh = "关闭时间后第 callback_days 日终了"
met = "a callback complaint_callback of it, mode door, closed_at ≤ started_at ≤ due, with project_manager, chief_steward and steward, and one of department_head, engineering_head and service_supervisor, among staff_role and companions"
met_zh = "有一次对它的投诉回访，方式为上门，开始时间不早于关闭时间、不晚于到期时刻，岗位与同行人岗位中有项目经理、大管家和管家，以及部门负责人、工程主管、客服主管三者之一"
params = { callback_days = 7 }
source = "complaints"
[reads]
complaints = ["grade", "closed_at"]
contacts = ["purpose", "mode", "related_id", "staff_role", "companions", "started_at"]
*/
WITH closed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.closed_at,
        days(c.closed_at, $callback_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE
        c.grade = 'major'
        AND c.closed_at IS NOT NULL
),

joint_calls AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'complaint_callback'
        AND b.mode = 'door'
        AND (b.staff_role = 'project_manager' OR list_contains(b.companions, 'project_manager'))
        AND (b.staff_role = 'chief_steward' OR list_contains(b.companions, 'chief_steward'))
        AND (b.staff_role = 'steward' OR list_contains(b.companions, 'steward'))
        AND (
            b.staff_role IN ('department_head', 'engineering_head', 'service_supervisor')
            OR list_contains(b.companions, 'department_head')
            OR list_contains(b.companions, 'engineering_head')
            OR list_contains(b.companions, 'service_supervisor')
        )
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(min(b.started_at), c.due_at) AS met,
    min(b.started_at) AS done_at,
    c._row AS source_row
FROM closed AS c
LEFT JOIN joint_calls AS b
    ON
        c.project_id = b.project_id
        AND c.complaint_id = b.related_id
        AND not_after(c.closed_at, b.started_at)
GROUP BY c.project_id, c.complaint_id, c.due_at, c._row
