/*
clause = "SV-12"
item = "3.5"
zh = "入住三个月后回访"
en = "A callback three months after move-in"
each = "household with moved_in_on"
each_zh = "有入住日期的每户"
due = "days(months(moved_in_on, 3), window_days)"
due_zh = "入住满三个月之日后第 window_days 日终了"
met = "a contact with it, mode door or phone, from the day of months(moved_in_on, 3) to due"
met_zh = "自入住满三个月之日起至到期时刻，有一次与该户的上门或电话沟通"
params = { window_days = 15 }
source = "households"
[reads]
households = ["moved_in_on"]
contacts = ["household_id", "mode", "started_at"]
*/
WITH move_ins AS (
    SELECT
        h.project_id,
        h.household_id,
        CAST(months(h.moved_in_on, 3) AS DATE) AS opens_on,
        days(months(h.moved_in_on, 3), $window_days) AS due_at,
        h._row
    FROM households AS h
    WHERE h.moved_in_on IS NOT NULL
),

talks AS (
    SELECT
        c.project_id,
        c.household_id,
        c.started_at
    FROM contacts AS c
    WHERE c.mode IN ('door', 'phone')
)

SELECT
    m.project_id,
    m.household_id AS record_id,
    m.due_at,
    done_by(min(t.started_at), m.due_at) AS met,
    min(t.started_at) AS done_at,
    m._row AS source_row
FROM move_ins AS m
LEFT JOIN talks AS t
    ON
        m.project_id = t.project_id
        AND m.household_id = t.household_id
        AND m.opens_on <= CAST(t.started_at AS DATE)
GROUP BY m.project_id, m.household_id, m.due_at, m._row
