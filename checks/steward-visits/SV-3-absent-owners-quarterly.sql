/*
clause = "SV-3"
item = "3.5"
zh = "未入住业主每季电话拜访"
en = "Absent owners are phoned quarterly"
each = "household with steward_id and moved_in_on absent or after Q, each quarter Q"
each_zh = "每季 Q，有管家编号且入住日期为空或晚于 Q 季最后一日的每户"
due = "end(Q)"
due_zh = "Q 季最后一日终了"
met = "a contact with it, mode phone, started in Q"
met_zh = "Q 季内有一次与该户的电话沟通"
note = "record id is household_id#Q"
note_zh = "记录编号为 household_id#Q"
source = "households"
[reads]
households = ["steward_id", "moved_in_on"]
contacts = ["household_id", "mode", "started_at"]
*/
WITH owed_calls AS (
    SELECT
        h.project_id,
        h.household_id,
        h._row,
        q.unit,
        q.starts_on,
        q.ends_on
    FROM owed_quarters AS q
    INNER JOIN households AS h
        ON
            q.project_id = h.project_id
            AND (h.moved_in_on IS NULL OR q.ends_on < h.moved_in_on)
    WHERE h.steward_id IS NOT NULL
),

asked_quarters AS (
    SELECT DISTINCT q.starts_on
    FROM owed_quarters AS q
),

phoned AS (
    SELECT
        c.project_id,
        c.household_id,
        a.starts_on,
        min(c.started_at) AS done_at
    FROM contacts AS c
    INNER JOIN asked_quarters AS a
        ON CAST(date_trunc('quarter', c.started_at) AS DATE) = a.starts_on
    WHERE c.mode = 'phone'
    GROUP BY c.project_id, c.household_id, a.starts_on
)

SELECT
    o.project_id,
    tagged(o.household_id, o.unit) AS record_id,
    unit_end(o.ends_on) AS due_at,
    p.done_at IS NOT NULL AS met,
    p.done_at,
    o._row AS source_row
FROM owed_calls AS o
LEFT JOIN phoned AS p
    ON
        o.project_id = p.project_id
        AND o.household_id = p.household_id
        AND o.starts_on = p.starts_on
