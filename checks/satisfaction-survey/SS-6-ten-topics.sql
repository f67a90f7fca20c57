/*
clause = "SS-6"
item = "3.6"
zh = "调查内容覆盖十个方面"
en = "The ten topics are asked"
each = "survey with distributed_on and answers"
each_zh = "有发放日期且有问卷答案的业户满意度调查"
due = "eod(distributed_on)"
due_zh = "发放日期当日结束时"
met = "for each topic one of its questions contains a word of it: 人员; 安全; 环境; 供电; 供水; 设施 or 设备; 家居 or 居家; 文化; 会所; 总体"
met_zh = "以下十个方面，每个方面都有调查项目含其词语：人员；安全；环境；供电；供水；设施或设备；家居或居家；文化；会所；总体"
source = "surveys"
[reads]
surveys = ["kind", "distributed_on"]
survey_answers = []
*/
WITH questions AS (
    SELECT DISTINCT
        a.project_id,
        a.survey_id,
        a.question
    FROM survey_answers AS a
),

topics AS (
    SELECT
        q.project_id,
        q.survey_id,
        bool_or(q.question LIKE '%人员%')
        AND bool_or(q.question LIKE '%安全%')
        AND bool_or(q.question LIKE '%环境%')
        AND bool_or(q.question LIKE '%供电%')
        AND bool_or(q.question LIKE '%供水%')
        AND bool_or(q.question LIKE '%设施%' OR q.question LIKE '%设备%')
        AND bool_or(q.question LIKE '%家居%' OR q.question LIKE '%居家%')
        AND bool_or(q.question LIKE '%文化%')
        AND bool_or(q.question LIKE '%会所%')
        AND bool_or(q.question LIKE '%总体%') AS are_complete
    FROM questions AS q
    GROUP BY q.project_id, q.survey_id
)

SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    t.are_complete AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
INNER JOIN topics AS t
    ON
        s.project_id = t.project_id
        AND s.survey_id = t.survey_id
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
