/*
clause = "OC-3"
item = "3.7"
zh = "影响生活的安装维修有通知或警示"
en = "Disturbing works are announced or signed"
each = "work of kind elevator, installation or other"
each_zh = "每项“电梯维修”“维修安装”或“其他”作业"
due = "starts_at"
due_zh = "作业的开始时间"
met = "warning_sign, or a notice works or general with related_id = work_id and published_at < starts_at"
met_zh = "设有警示标识；或有“维修施工通知”或“一般通知”，其关联单号为该作业编号，且发布时间早于作业开始时间"
source = "works"
[reads]
works = ["kind", "starts_at", "warning_sign"]
notices = ["kind", "related_id", "published_at"]
*/
WITH planned AS (
    SELECT
        w.project_id,
        w.work_id,
        w.starts_at,
        coalesce(w.warning_sign, FALSE) AS is_signed,
        w._row
    FROM works AS w
    WHERE w.kind IN ('elevator', 'installation', 'other')
),

announcements AS (
    SELECT
        n.project_id,
        n.related_id,
        n.published_at
    FROM notices AS n
    WHERE
        n.kind IN ('works', 'general')
        AND n.published_at IS NOT NULL
),

announced AS (
    SELECT
        w.project_id,
        w.work_id,
        w.starts_at,
        w.is_signed,
        w._row,
        bool_or(is_before(a.published_at, w.starts_at)) AS is_announced,
        min(a.published_at) AS published_at
    FROM planned AS w
    LEFT JOIN announcements AS a
        ON
            w.project_id = a.project_id
            AND w.work_id = a.related_id
    GROUP BY w.project_id, w.work_id, w.starts_at, w.is_signed, w._row
)

SELECT
    w.project_id,
    w.work_id AS record_id,
    w.starts_at AS due_at,
    w.is_signed OR w.is_announced AS met,
    CASE WHEN NOT w.is_signed THEN w.published_at END AS done_at,
    w._row AS source_row
FROM announced AS w
