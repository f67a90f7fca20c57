/*
clause = "6.2.2"
unit = "0.1"
zh = "入驻三个月内建立商户档案"
en = "Each shop's file exists within three months"
subjects = "shops"
each = "merchant shop present at the period's end with months(moved_in_on, 3) ≤ it (standing)"
each_zh = "期末在驻（入驻日期为空或不晚于期末，退出日期为空或在期末之后）、且入驻日期后 3 个月之日结束不晚于期末的每家商铺（shop）（持续事项，审计期末判定）"
met = "archived_on ≤ the period's end and licence_copy and id_copies and photos"
met_zh = "建档日期不晚于期末，且营业执照、身份证复印件和照片齐全"
note = "Judged as a state: a file that is missing costs points in every audit until it is there."
note_zh = "按状态判定：档案未补齐之前，每次审计都扣分。"
source = "merchants"
[reads]
merchants = ["kind", "moved_in_on", "moved_out_on", "archived_on", "licence_copy", "id_copies", "photos"]
*/
SELECT
    m.project_id,
    m.merchant_id AS record_id,
    s.due_at,
    m.archived_on <= s.last_day AND m.licence_copy AND m.id_copies AND m.photos AS met,
    CASE
        WHEN m.licence_copy AND m.id_copies AND m.photos THEN CAST(m.archived_on AS TIMESTAMP)
    END AS done_at,
    m._row AS source_row
FROM standing AS s
INNER JOIN merchants AS m ON s.project_id = m.project_id
WHERE
    m.kind = 'shop'
    AND is_present(m.moved_in_on, m.moved_out_on, s.last_day)
    AND months(m.moved_in_on, 3) <= s.due_at
