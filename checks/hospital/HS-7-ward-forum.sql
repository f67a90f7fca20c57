/*
clause = "HS-7"
zh = "科室每月工休座谈会"
en = "A ward forum each month"
each = "project, each month M"
each_zh = "每个项目，每月 M"
due = "end(M)"
due_zh = "M 的最后一天结束前"
met = "a meeting ward_forum held in M, chaired_by_role department_director, with minutes_at ≤ due"
met_zh = "召开时间在 M 内、会议类型为科室工休座谈会（ward_forum）的会议至少一次，主持人岗位为科主任、护士长（department_director），且纪要时间不晚于期限"
reads = { meetings = ["kind", "held_at", "chaired_by_role", "minutes_at"] }
source = "meetings"
*/
WITH ward_forums AS (
    SELECT
        m.project_id,
        CAST(date_trunc('month', m.held_at) AS DATE) AS month_starts_on,
        CASE
            WHEN holds_rank(m.chaired_by_role, 'department_director') AND m.minutes_at IS NOT NULL
                THEN greatest(m.held_at, m.minutes_at)
        END AS recorded_at,
        m._row
    FROM meetings AS m
    WHERE m.kind = 'ward_forum'
),

owed_forums AS (
    SELECT
        o.project_id,
        o.unit,
        o.starts_on,
        unit_end(o.ends_on) AS due_at
    FROM owed_months AS o
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(f.recorded_at, o.due_at)) AS met,
    min(f.recorded_at) AS done_at,
    min(f._row) AS source_row
FROM owed_forums AS o
LEFT JOIN ward_forums AS f
    ON
        o.project_id = f.project_id
        AND o.starts_on = f.month_starts_on
GROUP BY o.project_id, o.unit, o.due_at
