/*
clause = "CB-17"
item = "2.5"
zh = "未上门回访的投诉以复函回访"
en = "Complaints not called on in person get a letter"
each = "complaint with closed_at and no callback complaint_callback of it of mode door ≤ due"
each_zh = "每条已有关闭时间、到期前没有上门投诉回访（目的为投诉回访、方式为上门、关联单号为该投诉编号、开始时间 ≤ 到期）的投诉"
due = "days(closed_at, callback_days)"
due_zh = "关闭时间之后第 callback_days 天的最后一刻"
met = "a callback complaint_callback of it, mode letter or phone, closed_at ≤ started_at ≤ due"
met_zh = "有一次目的为投诉回访、关联单号为该投诉编号的回访，方式为信函或电话，关闭时间 ≤ 回访开始时间 ≤ 到期"
params = { callback_days = 7 }
note = "The source asks for a letter; a phone callback on record is taken too."
note_zh = "原文要求复函；有记录的电话回访也认可。"
source = "complaints"
[reads]
complaints = ["closed_at"]
contacts = ["purpose", "mode", "related_id", "started_at"]
*/
WITH closed AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.closed_at,
        days(c.closed_at, $callback_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE c.closed_at IS NOT NULL
),

callbacks AS (
    SELECT
        b.project_id,
        b.related_id,
        b.started_at,
        b.mode = 'door' AS is_at_the_door
    FROM contacts AS b
    WHERE
        b.purpose = 'complaint_callback'
        AND b.mode IN ('door', 'letter', 'phone')
),

called_back AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.due_at,
        c._row,
        coalesce(bool_or(b.is_at_the_door AND done_by(b.started_at, c.due_at)), FALSE) AS is_called_on,
        min(b.started_at) FILTER (
            WHERE NOT b.is_at_the_door AND not_after(c.closed_at, b.started_at)
        ) AS done_at
    FROM closed AS c
    LEFT JOIN callbacks AS b
        ON
            c.project_id = b.project_id
            AND c.complaint_id = b.related_id
    GROUP BY c.project_id, c.complaint_id, c.due_at, c._row
)

SELECT
    c.project_id,
    c.complaint_id AS record_id,
    c.due_at,
    done_by(c.done_at, c.due_at) AS met,
    c.done_at,
    c._row AS source_row
FROM called_back AS c
WHERE NOT c.is_called_on
