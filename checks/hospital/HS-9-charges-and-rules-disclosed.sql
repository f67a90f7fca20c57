/*
clause = "HS-9"
zh = "收费等院务公开"
en = "Charges and rules are disclosed"
each = "project (standing): #fee_standard and #disclosure"
each_zh = "每个项目（持续事项，审计期末判定）：#fee_standard（收费标准）和 #disclosure（院务公开）两项"
met = "#fee_standard: notice fee_standard in force at due; #disclosure: notice disclosure in force at due"
met_zh = "#fee_standard：期末有有效的收费标准公示（fee_standard）；#disclosure：期末有有效的院务公开公示（disclosure）（已发布、未收回、未过张贴截止日期）"
reads = { notices = ["kind", "published_at", "removed_at", "expires_on"] }
source = "notices"
*/
WITH disclosures AS (
    SELECT
        n.project_id,
        n.kind,
        n.published_at,
        n.removed_at,
        n.expires_on,
        n._row
    FROM notices AS n
    WHERE n.kind IN ('fee_standard', 'disclosure')
),

owed_disclosures AS (
    SELECT
        s.project_id,
        s.due_at,
        'fee_standard' AS kind
    FROM standing AS s
    UNION ALL
    SELECT
        s.project_id,
        s.due_at,
        'disclosure' AS kind
    FROM standing AS s
)

SELECT
    o.project_id,
    '#' || o.kind AS record_id,
    o.due_at,
    bool_or(notice_in_force(n.published_at, n.removed_at, n.expires_on, o.due_at)) AS met,
    -- What was published only after the due moment counts as done late.
    min(n.published_at) FILTER (
        WHERE notice_in_force(n.published_at, n.removed_at, n.expires_on, greatest(n.published_at, o.due_at))
    ) AS done_at,
    max(n._row) FILTER (
        WHERE NOT notice_in_force(n.published_at, n.removed_at, n.expires_on, o.due_at)
    ) AS source_row
FROM owed_disclosures AS o
LEFT JOIN disclosures AS n
    ON
        o.project_id = n.project_id
        AND o.kind = n.kind
GROUP BY o.project_id, o.kind, o.due_at
