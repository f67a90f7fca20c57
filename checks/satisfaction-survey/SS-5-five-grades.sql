/*
clause = "SS-5"
item = "3.6"
zh = "五级量表"
en = "Five grades"
each = "survey with distributed_on and answers"
each_zh = "有发放日期且有问卷答案的业户满意度调查"
due = "eod(distributed_on)"
due_zh = "发放日期当日结束时"
met = "every single-word choice is one of 很满意 满意 一般 不满意 很不满意"
met_zh = "凡只有一个词的选择，均为很满意、满意、一般、不满意、很不满意之一（空白或含多个词的选择不计）"
note = "The source offers the five grades as one way; owner-communication knows three."
note_zh = "原文把五级量表列为一种方式；业户沟通工作规程采用三级。"
source = "surveys"
[reads]
surveys = ["kind", "distributed_on"]
survey_answers = ["choice"]
*/
WITH choices AS (
    SELECT DISTINCT
        a.project_id,
        a.survey_id,
        a.choice
    FROM survey_answers AS a
),

scales AS (
    SELECT
        c.project_id,
        c.survey_id,
        bool_and(
            coalesce(single_word(c.choice) IN ('很满意', '满意', '一般', '不满意', '很不满意'), TRUE)
        ) AS is_five_grades
    FROM choices AS c
    GROUP BY c.project_id, c.survey_id
)

SELECT
    s.project_id,
    s.survey_id AS record_id,
    eod(s.distributed_on) AS due_at,
    a.is_five_grades AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    s._row AS source_row
FROM surveys AS s
INNER JOIN scales AS a
    ON
        s.project_id = a.project_id
        AND s.survey_id = a.survey_id
WHERE
    s.kind = 'satisfaction'
    AND s.distributed_on IS NOT NULL
