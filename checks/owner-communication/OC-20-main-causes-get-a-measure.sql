/*
clause = "OC-20"
item = "3.6"
zh = "主要改进事项有整改"
en = "The main causes of dissatisfaction get a measure"
each = "survey satisfaction with distributed_on and answers, each question in its main-improvement set (see metrics)"
each_zh = "每次有发放日期且有问卷答案的“业户满意度”调查，其主要改进事项中的每个调查项目：按不满意数由多到少排列（相同的按名称），不满意累计占比不超过 pareto 的各项；第一项总在其内，没有不满意的不在其内"
due = "wd(distributed_on, publish_working_days)"
due_zh = "发放之日后第 publish_working_days 个工作日终了"
met = "an action of source survey with related_id = survey_id, topic = the question and approved_at ≤ due"
met_zh = "有来源为“满意度调查”的整改措施，关联单号为该调查编号、事项为该调查项目，且审批时间不晚于期限"
params = { publish_working_days = 30, pareto = "0.80" }
sourced = ["publish_working_days", "pareto"]
note = "record id is survey_id#question"
note_zh = "记录编号为 调查编号#调查项目。"
source = "surveys"
[reads]
surveys = ["kind", "distributed_on"]
survey_answers = ["choice"]
actions = ["source", "related_id", "topic", "approved_at"]
*/
WITH main_causes AS (
    SELECT
        s.project_id,
        s.survey_id,
        q.question,
        wd(s.distributed_on, $publish_working_days) AS due_at,
        s._row
    FROM surveys AS s
    INNER JOIN survey_questions AS q
        ON
            s.project_id = q.project_id
            AND s.survey_id = q.survey_id
    WHERE
        s.kind = 'satisfaction'
        AND s.distributed_on IS NOT NULL
        AND q.dissatisfied > 0
        AND (
            q.place = 1
            OR q.dissatisfied_through <= $pareto * q.dissatisfied_total
        )
)

SELECT
    m.project_id,
    tagged(m.survey_id, escaped(m.question)) AS record_id,
    m.due_at,
    done_by(min(a.approved_at), m.due_at) AS met,
    min(a.approved_at) AS done_at,
    m._row AS source_row
FROM main_causes AS m
LEFT JOIN actions AS a
    ON
        m.project_id = a.project_id
        AND m.survey_id = a.related_id
        AND m.question = a.topic
        AND a.source = 'survey'
GROUP BY m.project_id, m.survey_id, m.question, m.due_at, m._row
