/*
clause = "2.12.2"
unit = "0.1"
zh = "IC卡每季整理并核查异常"
en = "Access cards are reviewed each quarter"
each = "project, each quarter Q"
each_zh = "每个项目，每季度 Q"
due = "end(Q)"
due_zh = "Q 最后一天结束前"
met = "document card_review for Q with prepared_at ≤ due and sections {statistics, exceptions}"
met_zh = "有所属期间为 Q 的IC卡季度整理表（card_review），编制时间不晚于期限，且内容项含统计和异常核查"
reads = { documents = ["kind", "period", "prepared_at", "sections"] }
source = "documents"
*/
WITH full_reviews AS (
    SELECT
        d.project_id,
        d.period,
        d._row,
        CASE WHEN has_sections(d.sections, ['statistics', 'exceptions']) THEN d.prepared_at END AS done_at
    FROM documents AS d
    WHERE d.kind = 'card_review'
)

SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(q.ends_on) AS due_at,
    bool_or(done_by(d.done_at, unit_end(q.ends_on))) AS met,
    min(d.done_at) AS done_at,
    min(d._row) AS source_row
FROM owed_quarters AS q
LEFT JOIN full_reviews AS d ON q.project_id = d.project_id AND q.unit = d.period
GROUP BY q.project_id, q.unit, q.ends_on
