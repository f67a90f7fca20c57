/*
clause = "SV-20"
item = "4.4"
zh = "新服务由经理与大管家回访并编入手册"
en = "New services: the manager calls, the manual grows"
each = "home service with new_service and completed_at"
each_zh = "属新服务且有完成时间的每项居家服务"
due = "days(completed_at, manual_days)"
due_zh = "完成时间后第 manual_days 日终了"
met = "a callback service_callback of it, mode door, with project_manager and chief_steward among staff_role and companions, completed_at ≤ started_at ≤ due; and a document service_process with owner_id = service_id and prepared_at ≤ due"
met_zh = "有一次对它的居家服务回访，方式为上门，岗位与同行人岗位中有项目经理和大管家，开始时间不早于完成时间、不晚于到期时刻；并有一份服务操作流程，责任人为该服务单号，编制时间不晚于到期时刻"
params = { manual_days = 30 }
source = "home_services"
[reads]
home_services = ["new_service", "completed_at"]
contacts = ["purpose", "mode", "related_id", "staff_role", "companions", "started_at"]
documents = ["kind", "owner_id", "prepared_at"]
*/
WITH new_services AS (
    SELECT
        s.project_id,
        s.service_id,
        s.completed_at,
        days(s.completed_at, $manual_days) AS due_at,
        s._row
    FROM home_services AS s
    WHERE
        s.new_service
        AND s.completed_at IS NOT NULL
),

joint_calls AS (
    SELECT
        c.project_id,
        c.related_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.purpose = 'service_callback'
        AND c.mode = 'door'
        AND (c.staff_role = 'project_manager' OR list_contains(c.companions, 'project_manager'))
        AND (c.staff_role = 'chief_steward' OR list_contains(c.companions, 'chief_steward'))
),

called_on AS (
    SELECT
        s.project_id,
        s.service_id,
        s.due_at,
        s._row,
        min(c.started_at) AS called_at
    FROM new_services AS s
    LEFT JOIN joint_calls AS c
        ON
            s.project_id = c.project_id
            AND s.service_id = c.related_id
            AND not_after(s.completed_at, c.started_at)
    GROUP BY s.project_id, s.service_id, s.due_at, s._row
),

manual AS (
    SELECT
        d.project_id,
        d.owner_id,
        min(d.prepared_at) AS prepared_at
    FROM documents AS d
    WHERE d.kind = 'service_process'
    GROUP BY d.project_id, d.owner_id
)

SELECT
    c.project_id,
    c.service_id AS record_id,
    c.due_at,
    done_by(c.called_at, c.due_at) AND done_by(m.prepared_at, c.due_at) AS met,
    CASE
        WHEN c.called_at IS NOT NULL AND m.prepared_at IS NOT NULL THEN greatest(c.called_at, m.prepared_at)
    END AS done_at,
    c._row AS source_row
FROM called_on AS c
LEFT JOIN manual AS m
    ON
        c.project_id = m.project_id
        AND c.service_id = m.owner_id
