/*
clause = "7.1.1"
unit = "0.1"
zh = "交付前两个月有交付工作计划"
en = "A delivery plan two months ahead"
each = "project with delivered_on, service_started_on absent or ≤ months(delivered_on, −2)"
each_zh = "有交付日期、且项目成立日期为空或不晚于交付日期前 2 个月之日的每个项目"
due = "eod(delivered_on)"
due_zh = "交付日期当天结束前"
met = "a document delivery_plan with prepared_at ≤ months(delivered_on, −2) and sections {training, takeover, site, process}"
met_zh = "有一份交付工作计划（delivery_plan），编制时间不晚于交付日期前 2 个月之日结束，且内容项含人员培训、接管验收、现场安排和流程"
reads = { projects = ["delivered_on", "service_started_on"], documents = ["kind", "prepared_at", "sections"] }
source = "documents"
*/
WITH deliveries AS (
    SELECT
        p.project_id,
        eod(p.delivered_on) AS due_at,
        months(p.delivered_on, -2) AS plan_by
    FROM projects AS p
    WHERE
        p.delivered_on IS NOT NULL
        AND (p.service_started_on IS NULL OR p.service_started_on <= months(p.delivered_on, -2))
)

SELECT
    v.project_id,
    '' AS record_id,
    v.due_at,
    bool_or(
        done_by(d.prepared_at, v.plan_by)
        AND has_sections(d.sections, ['training', 'takeover', 'site', 'process'])
    ) AS met,
    min(d.prepared_at) FILTER (
        WHERE has_sections(d.sections, ['training', 'takeover', 'site', 'process'])
    ) AS done_at,
    max(d._row) AS source_row
FROM deliveries AS v
LEFT JOIN documents AS d
    ON
        v.project_id = d.project_id
        AND d.kind = 'delivery_plan'
GROUP BY v.project_id, v.due_at
