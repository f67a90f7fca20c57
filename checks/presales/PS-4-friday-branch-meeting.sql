/*
clause = "PS-4"
zh = "每周五下午分公司例会"
en = "A Friday-afternoon branch meeting"
each = "project, each week W"
each_zh = "每个项目，每周"
due = "eod(Friday of W)"
due_zh = "该周星期五的最后一刻"
met = "a meeting weekly_branch held on that Friday from 12:00"
met_zh = "该星期五 12:00 或之后召开了会议类型为分公司周例会的会议（只有日期、没有时刻的召开时间不算）"
source = "meetings"
[reads]
meetings = ["kind", "held_at"]
*/
WITH fridays AS (
    SELECT
        w.project_id,
        w.unit,
        w.starts_on + INTERVAL 4 DAY AS friday
    FROM owed_weeks AS w
),

branch_meetings AS (
    SELECT
        m.project_id,
        date_trunc('day', m.held_at) AS held_on,
        -- A bare date is midnight: it names no afternoon.
        CASE WHEN m.held_at >= date_trunc('day', m.held_at) + INTERVAL 12 HOUR THEN m.held_at END AS done_at,
        m._row
    FROM meetings AS m
    WHERE m.kind = 'weekly_branch'
)

SELECT
    f.project_id,
    f.unit AS record_id,
    eod(f.friday) AS due_at,
    count(b.done_at) > 0 AS met,
    min(b.done_at) AS done_at,
    min(b._row) AS source_row
FROM fridays AS f
LEFT JOIN branch_meetings AS b
    ON
        f.project_id = b.project_id
        AND f.friday = b.held_on
GROUP BY f.project_id, f.unit, f.friday
