/*
clause = "4.1.1"
unit = "0.1"
zh = "特殊岗位持证上岗"
en = "Special posts hold a valid certificate"
subjects = "staff"
each = "staff with special_post, joined_on absent or ≤ the period's end, left_on absent or > it (standing)"
each_zh = "特殊岗位的每名员工，入职日期为空或不晚于期末，离职日期为空或在期末之后（持续事项，审计期末判定）"
met = "certificate_no present and (certificate_expires_on absent or ≥ the period's last day)"
met_zh = "有上岗证编号，且证书有效期为空或不早于审计期最后一天"
reads = { staff = ["special_post", "certificate_no", "certificate_expires_on", "joined_on", "left_on"] }
source = "staff"
*/
SELECT
    p.project_id,
    p.staff_id AS record_id,
    s.due_at,
    p.certificate_no IS NOT NULL AND coalesce(p.certificate_expires_on >= s.last_day, TRUE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    p._row AS source_row
FROM standing AS s
INNER JOIN staff AS p ON s.project_id = p.project_id
WHERE
    p.special_post
    AND coalesce(p.joined_on <= s.last_day, TRUE)
    AND coalesce(p.left_on > s.last_day, TRUE)
