/*
clause = "PS-5"
zh = "周报月报季报按时"
en = "Weekly, monthly and quarterly reports on time"
each = "project: each week W, each month M, each quarter Q"
each_zh = "每个项目：每周、每月、每季度"
due = "days(last day of the unit, report_days)"
due_zh = "该周、月或季度最后一日之后第 report_days 天的最后一刻"
met = "document work_report for the unit with submitted_at ≤ due"
met_zh = "有文件类型为工作报告、所属期间为该周、月或季度的文件，报送时间 ≤ 到期"
params = { report_days = 5 }
source = "documents"
[reads]
documents = ["kind", "period", "submitted_at"]
*/
-- A report falls due after its unit: the two units before are looked at with those that touch the period.
WITH units_owed AS (
    SELECT
        u.project_id,
        u.unit,
        u.ends_on
    FROM owed_weeks AS u
    UNION
    SELECT
        u.project_id,
        u.prev_unit AS unit,
        u.prev_ends_on AS ends_on
    FROM owed_prev_weeks AS u
    UNION
    SELECT
        u.project_id,
        u.unit,
        u.ends_on
    FROM owed_months AS u
    UNION
    SELECT
        u.project_id,
        u.prev_unit AS unit,
        u.prev_ends_on AS ends_on
    FROM owed_prev_months AS u
    UNION
    SELECT
        u.project_id,
        u.unit,
        u.ends_on
    FROM owed_quarters AS u
    UNION
    SELECT
        u.project_id,
        u.prev_unit AS unit,
        u.prev_ends_on AS ends_on
    FROM owed_prev_quarters AS u
),

owed AS (
    SELECT
        o.project_id,
        o.unit,
        days(o.ends_on, $report_days) AS due_at
    FROM units_owed AS o
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(d.submitted_at, o.due_at)) AS met,
    min(d.submitted_at) AS done_at,
    min(d._row) AS source_row
FROM owed AS o
LEFT JOIN documents AS d
    ON
        o.project_id = d.project_id
        AND d.kind = 'work_report'
        AND o.unit = d.period
GROUP BY o.project_id, o.unit, o.due_at
