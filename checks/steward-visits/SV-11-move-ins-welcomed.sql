/*
clause = "SV-11"
zh = "搬家入住当日迎接"
en = "Move-ins are welcomed"
each = "household with moved_in_on"
each_zh = "有入住日期的每户"
due = "eod(moved_in_on)"
due_zh = "入住日期当日终了"
met = "a contact with it, purpose move_in_welcome, mode door, started on that day, with steward and health_steward among staff_role and companions"
met_zh = "入住当日有一次与该户的上门沟通，目的为入住迎接，岗位与同行人岗位中有管家和健康管家"
source = "households"
[reads]
households = ["moved_in_on"]
contacts = ["household_id", "purpose", "mode", "staff_role", "companions", "started_at"]
*/
WITH welcomes AS (
    SELECT
        c.project_id,
        c.household_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.purpose = 'move_in_welcome'
        AND c.mode = 'door'
        AND (c.staff_role = 'steward' OR list_contains(c.companions, 'steward'))
        AND (c.staff_role = 'health_steward' OR list_contains(c.companions, 'health_steward'))
),

move_ins AS (
    SELECT
        h.project_id,
        h.household_id,
        eod(h.moved_in_on) AS due_at,
        h._row,
        min(w.started_at) AS done_at
    FROM households AS h
    LEFT JOIN welcomes AS w
        ON
            h.project_id = w.project_id
            AND h.household_id = w.household_id
            AND h.moved_in_on <= CAST(w.started_at AS DATE)
    WHERE h.moved_in_on IS NOT NULL
    GROUP BY h.project_id, h.household_id, h.moved_in_on, h._row
)

SELECT
    m.project_id,
    m.household_id AS record_id,
    m.due_at,
    done_by(m.done_at, m.due_at) AS met,
    m.done_at,
    m._row AS source_row
FROM move_ins AS m
