/*
clause = "SV-22"
item = "3.5"
zh = "管家月度拜访计划已审核"
en = "Each steward's monthly plan is reviewed"
each = "staff steward with joined_on absent or before M and left_on absent or after M, each month M"
each_zh = "每月 M，岗位为管家的每位员工：入职日期为空或早于 M 月首日，离职日期为空或晚于 M 月最后一日"
due = "eod(first day of M)"
due_zh = "M 月首日终了"
met = "document steward_visit_plan for M with owner_id = staff_id and reviewed_at ≤ due"
met_zh = "有一份 M 月的管家拜访计划，责任人为该管家，审核时间不晚于到期时刻"
note = "record id is staff_id#M. The source: at the year's start; by the month's first day is ours."
note_zh = "记录编号为 staff_id#M。原文为“年初”；月首日为止是我们的解读。"
source = "staff"
[reads]
staff = ["role", "joined_on", "left_on"]
documents = ["kind", "period", "owner_id", "reviewed_at"]
*/
WITH stewards AS (
    SELECT
        s.project_id,
        s.staff_id,
        s._row,
        m.unit,
        eod(m.starts_on) AS due_at
    FROM owed_months AS m
    INNER JOIN staff AS s
        ON
            m.project_id = s.project_id
            AND s.role = 'steward'
            AND (s.joined_on IS NULL OR m.starts_on > s.joined_on)
            AND (s.left_on IS NULL OR m.ends_on < s.left_on)
),

reviewed_plans AS (
    SELECT
        d.project_id,
        d.owner_id,
        d.period,
        min(d.reviewed_at) AS reviewed_at
    FROM documents AS d
    WHERE d.kind = 'steward_visit_plan'
    GROUP BY d.project_id, d.owner_id, d.period
)

SELECT
    s.project_id,
    tagged(s.staff_id, s.unit) AS record_id,
    s.due_at,
    done_by(p.reviewed_at, s.due_at) AS met,
    p.reviewed_at AS done_at,
    s._row AS source_row
FROM stewards AS s
LEFT JOIN reviewed_plans AS p
    ON
        s.project_id = p.project_id
        AND s.staff_id = p.owner_id
        AND s.unit = p.period
