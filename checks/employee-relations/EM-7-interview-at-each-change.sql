/*
clause = "EM-7"
zh = "转正调薪调岗等面谈"
en = "Interviews at each change"
each = "staff change"
each_zh = "每项员工异动"
due = "days(occurred_on, interview_days)"
due_zh = "异动日期后第 interview_days 天结束前"
met = "a meeting work_interview with that staff_id, days(occurred_on, −interview_days) < held_at ≤ due"
met_zh = "有员工编号为该员工的工作面谈（work_interview），召开时间晚于异动日期前第 interview_days 天结束、不晚于期限"
params = { interview_days = 7 }
source = "staff_changes"
[reads]
staff_changes = ["staff_id", "occurred_on"]
meetings = ["kind", "staff_id", "held_at"]
*/
WITH changes AS (
    SELECT
        c.project_id,
        c.change_id,
        c.staff_id,
        days(c.occurred_on, -$interview_days) AS opened_after,
        days(c.occurred_on, $interview_days) AS due_at,
        c._row
    FROM staff_changes AS c
),

interviews AS (
    SELECT
        m.project_id,
        m.staff_id,
        m.held_at
    FROM meetings AS m
    WHERE m.kind = 'work_interview'
),

interviewed AS (
    SELECT
        c.project_id,
        c.change_id,
        c.due_at,
        c._row,
        min(i.held_at) AS done_at
    FROM changes AS c
    LEFT JOIN interviews AS i
        ON
            c.project_id = i.project_id
            AND c.staff_id = i.staff_id
            AND c.opened_after < i.held_at
    GROUP BY c.project_id, c.change_id, c.due_at, c._row
)

SELECT
    i.project_id,
    i.change_id AS record_id,
    i.due_at,
    done_by(i.done_at, i.due_at) AS met,
    i.done_at,
    i._row AS source_row
FROM interviewed AS i
