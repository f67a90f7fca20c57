/*
clause = "EM-4"
zh = "申诉及时处理并通知"
en = "Grievances are decided and the employee told"
each = "grievance, save one of form written with named = false"
each_zh = "每件申诉，方式为书面（written）且具名为“否”的除外"
due = "wd(raised_at, decide_working_days)"
due_zh = "提出时间后第 decide_working_days 个工作日结束前"
met = "decided_at ≤ due and notified_at ≤ due"
met_zh = "决定时间和通知时间均不晚于期限"
params = { decide_working_days = 15 }
reads = { grievances = ["form", "named", "raised_at", "decided_at", "notified_at"] }
source = "grievances"
*/
WITH owed AS (
    SELECT
        g.project_id,
        g.grievance_id,
        g.decided_at,
        g.notified_at,
        wd(g.raised_at, $decide_working_days) AS due_at,
        g._row
    FROM grievances AS g
    WHERE NOT coalesce(g.form = 'written' AND g.named = FALSE, FALSE)
)

SELECT
    o.project_id,
    o.grievance_id AS record_id,
    o.due_at,
    done_by(o.decided_at, o.due_at) AND done_by(o.notified_at, o.due_at) AS met,
    CASE
        WHEN o.decided_at IS NOT NULL AND o.notified_at IS NOT NULL
            THEN greatest(o.decided_at, o.notified_at)
    END AS done_at,
    o._row AS source_row
FROM owed AS o
