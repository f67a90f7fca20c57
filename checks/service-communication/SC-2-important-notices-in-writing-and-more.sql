/*
clause = "SC-2"
item = "3.7"
zh = "重要通知书面加其他渠道"
en = "Important notices: in writing, and one more way"
each = "notice with published_at that is important or of kind policy or fee_standard"
each_zh = "有发布时间，且重要为“是”或类型为制度（policy）、收费标准（fee_standard）的每则通知"
due = "published_at"
due_zh = "发布时间"
met = "channels has at least 2 different words, one of them bulletin, doorway, elevator, mailbox or letter"
met_zh = "发布渠道至少有 2 个不同的词，其中之一为公告栏（bulletin）、单元门口（doorway）、电梯轿厢（elevator）、信箱（mailbox）或信函（letter）"
reads = { notices = ["kind", "channels", "important", "published_at"] }
source = "notices"
*/
SELECT
    n.project_id,
    n.notice_id AS record_id,
    n.published_at AS due_at,
    coalesce(
        array_length(list_distinct(n.channels)) >= 2
        AND has_any(n.channels, ['bulletin', 'doorway', 'elevator', 'mailbox', 'letter']),
        FALSE
    ) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    n._row AS source_row
FROM notices AS n
WHERE
    n.published_at IS NOT NULL
    AND (n.important OR n.kind IN ('policy', 'fee_standard'))
