/*
clause = "5.3.1"
unit = "0.1"
zh = "报告、重大改造及公共利益事项与业委会沟通并留记录"
en = "Reports and major works are taken to the committee, with a record"
each = "letter to party committee, direction out, of subject report, major_repair, facility_renewal or owner_interest, with sent_at; and residential project with committee_formed_on ≤ due, each quarter Q, record #report"
each_zh = "对方为业委会（committee）、方向为发函（out）、事项为管理服务报告（report）、大中修（major_repair）、更新公用设施（facility_renewal）或业主利益（owner_interest）且有送达时间的每份函件；以及业委会成立日期不晚于期限的住宅项目，每季度 Q，记录 #report（报告）"
due = "letter: days(sent_at, archive_days); #report: dom(first month of Q, 20)"
due_zh = "函件：送达时间后第 archive_days 天结束前；#report：Q 首月 20 日结束前"
met = "letter: archived_at ≤ due; #report: document management_service_report for prev(Q) with committee_signed_at ≤ due"
met_zh = "函件：归档时间不晚于期限；#report：有所属期间为上一季度 prev(Q) 的管理服务报告（management_service_report），业委会签字时间不晚于期限"
params = { archive_days = 7 }
overlaps = ["2.2.4"]
note = "record id of the report: Q#report"
note_zh = "报告的记录编号为“Q#report”。"
source = "letters"
[reads]
projects = ["property_type", "committee_formed_on"]
letters = ["party", "direction", "subject", "sent_at", "archived_at"]
documents = ["kind", "period", "committee_signed_at"]
*/
WITH owed_reports AS (
    SELECT
        q.project_id,
        q.unit,
        q.prev_unit,
        dom(q.starts_on, 20) AS due_at
    FROM owed_prev_quarters AS q
    WHERE
        q.property_type = 'residential'
        AND q.committee_formed_on <= dom(q.starts_on, 20)
),

signed_reports AS (
    SELECT
        o.project_id,
        o.unit,
        o.due_at,
        bool_or(done_by(d.committee_signed_at, o.due_at)) AS met,
        min(d.committee_signed_at) AS done_at
    FROM owed_reports AS o
    LEFT JOIN documents AS d
        ON
            o.project_id = d.project_id
            AND d.kind = 'management_service_report'
            AND o.prev_unit = d.period
    GROUP BY o.project_id, o.unit, o.due_at
)

SELECT
    l.project_id,
    l.letter_id AS record_id,
    days(l.sent_at, $archive_days) AS due_at,
    done_by(l.archived_at, days(l.sent_at, $archive_days)) AS met,
    l.archived_at AS done_at,
    l._row AS source_row
FROM letters AS l
WHERE
    l.party = 'committee'
    AND l.direction = 'out'
    AND l.subject IN ('report', 'major_repair', 'facility_renewal', 'owner_interest')
    AND l.sent_at IS NOT NULL
UNION ALL
SELECT
    r.project_id,
    r.unit || '#report' AS record_id,
    r.due_at,
    r.met,
    r.done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM signed_reports AS r
