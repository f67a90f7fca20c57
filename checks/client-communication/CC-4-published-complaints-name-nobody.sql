/*
clause = "CC-4"
item = "2.11"
zh = "公布投诉不露房号姓名"
en = "Published complaints name nobody"
each = "notice complaint_summary with published_at"
each_zh = "有发布时间的投诉处理公布（complaint_summary）"
due = "published_at"
due_zh = "发布时间"
met = "neither title nor body contains (in plain text, as written) the owner_name (2 characters or more), the phone, or building and room together (as 'building-room' or 'buildingroom') of any household of the project"
met_zh = "标题与正文（按原文）均不含本项目任一业户的业主姓名（2个字及以上的）、联系电话，或楼栋与房号连写（“楼栋-房号”或“楼栋房号”）"
note = "The detail of a finding never quotes the name."
note_zh = "问题明细中绝不引用姓名。"
source = "notices"
[reads]
notices = ["kind", "title", "body", "published_at"]
households = ["building", "room", "owner_name", "phone"]
*/
-- Every summary is held against every household, so only those of the period are.
WITH summaries AS (
    SELECT
        n.project_id,
        n.notice_id,
        coalesce(n.title, '') AS title,
        coalesce(n.body, '') AS body,
        n.published_at,
        n._row
    FROM notices AS n
    WHERE
        n.kind = 'complaint_summary'
        AND n.published_at >= $period_start
        AND n.published_at <= $period_end
),

-- What tells who somebody is: the name, the phone, the address in both spellings.
giveaways AS (
    SELECT
        h.project_id,
        h.owner_name AS words
    FROM households AS h
    WHERE length(h.owner_name) >= 2
    UNION
    SELECT
        h.project_id,
        h.phone AS words
    FROM households AS h
    WHERE h.phone IS NOT NULL
    UNION
    SELECT
        h.project_id,
        h.building || '-' || h.room AS words
    FROM households AS h
    WHERE h.building IS NOT NULL AND h.room IS NOT NULL
    UNION
    SELECT
        h.project_id,
        h.building || h.room AS words
    FROM households AS h
    WHERE h.building IS NOT NULL AND h.room IS NOT NULL
),

telling AS (
    SELECT DISTINCT
        s.project_id,
        s.notice_id
    FROM summaries AS s
    INNER JOIN giveaways AS g ON s.project_id = g.project_id
    WHERE contains(s.title, g.words) OR contains(s.body, g.words)
)

SELECT
    s.project_id,
    s.notice_id AS record_id,
    s.published_at AS due_at,
    t.notice_id IS NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM summaries AS s
LEFT JOIN telling AS t
    ON
        s.project_id = t.project_id
        AND s.notice_id = t.notice_id
