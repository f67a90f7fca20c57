/*
clause = "CB-10"
item = "3.5"
zh = "入住一个月内回访"
en = "New owners are called on within a month"
each = "household with moved_in_on"
each_zh = "每个有入住日期的业户"
due = "months(moved_in_on, 1)"
due_zh = "入住日期一个月后同日（该月没有的，为月末日）的最后一刻"
met = "a contact with that household, purpose move_in_callback, staff_role project_manager, moved_in_on ≤ started_at ≤ due"
met_zh = "有一次业户编号为该业户、目的为入住回访、岗位为项目经理（管理处主任）的回访，入住日期 ≤ 回访开始时间 ≤ 到期"
source = "households"
[reads]
households = ["moved_in_on"]
contacts = ["household_id", "purpose", "staff_role", "started_at"]
*/
WITH moved_in AS (
    SELECT
        h.project_id,
        h.household_id,
        h.moved_in_on,
        months(h.moved_in_on, 1) AS due_at,
        h._row
    FROM households AS h
    WHERE h.moved_in_on IS NOT NULL
),

callbacks AS (
    SELECT
        c.project_id,
        c.household_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.purpose = 'move_in_callback'
        AND c.staff_role = 'project_manager'
),

called_on AS (
    SELECT
        h.project_id,
        h.household_id,
        h.due_at,
        h._row,
        min(c.started_at) FILTER (WHERE CAST(c.started_at AS DATE) >= h.moved_in_on) AS done_at
    FROM moved_in AS h
    LEFT JOIN callbacks AS c
        ON
            h.project_id = c.project_id
            AND h.household_id = c.household_id
    GROUP BY h.project_id, h.household_id, h.due_at, h._row
)

SELECT
    h.project_id,
    h.household_id AS record_id,
    h.due_at,
    done_by(h.done_at, h.due_at) AS met,
    h.done_at,
    h._row AS source_row
FROM called_on AS h
