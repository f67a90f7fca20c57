/*
clause = "SV-1"
item = "3.5"
zh = "年初审核每位管家拜访计划"
en = "Each steward's yearly plan is reviewed"
each = "staff steward with joined_on absent or before Y and left_on absent or after due, each year Y"
each_zh = "每年 Y，岗位为管家的每位员工：入职日期为空或早于 Y 年首日，离职日期为空或晚于到期时刻"
due = "dom(January of Y, plan_day)"
due_zh = "Y 年 1 月第 plan_day 日终了"
met = "document steward_visit_plan for Y with owner_id = staff_id, reviewed_at ≤ due and reviewed_by_role service_supervisor or project_manager or department_head"
met_zh = "有一份 Y 年的管家拜访计划，责任人为该管家，审核时间不晚于到期时刻，审核人岗位为客服主管、项目经理或部门负责人（或其上级）"
params = { plan_day = 31 }
note = "record id is staff_id#Y"
note_zh = "记录编号为 staff_id#Y"
source = "staff"
[reads]
staff = ["role", "joined_on", "left_on"]
documents = ["kind", "period", "owner_id", "reviewed_at", "reviewed_by_role"]
*/
WITH stewards AS (
    SELECT
        s.project_id,
        s.staff_id,
        s._row,
        y.unit,
        dom(y.starts_on, $plan_day) AS due_at
    FROM owed_years AS y
    INNER JOIN staff AS s
        ON
            y.project_id = s.project_id
            AND s.role = 'steward'
            AND (s.joined_on IS NULL OR y.starts_on > s.joined_on)
            AND (s.left_on IS NULL OR s.left_on > dom(y.starts_on, $plan_day))
),

reviewed_plans AS (
    SELECT
        d.project_id,
        d.owner_id,
        d.period,
        min(d.reviewed_at) AS reviewed_at
    FROM documents AS d
    WHERE
        d.kind = 'steward_visit_plan'
        AND (d.reviewed_by_role = 'service_supervisor' OR ranks_as_unit_head(d.reviewed_by_role))
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
