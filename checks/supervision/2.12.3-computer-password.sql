/*
clause = "2.12.3"
unit = "0.1"
zh = "发卡电脑密码每季更改"
en = "The card computer's password changes each quarter"
each = "project, each quarter Q"
each_zh = "每个项目，每季度 Q"
due = "end(Q)"
due_zh = "Q 最后一天结束前"
met = "a row of codes of kind card_computer with changed_at in Q"
met_zh = "有一条类型为发卡电脑（card_computer）、更改时间在 Q 内的密码更改记录"
reads = { codes = ["kind", "changed_at"] }
*/
SELECT
    q.project_id,
    q.unit AS record_id,
    unit_end(q.ends_on) AS due_at,
    count(c.changed_at) > 0 AS met,
    min(c.changed_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_quarters AS q
LEFT JOIN codes AS c
    ON
        q.project_id = c.project_id
        AND c.kind = 'card_computer'
        AND during(c.changed_at, q.starts_on, q.ends_on)
GROUP BY q.project_id, q.unit, q.ends_on
