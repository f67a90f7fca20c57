/*
clause = "SC-8"
zh = "重要函件留存"
en = "Important letters are kept"
each = "letter with important, and sent_at (out) or received_at (in)"
each_zh = "重要为“是”，且有送达时间（方向为发函）或收到时间（方向为来函）的每件函件"
due = "days(sent_at for direction out, received_at for in, keep_days)"
due_zh = "发函的送达时间、来函的收到时间后第 keep_days 天结束前"
met = "archived_at or copied_at ≤ due"
met_zh = "归档时间或抄送时间不晚于期限"
params = { keep_days = 7 }
reads = { letters = ["direction", "important", "sent_at", "received_at", "copied_at", "archived_at"] }
source = "letters"
*/
WITH important_letters AS (
    SELECT
        l.project_id,
        l.letter_id,
        l.archived_at,
        l.copied_at,
        CASE
            WHEN l.direction = 'out' THEN l.sent_at
            WHEN l.direction = 'in' THEN l.received_at
        END AS passed_at,
        l._row
    FROM letters AS l
    WHERE l.important
),

owed AS (
    SELECT
        l.project_id,
        l.letter_id,
        least(coalesce(l.archived_at, l.copied_at), coalesce(l.copied_at, l.archived_at)) AS kept_at,
        days(l.passed_at, $keep_days) AS due_at,
        l._row
    FROM important_letters AS l
    WHERE l.passed_at IS NOT NULL
)

SELECT
    o.project_id,
    o.letter_id AS record_id,
    o.due_at,
    done_by(o.kept_at, o.due_at) AS met,
    o.kept_at AS done_at,
    o._row AS source_row
FROM owed AS o
