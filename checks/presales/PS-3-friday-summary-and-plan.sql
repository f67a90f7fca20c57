/*
clause = "PS-3"
zh = "每周五总结与下周计划"
en = "A Friday summary and plan"
each = "project, each week W"
each_zh = "每个项目，每周"
due = "eod(Friday of W)"
due_zh = "该周星期五的最后一刻"
met = "document weekly_plan for W with submitted_at ≤ due and sections {summary, plan}"
met_zh = "有文件类型为周工作总结与计划表、所属期间为该周的文件，报送时间 ≤ 到期，内容项含总结和计划"
source = "documents"
[reads]
documents = ["kind", "period", "submitted_at", "sections"]
*/
WITH fridays AS (
    SELECT
        w.project_id,
        w.unit,
        eod(w.starts_on + INTERVAL 4 DAY) AS due_at
    FROM owed_weeks AS w
),

plans AS (
    SELECT
        d.project_id,
        d.period,
        CASE WHEN has_sections(d.sections, ['summary', 'plan']) THEN d.submitted_at END AS done_at,
        d._row
    FROM documents AS d
    WHERE d.kind = 'weekly_plan'
)

SELECT
    f.project_id,
    f.unit AS record_id,
    f.due_at,
    bool_or(done_by(p.done_at, f.due_at)) AS met,
    min(p.done_at) AS done_at,
    min(p._row) AS source_row
FROM fridays AS f
LEFT JOIN plans AS p
    ON
        f.project_id = p.project_id
        AND f.unit = p.period
GROUP BY f.project_id, f.unit, f.due_at
