/*
clause = "2.3.5"
unit = "0.1"
zh = "记录处理结果并及时关闭"
en = "The result is recorded and the complaint closed in time"
each = "complaint"
each_zh = "每宗投诉"
due = "promised_at, or wd(received_at, close_working_days) where absent"
due_zh = "承诺完成时间；未填的，为受理时间后第 close_working_days 个工作日结束前"
met = "closed_at ≤ due and result present"
met_zh = "关闭时间不晚于期限，且有处理结果"
params = { close_working_days = 5 }
overlaps = ["CI-2"]
note = "The source says 'in time'; the promised date, else five working days, is ours."
note_zh = "原文只说“及时”；以承诺时间为准、未承诺的按五个工作日，是本工具所定。"
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
