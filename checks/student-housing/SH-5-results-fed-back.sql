/*
clause = "SH-5"
zh = "结果多渠道反馈"
en = "Results are fed back"
each = "request of kind opinion or suggestion with closed_at"
each_zh = "类型为意见（opinion）或建议（suggestion）且有关闭时间的每条建议需求"
due = "days(closed_at, feedback_days)"
due_zh = "关闭时间后第 feedback_days 天结束前"
met = "a contact of purpose feedback or request_callback for it, closed_at ≤ started_at ≤ due; or a notice feedback with related_id = request_id, closed_at ≤ published_at ≤ due"
met_zh = "有一条关联单号为该需求编号、目的为进展反馈（feedback）或建议需求回访（request_callback）的走访回访记录，关闭时间 ≤ 其开始时间 ≤ 期限；或有一条关联单号为该需求编号、通知类型为处理结果反馈（feedback）的信息发布，关闭时间 ≤ 其发布时间 ≤ 期限"
params = { feedback_days = 7 }
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
        days(r.closed_at, $feedback_days) AS due_at,
        r._row
    FROM requests AS r
    WHERE
        r.kind IN ('opinion', 'suggestion')
        AND r.closed_at IS NOT NULL
),

feedback AS (
    SELECT
        c.project_id,
        c.related_id,
        c.started_at AS fed_back_at
    FROM contacts AS c
    WHERE c.purpose IN ('feedback', 'request_callback')
    UNION ALL
    SELECT
        n.project_id,
        n.related_id,
        n.published_at AS fed_back_at
    FROM notices AS n
    WHERE n.kind = 'feedback'
),

fed_back AS (
    SELECT
        c.project_id,
        c.request_id,
        c.due_at,
        c._row,
        min(f.fed_back_at) AS done_at
    FROM closed AS c
    LEFT JOIN feedback AS f
        ON
            c.project_id = f.project_id
            AND c.request_id = f.related_id
            AND not_after(c.closed_at, f.fed_back_at)
    GROUP BY c.project_id, c.request_id, c.due_at, c._row
)

SELECT
    f.project_id,
    f.request_id AS record_id,
    f.due_at,
    done_by(f.done_at, f.due_at) AS met,
    f.done_at,
    f._row AS source_row
FROM fed_back AS f
