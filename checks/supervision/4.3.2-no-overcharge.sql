/*
clause = "4.3.2"
unit = "0.1"
zh = "无多收费"
en = "Nobody is overcharged"
each = "home service with completed_at and charged > 0"
each_zh = "有完成时间且实收金额大于 0 的每项居家服务"
due = "completed_at"
due_zh = "完成时间"
met = "list_price present and charged ≤ list_price"
met_zh = "有标准价格，且实收金额不超过标准价格"
reads = { home_services = ["requested_at", "completed_at", "list_price", "charged"] }
source = "home_services"
*/
SELECT
    h.project_id,
    h.service_id AS record_id,
    CASE WHEN is_before(h.completed_at, h.requested_at) THEN h.requested_at ELSE h.completed_at END AS due_at,
    coalesce(h.charged <= h.list_price, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    h._row AS source_row
FROM home_services AS h
WHERE
    h.completed_at IS NOT NULL
    AND h.charged > 0
