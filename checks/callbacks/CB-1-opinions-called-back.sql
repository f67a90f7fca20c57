/*
clause = "CB-1"
item = "2.10"
zh = "意见建议有回访"
en = "Opinions and suggestions are called back"
each = "request of kind opinion or suggestion with closed_at"
each_zh = "每条类型为意见或建议、已有关闭时间的建议需求"
due = "days(closed_at, callback_days)"
due_zh = "关闭时间之后第 callback_days 天的最后一刻"
met = "a callback request_callback of it, closed_at ≤ started_at ≤ due, or a notice feedback with related_id = request_id and published_at ≤ due"
met_zh = "有一次目的为建议回访、关联单号为该需求编号的回访，关闭时间 ≤ 回访开始时间 ≤ 到期；或有一条通知类型为处理结果反馈、关联单号为该需求编号的通知，发布时间 ≤ 到期"
params = { callback_days = 7 }
source = "requests"
[reads]
requests = ["kind", "closed_at"]
contacts = ["purpose", "related_id", "started_at"]
notices = ["kind", "related_id", "published_at"]
*/
WITH closed AS (
    SELECT
        r.project_id,
        r.request_id,
        r.closed_at,
        days(r.closed_at, $callback_days) AS due_at,
        r._row
    FROM requests AS r
    WHERE
        r.kind IN ('opinion', 'suggestion')
        AND r.closed_at IS NOT NULL
),

-- A callback comes after the closing; a notice may go out before it.
answers AS (
    SELECT
        c.project_id,
        c.related_id,
        c.started_at AS answered_at,
        TRUE AS is_callback
    FROM contacts AS c
    WHERE c.purpose = 'request_callback'
    UNION ALL
    SELECT
        n.project_id,
        n.related_id,
        n.published_at AS answered_at,
        FALSE AS is_callback
    FROM notices AS n
    WHERE n.kind = 'feedback'
),

answered AS (
    SELECT
        r.project_id,
        r.request_id,
        r.due_at,
        r._row,
        min(a.answered_at) FILTER (
            WHERE NOT a.is_callback OR not_after(r.closed_at, a.answered_at)
        ) AS done_at
    FROM closed AS r
    LEFT JOIN answers AS a
        ON
            r.project_id = a.project_id
            AND r.request_id = a.related_id
    GROUP BY r.project_id, r.request_id, r.due_at, r._row
)

SELECT
    r.project_id,
    r.request_id AS record_id,
    r.due_at,
    done_by(r.done_at, r.due_at) AS met,
    r.done_at,
    r._row AS source_row
FROM answered AS r
