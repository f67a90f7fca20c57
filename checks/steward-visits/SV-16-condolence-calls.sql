/*
clause = "SV-16"
zh = "住户重大不幸上门慰问"
en = "Condolence calls"
each = "life event bereavement"
each_zh = "事件类型为重大不幸的每起住户事件"
due = "days(occurred_on, condolence_days)"
due_zh = "发生日期后第 condolence_days 日终了"
met = "a contact with that household, purpose condolence, mode door, started ≤ due and on or after occurred_on"
met_zh = "有一次与该户的上门沟通，目的为慰问，开始时间不早于发生日期、不晚于到期时刻"
params = { condolence_days = 7 }
source = "life_events"
[reads]
life_events = ["household_id", "kind", "occurred_on"]
contacts = ["household_id", "purpose", "mode", "started_at"]
*/
WITH bereavements AS (
    SELECT
        e.project_id,
        e.event_id,
        e.household_id,
        e.occurred_on,
        days(e.occurred_on, $condolence_days) AS due_at,
        e._row
    FROM life_events AS e
    WHERE e.kind = 'bereavement'
),

calls AS (
    SELECT
        c.project_id,
        c.household_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.purpose = 'condolence'
        AND c.mode = 'door'
)

SELECT
    b.project_id,
    b.event_id AS record_id,
    b.due_at,
    done_by(min(c.started_at), b.due_at) AS met,
    min(c.started_at) AS done_at,
    b._row AS source_row
FROM bereavements AS b
LEFT JOIN calls AS c
    ON
        b.project_id = c.project_id
        AND b.household_id = c.household_id
        AND b.occurred_on <= CAST(c.started_at AS DATE)
GROUP BY b.project_id, b.event_id, b.due_at, b._row
