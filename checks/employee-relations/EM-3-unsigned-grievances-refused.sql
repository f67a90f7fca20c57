/*
clause = "EM-3"
zh = "书面申诉须具名方受理"
en = "Written grievances are taken up only if signed"
each = "grievance of form written with named = false"
each_zh = "方式为书面（written）且具名为“否”的每件申诉"
due = "raised_at"
due_zh = "提出时间"
met = "not accepted"
met_zh = "未受理（受理为“否”或空白）"
reads = { grievances = ["form", "named", "raised_at", "accepted"] }
source = "grievances"
*/
SELECT
    g.project_id,
    g.grievance_id AS record_id,
    g.raised_at AS due_at,
    NOT coalesce(g.accepted, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    g._row AS source_row
FROM grievances AS g
WHERE
    g.form = 'written'
    AND g.named = FALSE
