/*
clause = "OC-2"
item = "3.7"
zh = "维修性停水停电事先通知"
en = "Planned outages are announced"
each = "work of kind water_outage or power_outage"
each_zh = "每项“停水”或“停电”作业"
due = "starts_at"
due_zh = "作业的开始时间"
met = "a notice water_outage or power_outage with related_id = work_id and published_at < starts_at"
met_zh = "有“停水通知”或“停电通知”，其关联单号为该作业编号，且发布时间早于作业开始时间"
source = "works"
[reads]
works = ["kind", "starts_at"]
notices = ["kind", "related_id", "published_at"]
*/
WITH planned AS (
    SELECT
        w.project_id,
        w.work_id,
        w.starts_at,
        w._row
    FROM works AS w
    WHERE w.kind IN ('water_outage', 'power_outage')
),

announcements AS (
    SELECT
        n.project_id,
        n.related_id,
        n.published_at
    FROM notices AS n
    WHERE
        n.kind IN ('water_outage', 'power_outage')
        AND n.published_at IS NOT NULL
),

announced AS (
    SELECT
        w.project_id,
        w.work_id,
        w.starts_at,
        w._row,
        bool_or(is_before(a.published_at, w.starts_at)) AS is_announced,
        min(a.published_at) AS published_at
    FROM planned AS w
    LEFT JOIN announcements AS a
        ON
            w.project_id = a.project_id
            AND w.work_id = a.related_id
    GROUP BY w.project_id, w.work_id, w.starts_at, w._row
)

SELECT
    w.project_id,
    w.work_id AS record_id,
    w.starts_at AS due_at,
    w.is_announced AS met,
    w.published_at AS done_at,
    w._row AS source_row
FROM announced AS w
