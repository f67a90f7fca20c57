/*
clause = "OC-1"
item = "3.7"
zh = "消杀喷洒事先通知并设警示"
en = "Spraying is announced and signed"
each = "work of kind spraying"
each_zh = "每项“消杀”作业"
due = "starts_at"
due_zh = "作业的开始时间"
met = "a notice spraying with related_id = work_id and published_at < starts_at; and warning_sign"
met_zh = "有“消杀通知”，其关联单号为该作业编号，且发布时间早于作业开始时间；并设有警示标识"
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
    WHERE w.kind = 'spraying'
),

announcements AS (
    SELECT
        n.project_id,
        n.related_id,
        n.published_at
    FROM notices AS n
    WHERE
        n.kind = 'spraying'
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
    w.is_signed AND w.is_announced AS met,
    CASE WHEN w.is_signed THEN w.published_at END AS done_at,
    w._row AS source_row
FROM announced AS w
