/*
clause = "3.5.1"
unit = "0.1"
zh = "有年度走访计划并按计划执行"
en = "There is a yearly visit plan, and it is carried out"
each = "project (standing), record #plan; and each document visit_plan for a month M with planned_count > 0 and approved_at ≤ end(M)"
each_zh = "每个项目（持续事项，审计期末判定），记录 #plan（年度计划）；以及所属期间为某月 M、计划数量大于 0、审批时间不晚于 M 最后一天结束的每份走访计划（visit_plan）"
due = "#plan: the period's end; document: end(M)"
due_zh = "#plan：审计期末；月度走访计划：M 最后一天结束前"
met = "#plan: document visit_plan for the year of the period's end with approved_at ≤ due; document: at least planned_count contacts of purpose visit or interview with a household_id started in M"
met_zh = "#plan：有所属期间为期末所在年度的走访计划（visit_plan），审批时间不晚于期限；月度走访计划：开始时间在 M 内、有业户编号、目的为走访（visit）或深入访谈（interview）的走访回访记录不少于计划数量"
source = "documents"
[reads]
documents = ["kind", "period", "planned_count", "approved_at"]
contacts = ["household_id", "purpose", "started_at"]
*/
WITH plans AS (
    SELECT
        d.project_id,
        d.document_id,
        d.period,
        d.planned_count,
        d.approved_at,
        d._row,
        -- The labels of quarters and half-years are as long, but no dates.
        CASE WHEN d.period LIKE '____-__' THEN TRY_CAST(d.period || '-01' AS DATE) END AS month_starts_on
    FROM documents AS d
    WHERE d.kind = 'visit_plan'
),

monthly_plans AS (
    SELECT
        p.project_id,
        p.document_id,
        p.planned_count,
        p.month_starts_on,
        p._row,
        unit_end(last_day(p.month_starts_on)) AS due_at
    FROM plans AS p
    WHERE
        p.planned_count > 0
        AND done_by(p.approved_at, unit_end(last_day(p.month_starts_on)))
),

visits AS (
    SELECT
        c.project_id,
        c.contact_id,
        CAST(date_trunc('month', c.started_at) AS DATE) AS month_starts_on
    FROM contacts AS c
    WHERE
        c.purpose IN ('visit', 'interview')
        AND c.household_id IS NOT NULL
)

SELECT
    s.project_id,
    '#plan' AS record_id,
    s.due_at,
    bool_or(done_by(p.approved_at, s.due_at)) AS met,
    min(p.approved_at) AS done_at,
    min(p._row) AS source_row
FROM standing AS s
LEFT JOIN plans AS p
    ON
        s.project_id = p.project_id
        AND p.period = CAST(year(s.last_day) AS VARCHAR)
GROUP BY s.project_id, s.due_at
UNION ALL
SELECT
    m.project_id,
    m.document_id AS record_id,
    m.due_at,
    count(v.contact_id) >= m.planned_count AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    m._row AS source_row
FROM monthly_plans AS m
LEFT JOIN visits AS v
    ON
        m.project_id = v.project_id
        AND m.month_starts_on = v.month_starts_on
GROUP BY m.project_id, m.document_id, m.due_at, m.planned_count, m._row
