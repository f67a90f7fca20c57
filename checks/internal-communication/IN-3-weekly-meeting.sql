/*
clause = "IN-3"
zh = "每周例会、主管主持、签到"
en = "A weekly meeting, chaired and signed in"
each = "project, each week W"
each_zh = "项目，每周 W（周一至周日）"
due = "end(W)"
due_zh = "W 周周日结束时"
met = "a meeting weekly held in W, chaired_by_role a unit head, signed_in"
met_zh = "W 周内召开过部门例会，由部门负责人、项目经理或更高岗位主持，且有签到（须为同一次例会）"
source = "meetings"
[reads]
meetings = ["kind", "held_at", "chaired_by_role", "signed_in"]
*/
WITH weekly_meetings AS (
    SELECT
        m.project_id,
        m.held_at,
        m._row,
        ranks_as_unit_head(m.chaired_by_role) AND coalesce(m.signed_in, FALSE) AS is_proper
    FROM meetings AS m
    WHERE m.kind = 'weekly'
)

SELECT
    w.project_id,
    w.unit AS record_id,
    unit_end(w.ends_on) AS due_at,
    coalesce(bool_or(m.is_proper), FALSE) AS met,
    min(CASE WHEN m.is_proper THEN m.held_at END) AS done_at,
    min(m._row) AS source_row
FROM owed_weeks AS w
LEFT JOIN weekly_meetings AS m
    ON
        w.project_id = m.project_id
        AND during(m.held_at, w.starts_on, w.ends_on)
GROUP BY w.project_id, w.unit, w.ends_on
