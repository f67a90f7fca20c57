/*
clause = "CB-3"
item = "2.10"
zh = "建设性意见主任上门回访"
en = "Constructive requests: the manager calls in person"
each = "request with constructive and closed_at"
each_zh = "每条“建设性或合理”为是、已有关闭时间的建议需求"
due = "days(closed_at, callback_days)"
due_zh = "关闭时间之后第 callback_days 天的最后一刻"
met = "a callback request_callback of it, mode door, staff_role project_manager, closed_at ≤ started_at ≤ due"
met_zh = "有一次目的为建议回访、关联单号为该需求编号的回访，方式为上门，岗位为项目经理（管理处主任），关闭时间 ≤ 回访开始时间 ≤ 到期"
params = { callback_days = 7 }
source = "requests"
[reads]
requests = ["constructive", "closed_at"]
contacts = ["purpose", "mode", "related_id", "staff_role", "started_at"]
*/
WITH closed AS (
    SELECT
        r.project_id,
        r.request_id,
        r.closed_at,
        days(r.closed_at, $callback_days) AS due_at,
        r._row
    FROM requests AS r
    WHERE
        r.constructive
        AND r.closed_at IS NOT NULL
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at
    FROM contacts AS b
    WHERE
        b.purpose = 'request_callback'
        AND b.mode = 'door'
        AND b.staff_role = 'project_manager'
),

called_back AS (
    SELECT
        r.project_id,
        r.request_id,
        r.due_at,
        r._row,
        min(b.started_at) FILTER (WHERE not_after(r.closed_at, b.started_at)) AS done_at
    FROM closed AS r
    LEFT JOIN callbacks AS b
        ON
            r.project_id = b.project_id
            AND r.request_id = b.related_id
    GROUP BY r.project_id, r.request_id, r.due_at, r._row
)

SELECT
    r.project_id,
    r.request_id AS record_id,
    r.due_at,
    done_by(r.done_at, r.due_at) AS met,
    r.done_at,
    r._row AS source_row
FROM called_back AS r
