/*
clause = "CB-2"
item = "2.5"
zh = "重大投诉负责人上门回访"
en = "Major complaints: the manager calls in person"
each = "complaint of grade major with closed_at"
each_zh = "每条投诉等级为重大、已有关闭时间的投诉"
due = "days(closed_at, callback_days)"
due_zh = "关闭时间之后第 callback_days 天的最后一刻"
met = "a callback complaint_callback of it, mode door, staff_role project_manager or service_supervisor, closed_at ≤ started_at ≤ due"
met_zh = "有一次目的为投诉回访、关联单号为该投诉编号的回访，方式为上门，岗位为项目经理（管理处主任）或客服主管，关闭时间 ≤ 回访开始时间 ≤ 到期"
params = { callback_days = 7 }
note = "The source names both, and elsewhere the manager alone."
note_zh = "原文此处写明两种岗位，他处只写主任。"
source = "complaints"
[reads]
complaints = ["grade", "closed_at"]
contacts = ["purpose", "mode", "related_id", "staff_role", "started_at"]
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

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'complaint_callback'
        AND b.mode = 'door'
        AND b.staff_role IN ('project_manager', 'service_supervisor')
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
