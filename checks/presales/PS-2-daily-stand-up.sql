/*
clause = "PS-2"
zh = "每日部门碰头会"
en = "A stand-up every working day"
each = "project, each working day D"
each_zh = "每个项目，每个工作日"
due = "eod(D)"
due_zh = "该日的最后一刻"
met = "a meeting daily_standup held on D"
met_zh = "该日召开了会议类型为早会（碰头会）的会议"
note = "The source: daily; working days is ours."
note_zh = "原文：每日；按工作日计是本工具的解释。"
[reads]
meetings = ["kind", "held_at"]
*/
WITH stand_ups AS (
    SELECT
        m.project_id,
        m.held_at,
        CAST(m.held_at AS DATE) AS held_on
    FROM meetings AS m
    WHERE m.kind = 'daily_standup'
)

SELECT
    d.project_id,
    d.unit AS record_id,
    eod(d.starts_on) AS due_at,
    count(m.held_at) > 0 AS met,
    min(m.held_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_days AS d
LEFT JOIN stand_ups AS m
    ON
        d.project_id = m.project_id
        AND d.starts_on = m.held_on
WHERE is_working_day(d.starts_on)
GROUP BY d.project_id, d.unit, d.starts_on
