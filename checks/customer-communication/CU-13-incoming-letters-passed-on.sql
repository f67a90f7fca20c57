/*
clause = "CU-13"
zh = "来函记录并转责任人，重要函件抄送"
en = "Incoming letters are recorded, passed on and copied"
each = "letter from party household, direction in"
each_zh = "每件对方为业户、方向为来函的函件"
due = "wd(received_at, pass_working_days)"
due_zh = "收到时间后第 pass_working_days 个工作日终了（wd(received_at, pass_working_days)）"
met = "handler_id present and (copied_at ≤ due or not important)"
met_zh = "填有处理人；并且抄送时间 ≤ 应完成时刻，或者重要不为是"
params = { pass_working_days = 1 }
source = "letters"
reads = { letters = ["party", "direction", "important", "received_at", "handler_id", "copied_at"] }
*/
WITH incoming AS (
    SELECT
        l.project_id,
        l.letter_id,
        l.handler_id,
        l.copied_at,
        l._row,
        coalesce(l.important, FALSE) AS is_important,
        wd(l.received_at, $pass_working_days) AS due_at
    FROM letters AS l
    WHERE
        l.party = 'household'
        AND l.direction = 'in'
)

SELECT
    i.project_id,
    i.letter_id AS record_id,
    i.due_at,
    i.handler_id IS NOT NULL AND (done_by(i.copied_at, i.due_at) OR NOT i.is_important) AS met,
    -- When the letter was passed on is not recorded: only the copy has a time.
    CASE WHEN i.handler_id IS NOT NULL AND i.is_important THEN i.copied_at END AS done_at,
    i._row AS source_row
FROM incoming AS i
