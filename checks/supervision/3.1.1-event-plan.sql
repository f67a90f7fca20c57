/*
clause = "3.1.1"
unit = "0.1"
zh = "有活动计划并按计划执行"
en = "There is an event plan, and it is carried out"
each = "project (standing), record #plan; and each event with planned_on and not cancelled"
each_zh = "每个项目（持续事项，审计期末判定），记录 #plan（计划）；以及有计划日期且未取消的每场活动"
due = "#plan: the period's end; event: days(planned_on, tolerance_days)"
due_zh = "#plan：审计期末；活动：计划日期后第 tolerance_days 天结束前"
met = "#plan: document event_plan for the year, or for the quarter, of the period's end with approved_at ≤ due; event: held_on ≤ due"
met_zh = "#plan：有所属期间为期末所在年度或季度的活动计划（event_plan），审批时间不晚于期限；活动：举办日期不晚于期限"
params = { tolerance_days = 7 }
reads = { documents = ["kind", "period", "approved_at"], events = ["planned_on", "held_on", "cancelled"] }
source = "events"
*/
WITH labels AS (
    SELECT
        s.project_id,
        s.due_at,
        CAST(year(s.last_day) AS VARCHAR) AS this_year,
        CAST(year(s.last_day) AS VARCHAR) || '-Q' || CAST(quarter(s.last_day) AS VARCHAR) AS this_quarter
    FROM standing AS s
)

SELECT
    l.project_id,
    '#plan' AS record_id,
    l.due_at,
    bool_or(done_by(d.approved_at, l.due_at)) AS met,
    min(d.approved_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM labels AS l
LEFT JOIN documents AS d
    ON l.project_id = d.project_id AND d.kind = 'event_plan' AND d.period IN (l.this_year, l.this_quarter)
GROUP BY l.project_id, l.due_at
UNION ALL
SELECT
    e.project_id,
    e.event_id AS record_id,
    days(e.planned_on, $tolerance_days) AS due_at,
    done_by(e.held_on, days(e.planned_on, $tolerance_days)) AS met,
    CAST(e.held_on AS TIMESTAMP) AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.planned_on IS NOT NULL AND NOT coalesce(e.cancelled, FALSE)
