/*
clause = "2.7.1"
unit = "0.1"
zh = "每月30日前公布共性与公共利益投诉的处理"
en = "Handling of public-interest complaints is published monthly"
each = "project, each month M with a complaint of public_interest or of area neighbour, or a request of public_interest, received after dom(prev(M), 30) and ≤ due"
each_zh = "每个项目，每月 M，以上月 30 日（不足 30 日的为月末）结束之后至期限止（含）受理过涉及公共利益的投诉、归属为邻里（neighbour）的投诉或涉及公共利益的建议需求为限"
due = "dom(M, 30)"
due_zh = "M 的 30 日（不足 30 日的为月末）结束前"
met = "a notice complaint_summary with period absent or M, first day of M ≤ published_at ≤ due"
met_zh = "有一则投诉处理公布（complaint_summary），所属期间为空或为 M，M 的第一天 ≤ 发布时间 ≤ 期限"
overlaps = ["CC-3"]
source = "notices"
[reads]
complaints = ["public_interest", "area", "received_at"]
requests = ["public_interest", "received_at"]
notices = ["kind", "period", "published_at"]
*/
WITH calls_for_publication AS (
    SELECT
        c.project_id,
        c.received_at
    FROM complaints AS c
    WHERE c.public_interest OR c.area = 'neighbour'
    UNION ALL
    SELECT
        r.project_id,
        r.received_at
    FROM requests AS r
    WHERE r.public_interest
),

months_owed AS (
    SELECT
        m.project_id,
        m.unit,
        CAST(m.starts_on AS TIMESTAMP) AS starts_at,
        dom(m.prev_starts_on, 30) AS opened_after,
        dom(m.starts_on, 30) AS due_at
    FROM owed_months AS m
),

months_called_for AS (
    SELECT
        m.project_id,
        m.unit,
        m.starts_at,
        m.due_at
    FROM months_owed AS m
    INNER JOIN calls_for_publication AS p
        ON m.project_id = p.project_id AND m.opened_after < p.received_at AND m.due_at >= p.received_at
    GROUP BY m.project_id, m.unit, m.starts_at, m.due_at
)

-- A late notice without a period belongs to the month in which it was published.
SELECT
    m.project_id,
    m.unit AS record_id,
    m.due_at,
    bool_or(done_by(n.published_at, m.due_at)) AS met,
    min(n.published_at) AS done_at,
    min(n._row) AS source_row
FROM months_called_for AS m
LEFT JOIN notices AS n
    ON
        m.project_id = n.project_id
        AND n.kind = 'complaint_summary'
        AND m.starts_at <= n.published_at
        AND (m.unit = n.period OR (n.period IS NULL AND m.due_at >= n.published_at))
GROUP BY m.project_id, m.unit, m.due_at
