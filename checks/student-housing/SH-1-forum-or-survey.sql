/*
clause = "SH-1"
zh = "每学期座谈会或问卷一至两次"
en = "A forum or survey each semester"
each = "project, each semester (1 February to 31 July; 1 August to 31 January)"
each_zh = "每个项目，每学期（2 月 1 日至 7 月 31 日；8 月 1 日至次年 1 月 31 日）"
due = "the semester's end"
due_zh = "学期最后一天结束前"
met = "a meeting residents_forum held, or a survey satisfaction distributed, in it"
met_zh = "召开时间在该学期内、会议类型为学生座谈会（residents_forum）的会议至少一次，或发放日期在该学期内、调查类型为业户满意度（satisfaction）的满意度调查至少一次"
reads = { meetings = ["kind", "held_at"], surveys = ["kind", "distributed_on"] }
*/
WITH hearings AS (
    SELECT
        m.project_id,
        m.held_at AS heard_at
    FROM meetings AS m
    WHERE m.kind = 'residents_forum'
    UNION ALL
    SELECT
        s.project_id,
        CAST(s.distributed_on AS TIMESTAMP) AS heard_at
    FROM surveys AS s
    WHERE
        s.kind = 'satisfaction'
        AND s.distributed_on IS NOT NULL
)

SELECT
    o.project_id,
    o.unit AS record_id,
    unit_end(o.ends_on) AS due_at,
    count(h.heard_at) > 0 AS met,
    min(h.heard_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_semesters AS o
LEFT JOIN hearings AS h
    ON
        o.project_id = h.project_id
        AND during(h.heard_at, o.starts_on, o.ends_on)
GROUP BY o.project_id, o.unit, o.ends_on
