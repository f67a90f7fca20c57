/*
clause = "2.2.2"
unit = "0.1"
zh = "疑难且超一个工作日的投诉填写处理记录表"
en = "A difficult complaint open past one working day has its form"
each = "complaint with difficult and not closed_at ≤ wd(received_at, 1)"
each_zh = "处理难度大、且未在受理时间后第 1 个工作日结束前关闭的每宗投诉"
due = "wd(received_at, 1 + form_working_days)"
due_zh = "受理时间后第 (1 + form_working_days) 个工作日结束前"
met = "form_no present"
met_zh = "有投诉处理记录表编号"
params = { form_working_days = 1 }
reads = { complaints = ["difficult", "received_at", "closed_at", "form_no"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    wd(c.received_at, 1 + $form_working_days) AS due_at,
    c.form_no IS NOT NULL AS met,
    -- The form bears a number, but no time.
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM complaints AS c
WHERE
    c.difficult
    AND NOT done_by(c.closed_at, wd(c.received_at, 1))
