/*
clause = "CC-17"
item = "3.6"
zh = "年中年底两次调查"
en = "Two surveys a year"
each = "project, each half-year H"
each_zh = "项目，按半年 H"
due = "end(H)"
due_zh = "end(H)，即半年最后一日终了"
met = "a survey satisfaction with distributed_on in H"
met_zh = "有发放日期在 H 内的业户满意度调查（satisfaction）"
postpone = "executive"
postpone_units = "H1"
note = "Only the first half-year's may be postponed."
note_zh = "仅上半年的调查可以延期。"
reads = { surveys = ["kind", "distributed_on"] }
*/
SELECT
    h.project_id,
    h.unit AS record_id,
    unit_end(h.ends_on) AS due_at,
    count(s.distributed_on) > 0 AS met,
    CAST(min(s.distributed_on) AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_halves AS h
LEFT JOIN surveys AS s
    ON
        h.project_id = s.project_id
        AND s.kind = 'satisfaction'
        AND during(s.distributed_on, h.starts_on, h.ends_on)
GROUP BY h.project_id, h.unit, h.ends_on
