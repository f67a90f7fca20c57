/*
clause = "EM-6"
zh = "离职前面谈并存档"
en = "An exit interview, on file"
each = "staff with left_on, not exit_interview_declined"
each_zh = "有离职日期、且“不愿离职面谈”不为“是”的每名员工"
due = "wd(left_on, file_working_days)"
due_zh = "离职日期后第 file_working_days 个工作日结束前"
met = "a meeting exit_interview with that staff_id, held_at ≤ eod(left_on) and minutes_at ≤ due"
met_zh = "有员工编号为该员工的离职面谈（exit_interview），召开时间不晚于离职日期当天结束，且其纪要时间不晚于期限"
params = { file_working_days = 3 }
source = "staff"
[reads]
staff = ["left_on", "exit_interview_declined"]
meetings = ["kind", "staff_id", "held_at", "minutes_at"]
*/
WITH leavers AS (
    SELECT
        s.project_id,
        s.staff_id,
        eod(s.left_on) AS last_moment,
        wd(s.left_on, $file_working_days) AS due_at,
        s._row
    FROM staff AS s
    WHERE
        s.left_on IS NOT NULL
        AND NOT coalesce(s.exit_interview_declined, FALSE)
),

interviews AS (
    SELECT
        m.project_id,
        m.staff_id,
        m.held_at,
        m.minutes_at
    FROM meetings AS m
    WHERE m.kind = 'exit_interview'
)

SELECT
    s.project_id,
    s.staff_id AS record_id,
    s.due_at,
    bool_or(done_by(i.minutes_at, s.due_at)) AS met,
    min(i.minutes_at) AS done_at,
    s._row AS source_row
FROM leavers AS s
LEFT JOIN interviews AS i
    ON
        s.project_id = i.project_id
        AND s.staff_id = i.staff_id
        AND s.last_moment >= i.held_at
GROUP BY s.project_id, s.staff_id, s.due_at, s._row
