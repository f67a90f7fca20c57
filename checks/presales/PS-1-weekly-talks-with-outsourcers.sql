/*
clause = "PS-1"
zh = "每周与外包单位洽谈"
en = "Weekly talks with each outsourced unit"
each = "project, each week W"
each_zh = "每个项目，每周"
due = "end(W)"
due_zh = "该周（周一至周日）最后一日的最后一刻"
met = "a contact with party outsourcer started in W"
met_zh = "该周内有一次沟通对象为外包单位的沟通（按开始时间）"
note = "The logs do not list the outsourced units; one talk a week is asked for."
note_zh = "日志没有列出各外包单位，故每周要求一次洽谈。"
[reads]
contacts = ["party", "started_at"]
*/
WITH talks AS (
    SELECT
        c.project_id,
        c.started_at,
        CAST(date_trunc('week', c.started_at) AS DATE) AS week_of
    FROM contacts AS c
    WHERE c.party = 'outsourcer'
)

SELECT
    u.project_id,
    u.unit AS record_id,
    unit_end(u.ends_on) AS due_at,
    count(c.started_at) > 0 AS met,
    min(c.started_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_weeks AS u
LEFT JOIN talks AS c
    ON
        u.project_id = c.project_id
        AND u.starts_on = c.week_of
GROUP BY u.project_id, u.unit, u.ends_on
