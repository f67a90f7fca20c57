/*
clause = "2.8.1"
unit = "0.1"
zh = "重大投诉一个工作日内上报"
en = "Major complaints are reported within one working day, in full"
each = "complaint of grade major"
each_zh = "投诉等级为重大（major）的每宗投诉"
due = "wd(received_at, 1)"
due_zh = "受理时间后第 1 个工作日结束前"
met = "reported_quality_at ≤ due and reported_executive_at ≤ due and report_sections has {content, cause, process, result, lessons, corrective}"
met_zh = "报品质部时间和报分管领导时间均不晚于期限，且报告内容含投诉内容、原因、处理过程、处理结果、经验教训和纠正措施"
source = "complaints"
[reads]
complaints = ["grade", "received_at", "reported_quality_at", "reported_executive_at", "report_sections"]
*/
WITH major_complaints AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c._row,
        wd(c.received_at, 1) AS due_at,
        CASE
            WHEN
                c.reported_quality_at IS NOT NULL
                AND c.reported_executive_at IS NOT NULL
                AND has_sections(
                    c.report_sections, ['content', 'cause', 'process', 'result', 'lessons', 'corrective']
                )
                THEN greatest(c.reported_quality_at, c.reported_executive_at)
        END AS done_at
    FROM complaints AS c
    WHERE c.grade = 'major'
)

SELECT
    m.project_id,
    m.complaint_id AS record_id,
    m.due_at,
    done_by(m.done_at, m.due_at) AS met,
    m.done_at,
    m._row AS source_row
FROM major_complaints AS m
