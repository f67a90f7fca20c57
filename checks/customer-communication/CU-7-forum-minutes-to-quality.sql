/*
clause = "CU-7"
item = "3.10"
zh = "座谈会纪要抄送品质"
en = "Forum minutes go to quality"
each = "meeting owners_forum"
each_zh = "每次业主恳谈会"
due = "wd(held_at, cc_working_days)"
due_zh = "召开时间后第 cc_working_days 个工作日终了（wd(held_at, cc_working_days)）"
met = "minutes_at, cc_quality_at and cc_executive_at ≤ due"
met_zh = "纪要时间、抄送品质部时间和抄送分管管理层时间均 ≤ 应完成时刻"
params = { cc_working_days = 5 }
source = "meetings"
reads = { meetings = ["kind", "held_at", "minutes_at", "cc_quality_at", "cc_executive_at"] }
*/
WITH forums AS (
    SELECT
        m.project_id,
        m.meeting_id,
        wd(m.held_at, $cc_working_days) AS due_at,
        CASE
            WHEN m.minutes_at IS NOT NULL AND m.cc_quality_at IS NOT NULL AND m.cc_executive_at IS NOT NULL
                THEN greatest(m.minutes_at, m.cc_quality_at, m.cc_executive_at)
        END AS done_at,
        m._row
    FROM meetings AS m
    WHERE m.kind = 'owners_forum'
)

SELECT
    f.project_id,
    f.meeting_id AS record_id,
    f.due_at,
    done_by(f.done_at, f.due_at) AS met,
    f.done_at,
    f._row AS source_row
FROM forums AS f
