/*
clause = "2.3.6"
unit = "0.1"
zh = "品质部下发投诉按时上报措施和结果"
en = "Complaints from the quality department: measures and result reported"
each = "complaint of channel quality_dept, two obligations: #measures and #result"
each_zh = "投诉渠道为品质部（quality_dept）的每宗投诉，两项：#measures（措施）和 #result（结果）"
due = "#measures: wd(received_at, 1); #result: wd(the promised_at, or wd(received_at, close_working_days) where absent, result_working_days)"
due_zh = "#measures：受理时间后第 1 个工作日结束前；#result：承诺完成时间（未填的，为受理时间后第 close_working_days 个工作日结束）后第 result_working_days 个工作日结束前"
met = "#measures: measures_reported_at ≤ due; #result: closed_at ≤ the promised_at (or its default) and result_reported_at ≤ due"
met_zh = "#measures：措施上报时间不晚于期限；#result：关闭时间不晚于承诺完成时间（未填的，为上述默认时间），且结果上报时间不晚于期限"
params = { close_working_days = 5, result_working_days = 1 }
source = "complaints"
[reads]
complaints = ["channel", "received_at", "measures_reported_at", "promised_at", "closed_at", "result_reported_at"]
*/
WITH sent_down AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.received_at,
        c.measures_reported_at,
        coalesce(c.promised_at, wd(c.received_at, $close_working_days)) AS close_by,
        c.closed_at,
        c.result_reported_at,
        c._row
    FROM complaints AS c
    WHERE c.channel = 'quality_dept'
),

results AS (
    SELECT
        s.project_id,
        s.complaint_id,
        wd(promised(s.close_by, s.received_at), $result_working_days) AS due_at,
        kept_promise(s.closed_at, s.close_by, s.received_at) AS is_closed_in_time,
        s.closed_at,
        s.result_reported_at,
        s._row
    FROM sent_down AS s
)

SELECT
    s.project_id,
    tagged(s.complaint_id, 'measures') AS record_id,
    wd(s.received_at, 1) AS due_at,
    done_by(s.measures_reported_at, wd(s.received_at, 1)) AS met,
    s.measures_reported_at AS done_at,
    s._row AS source_row
FROM sent_down AS s
UNION ALL
SELECT
    r.project_id,
    tagged(r.complaint_id, 'result') AS record_id,
    r.due_at,
    r.is_closed_in_time AND done_by(r.result_reported_at, r.due_at) AS met,
    CASE
        WHEN r.closed_at IS NOT NULL AND r.result_reported_at IS NOT NULL
            THEN greatest(r.closed_at, r.result_reported_at)
    END AS done_at,
    r._row AS source_row
FROM results AS r
