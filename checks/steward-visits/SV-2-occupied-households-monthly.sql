/*
clause = "SV-2"
item = "3.5"
zh = "已入住户每月拜访一次"
en = "Every occupied household is seen or phoned monthly"
each = "household with steward_id and moved_in_on before M, each month M"
each_zh = "每月 M，有管家编号且入住日期早于 M 月首日的每户"
due = "end(M)"
due_zh = "M 月最后一日终了"
met = "a contact with it, mode door or phone, staff_role steward or chief_steward, started in M"
met_zh = "M 月内有一次与该户的上门或电话沟通，岗位为管家或大管家"
note = "record id is household_id#M"
note_zh = "记录编号为 household_id#M"
source = "households"
[reads]
households = ["steward_id", "moved_in_on"]
contacts = ["household_id", "mode", "staff_role", "started_at"]
*/
WITH owed_visits AS (
    SELECT
        h.project_id,
        h.household_id,
        h._row,
        m.unit,
        m.starts_on,
        m.ends_on
    FROM owed_months AS m
    INNER JOIN households AS h
        ON
            m.project_id = h.project_id
            AND m.starts_on > h.moved_in_on
    WHERE h.steward_id IS NOT NULL
),

asked_months AS (
    SELECT DISTINCT m.starts_on
    FROM owed_months AS m
),

-- Once per household and month, and only of the months asked for: an audit of a month does not group the year's contacts.
seen AS (
    SELECT
        c.project_id,
        c.household_id,
        a.starts_on,
        min(c.started_at) AS done_at
    FROM contacts AS c
    INNER JOIN asked_months AS a
        ON CAST(date_trunc('month', c.started_at) AS DATE) = a.starts_on
    WHERE
        c.mode IN ('door', 'phone')
        AND c.staff_role IN ('steward', 'chief_steward')
    GROUP BY c.project_id, c.household_id, a.starts_on
)

SELECT
    v.project_id,
    tagged(v.household_id, v.unit) AS record_id,
    unit_end(v.ends_on) AS due_at,
    s.done_at IS NOT NULL AS met,
    s.done_at,
    v._row AS source_row
FROM owed_visits AS v
LEFT JOIN seen AS s
    ON
        v.project_id = s.project_id
        AND v.household_id = s.household_id
        AND v.starts_on = s.starts_on
