/*
clause = "2.12.6"
unit = "0.1"
zh = "门禁密码每季更改并提前一周通知"
en = "Door codes change each quarter, announced a week before"
each = "each quarter Q: project × door (kind lobby_door or unit_door, and location) in codes first changed before Q, #changed; a residential project without such a door: one for the project; and each change of a door: #announced"
each_zh = "每季度 Q：项目 × 密码更改记录中首次更改早于 Q 的每扇门（类型为大堂门 lobby_door 或单元门 unit_door，按类型和位置区分），#changed（更改）；没有这样的门的住宅项目：全项目一项；以及门密码的每次更改：#announced（通知）"
due = "#changed: end(Q); #announced: changed_at"
due_zh = "#changed：Q 最后一天结束前；#announced：更改时间"
met = "#changed: a change of that door (of any, where there was none) in Q; #announced: notified_by mailbox or phone and notified_at ≤ days(changed_at, −7)"
met_zh = "#changed：该门（没有这样的门的项目，任一门）的密码在 Q 内更改过；#announced：通知方式为信箱（mailbox）或电话（phone），且通知时间不晚于更改时间前 7 天当日结束"
note = "record ids: kind/location#Q, Q for a project without doors, and change_id#announced"
note_zh = "记录编号：“类型/位置#Q”；没有门的项目为“Q”；通知为“更改编号#announced”。"
source = "codes"
[reads]
projects = ["property_type"]
codes = ["kind", "location", "changed_at", "notified_at", "notified_by"]
*/
WITH door_changes AS (
    SELECT
        c.project_id,
        c.change_id,
        c.kind,
        c.location,
        c.changed_at,
        c._row,
        CASE WHEN c.notified_by IN ('mailbox', 'phone') THEN c.notified_at END AS announced_at
    FROM codes AS c
    WHERE c.kind IN ('lobby_door', 'unit_door')
),

doors AS (
    SELECT
        c.project_id,
        c.kind,
        c.location,
        min(c.changed_at) AS first_changed_at,
        min(c._row) AS _row
    FROM door_changes AS c
    GROUP BY c.project_id, c.kind, c.location
),

doors_owed AS (
    SELECT
        q.project_id,
        q.unit,
        q.starts_on,
        q.ends_on,
        d.kind,
        d.location,
        d._row
    FROM owed_quarters AS q
    LEFT JOIN doors AS d
        ON q.project_id = d.project_id AND CAST(q.starts_on AS TIMESTAMP) > d.first_changed_at
    WHERE d.kind IS NOT NULL OR q.property_type = 'residential'
)

SELECT
    o.project_id,
    CASE WHEN o.kind IS NULL THEN o.unit ELSE joined(o.kind, o.location) || '#' || o.unit END AS record_id,
    unit_end(o.ends_on) AS due_at,
    count(c.changed_at) > 0 AS met,
    min(c.changed_at) AS done_at,
    o._row AS source_row
FROM doors_owed AS o
LEFT JOIN door_changes AS c
    ON
        o.project_id = c.project_id
        AND (o.kind IS NULL OR (o.kind = c.kind AND o.location = c.location))
        AND during(c.changed_at, o.starts_on, o.ends_on)
GROUP BY o.project_id, o.unit, o.ends_on, o.kind, o.location, o._row
UNION ALL
SELECT
    c.project_id,
    tagged(c.change_id, 'announced') AS record_id,
    c.changed_at AS due_at,
    done_by(c.announced_at, days(c.changed_at, -7)) AS met,
    c.announced_at AS done_at,
    c._row AS source_row
FROM door_changes AS c
