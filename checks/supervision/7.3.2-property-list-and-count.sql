/*
clause = "7.3.2"
unit = "0.1"
zh = "顾客财产清单每月盘点，变化有申报"
en = "Customer property is counted monthly; changes are reported"
each = "project (standing), record #list; and project, each month M"
each_zh = "每个项目（持续事项，审计期末判定），记录 #list（清单）；以及每个项目，每月 M"
due = "#list: the period's end; month: end(M)"
due_zh = "#list：审计期末；每月：M 最后一天结束前"
met = "#list: document property_list in force at due; month: document property_count for M with prepared_at ≤ due and (not changed, or submitted_at ≤ due)"
met_zh = "#list：期末有有效的顾客财产清单（property_list）（已审批、已生效、未失效）；每月：有所属期间为 M 的顾客财产盘点（property_count），编制时间不晚于期限，且没有变化，或报送时间不晚于期限"
source = "documents"
[reads]
documents = ["kind", "approved_at", "effective_on", "expires_on", "period", "prepared_at", "changed", "submitted_at"]
*/
WITH lists AS (
    SELECT
        s.project_id,
        '#list' AS record_id,
        s.due_at,
        document_in_force(d.approved_at, d.effective_on, d.expires_on, s.due_at) AS met,
        CASE WHEN coalesce(d.expires_on >= s.last_day, TRUE) THEN d.approved_at END AS done_at,
        d._row
    FROM standing AS s
    LEFT JOIN documents AS d
        ON
            s.project_id = d.project_id
            AND d.kind = 'property_list'
),

owed_counts AS (
    SELECT
        m.project_id,
        m.unit,
        unit_end(m.ends_on) AS due_at
    FROM owed_months AS m
),

counts AS (
    SELECT
        o.project_id,
        o.unit AS record_id,
        o.due_at,
        done_by(d.prepared_at, o.due_at)
        AND (NOT coalesce(d.changed, FALSE) OR done_by(d.submitted_at, o.due_at)) AS met,
        CASE
            WHEN NOT coalesce(d.changed, FALSE) THEN d.prepared_at
            WHEN d.prepared_at IS NOT NULL AND d.submitted_at IS NOT NULL
                THEN greatest(d.prepared_at, d.submitted_at)
        END AS done_at,
        d._row
    FROM owed_counts AS o
    LEFT JOIN documents AS d
        ON
            o.project_id = d.project_id
            AND d.kind = 'property_count'
            AND o.unit = d.period
),

judged_documents AS (
    SELECT
        l.project_id,
        l.record_id,
        l.due_at,
        l.met,
        l.done_at,
        l._row
    FROM lists AS l
    UNION ALL
    SELECT
        c.project_id,
        c.record_id,
        c.due_at,
        c.met,
        c.done_at,
        c._row
    FROM counts AS c
)

SELECT
    j.project_id,
    j.record_id,
    j.due_at,
    bool_or(j.met) AS met,
    min(j.done_at) AS done_at,
    max(j._row) AS source_row
FROM judged_documents AS j
GROUP BY j.project_id, j.record_id, j.due_at
