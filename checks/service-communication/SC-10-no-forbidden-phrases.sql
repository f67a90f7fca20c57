/*
clause = "SC-10"
item = "3.7"
zh = "禁用服务忌语"
en = "No forbidden phrases"
each = "notice with published_at"
each_zh = "有发布时间的每则通知"
due = "published_at"
due_zh = "发布时间"
met = "neither title nor body contains a phrase of forbidden"
met_zh = "标题和正文均不含 forbidden 所列的任何用语"
params = { forbidden = ["不知道", "不归我管", "没办法", "爱找谁找谁", "自己看"] }
note = "The source speaks of speech; the phrases are ours."
note_zh = "来源说的是口头用语；所列用语由我们拟定。"
reads = { notices = ["title", "body", "published_at"] }
source = "notices"
*/
SELECT
    n.project_id,
    n.notice_id AS record_id,
    n.published_at AS due_at,
    NOT coalesce(contains_any(n.title, $forbidden), FALSE)
    AND NOT coalesce(contains_any(n.body, $forbidden), FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    n._row AS source_row
FROM notices AS n
WHERE n.published_at IS NOT NULL
