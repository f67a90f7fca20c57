/*
clause = "SV-13"
item = "4.4"
zh = "委托事项完成后电话回访"
en = "Errands are phoned back"
each = "home service with completed_at; request of kind need with closed_at"
each_zh = "有完成时间的每项居家服务；类型为需求且有关闭时间的每条建议需求"
due = "days(completed_at or closed_at, callback_days)"
due_zh = "完成时间或关闭时间后第 callback_days 日终了"
met = "a callback of it (service_callback for a service, request_callback for a request), mode phone, completed_at or closed_at ≤ started_at ≤ due"
met_zh = "有一次对它的电话回访（居家服务为居家服务回访，需求为需求回访），开始时间不早于完成时间或关闭时间、不晚于到期时刻"
params = { callback_days = 3 }
note = "record ids: service:ID, request:ID"
note_zh = "记录编号：service:ID、request:ID"
source = { service = "home_services", request = "requests" }
[reads]
home_services = ["completed_at"]
requests = ["kind", "closed_at"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH errands AS (
    SELECT
        s.project_id,
        s.service_id AS errand_id,
        'service:' || escaped(s.service_id) AS record_id,
        'service_callback' AS purpose,
        s.completed_at AS finished_at,
        s._row
    FROM home_services AS s
    WHERE s.completed_at IS NOT NULL
    UNION ALL
    SELECT
        r.project_id,
        r.request_id AS errand_id,
        'request:' || escaped(r.request_id) AS record_id,
        'request_callback' AS purpose,
        r.closed_at AS finished_at,
        r._row
    FROM requests AS r
    WHERE
        r.kind = 'need'
        AND r.closed_at IS NOT NULL
),

callbacks AS (
    SELECT
        c.project_id,
        c.related_id,
        c.purpose,
        c.started_at
    FROM contacts AS c
    WHERE
        c.purpose IN ('service_callback', 'request_callback')
        AND c.mode = 'phone'
),

called_back AS (
    SELECT
        e.project_id,
        e.record_id,
        e._row,
        days(e.finished_at, $callback_days) AS due_at,
        min(c.started_at) AS done_at
    FROM errands AS e
    LEFT JOIN callbacks AS c
        ON
            e.project_id = c.project_id
            AND e.errand_id = c.related_id
            AND e.purpose = c.purpose
            AND not_after(e.finished_at, c.started_at)
    GROUP BY e.project_id, e.record_id, e.finished_at, e._row
)

SELECT
    b.project_id,
    b.record_id,
    b.due_at,
    done_by(b.done_at, b.due_at) AS met,
    b.done_at,
    b._row AS source_row
FROM called_back AS b
