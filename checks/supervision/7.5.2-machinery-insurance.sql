/*
clause = "7.5.2"
unit = "0.1"
zh = "老项目投保机器损害险"
en = "Older projects insure their machinery"
each = "project with months(delivered_on, old_after_months) ≤ the period's end (standing)"
each_zh = "交付日期后 old_after_months 个月之日结束不晚于期末的每个项目（持续事项，审计期末判定）"
met = "a policy of kind machinery with starts_on ≤ the period's last day ≤ ends_on"
met_zh = "有机器损害险（machinery）的保单，起保日期 ≤ 审计期最后一天 ≤ 终保日期"
params = { old_after_months = 24 }
note = "The source says 'old'; two years is ours."
note_zh = "原文为“老项目”；两年是本工具所定。"
reads = { projects = ["delivered_on"], insurance = ["starts_on", "ends_on"] }
source = "insurance"
*/
WITH old_projects AS (
    SELECT
        s.project_id,
        s.due_at,
        s.last_day
    FROM standing AS s
    WHERE months(s.delivered_on, $old_after_months) <= s.due_at
)

SELECT
    o.project_id,
    '' AS record_id,
    o.due_at,
    bool_or(o.last_day BETWEEN i.starts_on AND i.ends_on) AS met,
    CAST(min(i.starts_on) FILTER (WHERE i.ends_on >= o.last_day) AS TIMESTAMP) AS done_at,
    max(i._row) AS source_row
FROM old_projects AS o
LEFT JOIN insurance AS i
    ON
        o.project_id = i.project_id
        AND i.kind = 'machinery'
GROUP BY o.project_id, o.due_at
