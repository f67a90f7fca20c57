/*
clause = "2.3.5"
unit = "0.1"
zh = "记录处理结果并及时关闭"
en = "The result is recorded and the complaint closed in time"
each = "complaint"
due = "promised_at, or wd(received_at, close_working_days) where absent"
met = "closed_at ≤ due and result present"
params = { close_working_days = 5 }
overlaps = ["CI-2"]
note = "The source says 'in time'; the promised date, else five working days, is ours."
reads = { complaints = ["received_at", "promised_at", "closed_at", "result"] }
source = "complaints"
*/
WITH resolved AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.received_at,
        coalesce(c.promised_at, wd(c.received_at, $close_working_days)) AS close_by,
        CASE WHEN c.result IS NOT NULL THEN c.closed_at END AS done_at,
        c._row
    FROM complaints AS c
)

SELECT
    r.project_id,
    r.complaint_id AS record_id,
    promised(r.close_by, r.received_at) AS due_at,
    kept_promise(r.done_at, r.close_by, r.received_at) AS met,
    r.done_at,
    r._row AS source_row
FROM resolved AS r
