/*
clause = "HS-8"
zh = "医院每季工休座谈会"
en = "A hospital forum each quarter"
each = "project, each quarter Q"
each_zh = "每个项目，每季度 Q"
due = "end(Q)"
due_zh = "Q 的最后一天结束前"
met = "a meeting hospital_forum held in Q, chaired_by_role hospital_leader, with minutes_at ≤ due"
met_zh = "召开时间在 Q 内、会议类型为医院工休座谈会（hospital_forum）的会议至少一次，主持人岗位为院领导（hospital_leader），且纪要时间不晚于期限"
reads = { meetings = ["kind", "held_at", "chaired_by_role", "minutes_at"] }
source = "meetings"
*/
WITH hospital_forums AS (
    SELECT
        m.project_id,
        CAST(date_trunc('quarter', m.held_at) AS DATE) AS quarter_starts_on,
        CASE
            WHEN holds_rank(m.chaired_by_role, 'hospital_leader') AND m.minutes_at IS NOT NULL
                THEN greatest(m.held_at, m.minutes_at)
        END AS recorded_at,
        m._row
    FROM meetings AS m
    WHERE m.kind = 'hospital_forum'
),

owed_forums AS (
    SELECT
        o.project_id,
        o.unit,
        o.starts_on,
        unit_end(o.ends_on) AS due_at
    FROM owed_quarters AS o
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(f.recorded_at, o.due_at)) AS met,
    min(f.recorded_at) AS done_at,
    min(f._row) AS source_row
FROM owed_forums AS o
LEFT JOIN hospital_forums AS f
    ON
        o.project_id = f.project_id
        AND o.starts_on = f.quarter_starts_on
GROUP BY o.project_id, o.unit, o.due_at
