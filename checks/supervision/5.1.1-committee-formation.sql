/*
clause = "5.1.1"
unit = "0.5"
zh = "业委会依法成立、记录齐全"
en = "The committee was formed by law, with its records"
each = "project with committee_formed_on ≤ the period's end (standing)"
each_zh = "业委会成立日期不晚于期末的每个项目（持续事项，审计期末判定）"
met = "a document committee_formation with prepared_at ≤ due and sections {preparation, candidates, election, filing}"
met_zh = "有一份业委会成立资料（committee_formation），编制时间不晚于期末，且内容项含筹备、候选人、选举和备案"
reads = { projects = ["committee_formed_on"], documents = ["kind", "prepared_at", "sections"] }
source = "documents"
*/
SELECT
    s.project_id,
    '' AS record_id,
    s.due_at,
    bool_or(
        done_by(d.prepared_at, s.due_at)
        AND has_sections(d.sections, ['preparation', 'candidates', 'election', 'filing'])
    ) AS met,
    min(d.prepared_at) FILTER (
        WHERE has_sections(d.sections, ['preparation', 'candidates', 'election', 'filing'])
    ) AS done_at,
    max(d._row) AS source_row
FROM standing AS s
LEFT JOIN documents AS d
    ON
        s.project_id = d.project_id
        AND d.kind = 'committee_formation'
WHERE s.committee_formed_on <= s.last_day
GROUP BY s.project_id, s.due_at
