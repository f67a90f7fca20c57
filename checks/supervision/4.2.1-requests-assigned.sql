/*
clause = "4.2.1"
unit = "0.1"
zh = "服务需求记录并派人"
en = "Requests are recorded and assigned"
each = "home service"
each_zh = "每项居家服务"
due = "wd(requested_at, assign_working_days)"
due_zh = "申请时间后第 assign_working_days 个工作日结束前"
met = "recorded_at ≤ due and handler_id present and assigned_at ≤ due"
met_zh = "登记时间不晚于期限，有服务人员，且派单时间不晚于期限"
params = { assign_working_days = 1 }
reads = { home_services = ["requested_at", "recorded_at", "handler_id", "assigned_at"] }
source = "home_services"
*/
WITH requested AS (
    SELECT
        h.project_id,
        h.service_id,
        h.recorded_at,
        h.handler_id,
        h.assigned_at,
        h._row,
        wd(h.requested_at, $assign_working_days) AS due_at
    FROM home_services AS h
)

SELECT
    r.project_id,
    r.service_id AS record_id,
    r.due_at,
    done_by(r.recorded_at, r.due_at)
    AND r.handler_id IS NOT NULL
    AND done_by(r.assigned_at, r.due_at) AS met,
    CASE
        WHEN r.handler_id IS NOT NULL AND r.recorded_at IS NOT NULL AND r.assigned_at IS NOT NULL
            THEN greatest(r.recorded_at, r.assigned_at)
    END AS done_at,
    r._row AS source_row
FROM requested AS r
