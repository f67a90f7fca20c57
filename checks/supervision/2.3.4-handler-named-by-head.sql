/*
clause = "2.3.4"
unit = "0.1"
zh = "疑难超期投诉由部门负责人指定专人"
en = "A difficult overdue complaint: the unit head names the handler"
each = "complaint with difficult and not closed_at ≤ wd(received_at, 1)"
each_zh = "处理难度大、且未在受理时间后第 1 个工作日结束前关闭的每宗投诉"
due = "wd(received_at, 1 + assign_working_days)"
due_zh = "受理时间后第 (1 + assign_working_days) 个工作日结束前"
met = "handler_id present and assigned_at ≤ due and assigned_by_role is a unit head"
met_zh = "有处理人，指定时间不晚于期限，且指派人岗位为项目经理、部门负责人或更高岗位（分管领导、总经理）"
params = { assign_working_days = 1 }
note = "The source also asks for the form and the callback here; they are judged once, by 2.2.2 and 2.5.2."
note_zh = "原文在此处还要求记录表和回访；二者分别由 2.2.2 和 2.5.2 判定，只判一次。"
reads = { complaints = ["difficult", "received_at", "closed_at", "handler_id", "assigned_at", "assigned_by_role"] }
source = "complaints"
*/
WITH overdue AS (
    SELECT
        c.project_id,
        c.complaint_id,
        wd(c.received_at, 1 + $assign_working_days) AS due_at,
        CASE
            WHEN c.handler_id IS NOT NULL AND ranks_as_unit_head(c.assigned_by_role) THEN c.assigned_at
        END AS done_at,
        c._row
    FROM complaints AS c
    WHERE
        c.difficult
        AND NOT done_by(c.closed_at, wd(c.received_at, 1))
)

SELECT
    o.project_id,
    o.complaint_id AS record_id,
    o.due_at,
    done_by(o.done_at, o.due_at) AS met,
    o.done_at,
    o._row AS source_row
FROM overdue AS o
