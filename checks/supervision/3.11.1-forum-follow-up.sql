/*
clause = "3.11.1"
unit = "0.1"
zh = "恳谈会意见有人跟进并验证"
en = "Forum opinions are followed up and verified"
each = "action of source forum"
each_zh = "来源为恳谈会（forum）的每项整改措施"
due = "due_at, or days(raised_at, action_days) where absent"
due_zh = "要求完成时间；未填的，为提出时间后第 action_days 天结束前"
met = "owner_id present and completed_at ≤ due and verified_at ≤ due"
met_zh = "有责任人，且完成时间和验证时间均不晚于期限"
params = { action_days = 30 }
reads = { actions = ["source", "raised_at", "owner_id", "due_at", "completed_at", "verified_at"] }
source = "actions"
*/
WITH forum_actions AS (
    SELECT
        a.project_id,
        a.action_id,
        a.raised_at,
        a.owner_id,
        a.completed_at,
        a.verified_at,
        a._row,
        coalesce(a.due_at, days(a.raised_at, $action_days)) AS promised_at
    FROM actions AS a
    WHERE a.source = 'forum'
)

SELECT
    f.project_id,
    f.action_id AS record_id,
    promised(f.promised_at, f.raised_at) AS due_at,
    f.owner_id IS NOT NULL
    AND kept_promise(f.completed_at, f.promised_at, f.raised_at)
    AND kept_promise(f.verified_at, f.promised_at, f.raised_at) AS met,
    CASE
        WHEN f.owner_id IS NOT NULL AND f.completed_at IS NOT NULL AND f.verified_at IS NOT NULL
            THEN greatest(f.completed_at, f.verified_at)
    END AS done_at,
    f._row AS source_row
FROM forum_actions AS f
