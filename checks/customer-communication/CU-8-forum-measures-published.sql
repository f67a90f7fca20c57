/*
clause = "CU-8"
item = "3.11"
zh = "座谈会意见措施审批后公布"
en = "Forum measures are approved and published"
each = "action of source forum"
each_zh = "每条来源为恳谈会的整改措施"
due = "days(raised_at, publish_days)"
due_zh = "提出时间后 publish_days 日终了（days(raised_at, publish_days)）"
met = "approved_at ≤ published_at ≤ due"
met_zh = "审批时间 ≤ 公布时间 ≤ 应完成时刻"
params = { publish_days = 30 }
source = "actions"
reads = { actions = ["source", "raised_at", "approved_at", "published_at"] }
*/
WITH forum_actions AS (
    SELECT
        a.project_id,
        a.action_id,
        days(a.raised_at, $publish_days) AS due_at,
        CASE WHEN not_after(a.approved_at, a.published_at) THEN a.published_at END AS done_at,
        a._row
    FROM actions AS a
    WHERE a.source = 'forum'
)

SELECT
    f.project_id,
    f.action_id AS record_id,
    f.due_at,
    done_by(f.done_at, f.due_at) AS met,
    f.done_at,
    f._row AS source_row
FROM forum_actions AS f
