/*
clause = "5.2.1"
unit = "0.5"
zh = "经费有管理规定，收支有审批"
en = "Funds have rules; each entry was approved"
each = "project with committee_formed_on ≤ the period's end (standing), record #policy; and each committee_funds entry"
each_zh = "业委会成立日期不晚于期末的每个项目（持续事项，审计期末判定），记录 #policy（规定）；以及每笔业委会经费"
due = "#policy: the period's end; entry: eod(occurred_on)"
due_zh = "#policy：审计期末；每笔经费：发生日期当天结束前"
met = "#policy: document committee_fund_policy in force at due; entry: approved_at ≤ due"
met_zh = "#policy：期末有有效的业委会经费管理规定（committee_fund_policy）（已审批、已生效、未失效）；每笔经费：审批时间不晚于期限"
source = "committee_funds"
[reads]
projects = ["committee_formed_on"]
documents = ["kind", "approved_at", "effective_on", "expires_on"]
committee_funds = ["occurred_on", "approved_at"]
*/
WITH policy AS (
    SELECT
        s.project_id,
        s.due_at,
        bool_or(document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at)) AS met,
        min(d.approved_at) FILTER (WHERE coalesce(d.expires_on >= s.last_day, TRUE)) AS done_at
    FROM standing AS s
    LEFT JOIN documents AS d
        ON
            s.project_id = d.project_id
            AND d.kind = 'committee_fund_policy'
    WHERE s.committee_formed_on <= s.last_day
    GROUP BY s.project_id, s.due_at
)

SELECT
    p.project_id,
    '#policy' AS record_id,
    p.due_at,
    p.met,
    p.done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM policy AS p
UNION ALL
SELECT
    f.project_id,
    f.entry_id AS record_id,
    eod(f.occurred_on) AS due_at,
    done_by(f.approved_at, eod(f.occurred_on)) AS met,
    f.approved_at AS done_at,
    f._row AS source_row
FROM committee_funds AS f
