/*
clause = "3.7.1"
unit = "0.1"
zh = "信息及时、准确发布"
en = "Notices are in time and accurate"
each = "notice with published_at: #timely; and notice with corrected_at: #accurate"
each_zh = "有发布时间的每则信息发布：#timely（及时）；以及有更正时间的每则信息发布：#accurate（准确）"
due = "#timely: published_at; #accurate: corrected_at"
due_zh = "#timely：发布时间；#accurate：更正时间"
met = "#timely: effective_at absent or published_at ≤ effective_at; #accurate: never (a correction shows that it was not)"
met_zh = "#timely：生效时间为空，或发布时间 ≤ 生效时间；#accurate：一律不符合（有更正即说明原内容不准确）"
reads = { notices = ["published_at", "effective_at", "corrected_at"] }
source = "notices"
*/
SELECT
    n.project_id,
    tagged(n.notice_id, 'timely') AS record_id,
    n.published_at AS due_at,
    n.effective_at IS NULL OR not_after(n.published_at, n.effective_at) AS met,
    n.published_at AS done_at,
    n._row AS source_row
FROM notices AS n
WHERE n.published_at IS NOT NULL
UNION ALL
SELECT
    n.project_id,
    tagged(n.notice_id, 'accurate') AS record_id,
    n.corrected_at AS due_at,
    FALSE AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    n._row AS source_row
FROM notices AS n
WHERE n.corrected_at IS NOT NULL
