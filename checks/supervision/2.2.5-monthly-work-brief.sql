/*
clause = "2.2.5"
unit = "0.1"
zh = "公共物业工作简报按月报送"
en = "Public property: the monthly brief reaches the client"
each = "public project, each month M"
each_zh = "每个公共物业项目，每月 M"
due = "dom(M, 3)"
due_zh = "M 的 3 日结束前"
note = "The source puts the 3rd on the writing; approval and delivery are read as due by then too."
note_zh = "原文的 3 日针对编写；审批和报送也理解为须在 3 日前完成。"
met = "document work_brief for prev(M) with prepared_at, approved_at and submitted_at ≤ due"
met_zh = "有所属期间为上月 prev(M) 的工作简报（work_brief），其编制时间、审批时间和报送时间均不晚于期限"
source = "documents"
[reads]
projects = ["property_type"]
documents = ["kind", "period", "prepared_at", "approved_at", "submitted_at"]
*/
WITH owed AS (
    SELECT
        m.project_id,
        m.unit,
        m.prev_unit,
        dom(m.starts_on, 3) AS due_at
    FROM owed_prev_months AS m
    WHERE m.property_type = 'public'
),

briefs AS (
    SELECT
        o.project_id,
        o.unit,
        o.due_at,
        d._row,
        CASE
            WHEN d.prepared_at IS NOT NULL AND d.approved_at IS NOT NULL AND d.submitted_at IS NOT NULL
                THEN greatest(d.prepared_at, d.approved_at, d.submitted_at)
        END AS done_at
    FROM owed AS o
    LEFT JOIN documents AS d
        ON
            o.project_id = d.project_id
            AND d.kind = 'work_brief'
            AND o.prev_unit = d.period
)

SELECT
    b.project_id,
    b.unit AS record_id,
    b.due_at,
    done_by(min(b.done_at), b.due_at) AS met,
    min(b.done_at) AS done_at,
    min(b._row) AS source_row
FROM briefs AS b
GROUP BY b.project_id, b.unit, b.due_at
