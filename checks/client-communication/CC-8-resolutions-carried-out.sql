/*
clause = "CC-8"
item = "5.3"
zh = "会议决议跟进落实"
en = "Resolutions are carried out"
each = "action of source committee"
each_zh = "来源为业委会会议的整改措施"
due = "the earlier of held_at of the project's next meeting committee_regular after raised_at and days(raised_at, action_days)"
due_zh = "提出时间之后本项目下一次业委会例会（committee_regular）的召开时间，与 days(提出时间, action_days) 中较早者"
met = "owner_id present and completed_at ≤ due"
met_zh = "有责任人，且 完成时间 ≤ 截止"
params = { action_days = 90 }
reads = { actions = ["source", "raised_at", "owner_id", "completed_at"], meetings = ["kind", "held_at"] }
source = "actions"
*/
WITH resolutions AS (
    SELECT
        a.project_id,
        a.action_id,
        a.raised_at,
        a.owner_id,
        a.completed_at,
        a._row,
        days(a.raised_at, $action_days) AS latest_at
    FROM actions AS a
    WHERE a.source = 'committee'
),

regular_meetings AS (
    SELECT
        m.project_id,
        m.held_at
    FROM meetings AS m
    WHERE m.kind = 'committee_regular'
),

with_next_meeting AS (
    SELECT
        r.project_id,
        r.action_id,
        r.owner_id,
        r.completed_at,
        r._row,
        r.latest_at,
        min(m.held_at) AS next_held_at
    FROM resolutions AS r
    LEFT JOIN regular_meetings AS m
        ON
            r.project_id = m.project_id
            AND is_before(r.raised_at, m.held_at)
    GROUP BY r.project_id, r.action_id, r.owner_id, r.completed_at, r._row, r.latest_at
)

SELECT
    w.project_id,
    w.action_id AS record_id,
    least(w.latest_at, w.next_held_at) AS due_at,
    w.owner_id IS NOT NULL
    AND CASE
        WHEN w.next_held_at <= w.latest_at THEN not_after(w.completed_at, w.next_held_at)
        ELSE done_by(w.completed_at, w.latest_at)
    END AS met,
    CASE WHEN w.owner_id IS NOT NULL THEN w.completed_at END AS done_at,
    w._row AS source_row
FROM with_next_meeting AS w
