/*
clause = "7.5.1"
unit = "0.1"
zh = "公众责任险，满一年后财产一切险"
en = "Public liability from move-in, all-risks after a year"
each = "project with delivered_on ≤ the period's end: #public_liability; and with months(delivered_on, 12) ≤ it: #property_all_risks (standing)"
each_zh = "交付日期不晚于期末的每个项目：#public_liability（公众责任险）；其中交付日期后 12 个月之日结束不晚于期末的，另有 #property_all_risks（财产一切险）（持续事项，审计期末判定）"
met = "a policy of that kind with starts_on ≤ the period's last day ≤ ends_on"
met_zh = "有该险种的保单，起保日期 ≤ 审计期最后一天 ≤ 终保日期"
reads = { projects = ["delivered_on"], insurance = ["starts_on", "ends_on"] }
source = "insurance"
*/
WITH owed_policies AS (
    SELECT
        s.project_id,
        s.due_at,
        s.last_day,
        'public_liability' AS kind
    FROM standing AS s
    WHERE s.delivered_on <= s.last_day
    UNION ALL
    SELECT
        s.project_id,
        s.due_at,
        s.last_day,
        'property_all_risks' AS kind
    FROM standing AS s
    WHERE months(s.delivered_on, 12) <= s.due_at
)

SELECT
    o.project_id,
    '#' || o.kind AS record_id,
    o.due_at,
    bool_or(o.last_day BETWEEN i.starts_on AND i.ends_on) AS met,
    CAST(min(i.starts_on) FILTER (WHERE i.ends_on >= o.last_day) AS TIMESTAMP) AS done_at,
    max(i._row) AS source_row
FROM owed_policies AS o
LEFT JOIN insurance AS i
    ON
        o.project_id = i.project_id
        AND o.kind = i.kind
GROUP BY o.project_id, o.due_at, o.kind
