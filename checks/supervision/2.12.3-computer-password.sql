/*
clause = "2.12.3"
unit = "0.1"
zh = "发卡电脑密码每季更改"
en = "The card computer's password changes each quarter"
each = "project, each quarter Q"
due = "end(Q)"
met = "a row of codes of kind card_computer with changed_at in Q"
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
