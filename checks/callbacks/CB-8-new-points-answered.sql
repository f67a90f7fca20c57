/*
clause = "CB-8"
zh = "回访新问题预约答复并兑现"
en = "New points raised get a promised reply, kept"
each = "contact of a callback purpose with needs_feedback"
each_zh = "每条目的为某种回访且“需反馈”为是的走访回访记录"
due = "reply_promised_at, or days(started_at, reply_days) where absent"
due_zh = "预约回复时间；没有的，为开始时间之后第 reply_days 天的最后一刻"
met = "reply_promised_at present and started_at ≤ fed_back_at ≤ due"
met_zh = "有预约回复时间，且开始时间 ≤ 反馈时间 ≤ 到期"
params = { reply_days = 7 }
note = "callback purposes: complaint_, request_, repair_, service_ and move_in_callback"
note_zh = "回访的目的：投诉回访、建议回访、维修回访、居家服务回访和入住回访"
source = "contacts"
[reads]
contacts = ["purpose", "needs_feedback", "started_at", "reply_promised_at", "fed_back_at"]
*/
WITH raised AS (
    SELECT
        c.project_id,
        c.contact_id,
        c.started_at,
        c.reply_promised_at,
        coalesce(c.reply_promised_at, days(c.started_at, $reply_days)) AS reply_by,
        CASE
            WHEN c.reply_promised_at IS NOT NULL AND not_after(c.started_at, c.fed_back_at) THEN c.fed_back_at
        END AS done_at,
        c._row
    FROM contacts AS c
    WHERE
        c.purpose IN (
            'complaint_callback',
            'request_callback',
            'repair_callback',
            'service_callback',
            'move_in_callback'
        )
        AND c.needs_feedback
)

SELECT
    r.project_id,
    r.contact_id AS record_id,
    promised(r.reply_by, r.started_at) AS due_at,
    kept_promise(r.done_at, r.reply_by, r.started_at) AS met,
    r.done_at,
    r._row AS source_row
FROM raised AS r
