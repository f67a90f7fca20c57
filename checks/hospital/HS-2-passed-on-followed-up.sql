/*
clause = "HS-2"
zh = "转办事项跟踪催办"
en = "What is passed on is followed up"
each = "complaint with forwarded_at"
each_zh = "有传递时间的每宗投诉"
due = "wd(forwarded_at, follow_working_days)"
due_zh = "传递时间后第 follow_working_days 个工作日结束前"
met = "a contact of purpose feedback for it, forwarded_at ≤ started_at ≤ due; or closed_at ≤ due"
met_zh = "有一条关联单号为该投诉编号、目的为进展反馈（feedback）的走访回访记录，传递时间 ≤ 其开始时间 ≤ 期限；或投诉的关闭时间不晚于期限"
params = { follow_working_days = 10 }
reads = { complaints = ["forwarded_at", "closed_at"], contacts = ["purpose", "related_id", "started_at"] }
source = "complaints"
*/
WITH passed_on AS (
    SELECT
        c.project_id,
        c.complaint_id,
        c.forwarded_at,
        c.closed_at,
        wd(c.forwarded_at, $follow_working_days) AS due_at,
        c._row
    FROM complaints AS c
    WHERE c.forwarded_at IS NOT NULL
),

feedback AS (
    SELECT
        f.project_id,
        f.related_id,
        f.started_at
    FROM contacts AS f
    WHERE f.purpose = 'feedback'
),

fed_back AS (
    SELECT
        p.project_id,
        p.complaint_id,
        p.closed_at,
        p.due_at,
        p._row,
        min(f.started_at) AS fed_back_at
    FROM passed_on AS p
    LEFT JOIN feedback AS f
        ON
            p.project_id = f.project_id
            AND p.complaint_id = f.related_id
            AND not_after(p.forwarded_at, f.started_at)
    GROUP BY p.project_id, p.complaint_id, p.closed_at, p.due_at, p._row
)

SELECT
    b.project_id,
    b.complaint_id AS record_id,
    b.due_at,
    done_by(b.fed_back_at, b.due_at) OR done_by(b.closed_at, b.due_at) AS met,
    coalesce(least(b.fed_back_at, b.closed_at), b.fed_back_at, b.closed_at) AS done_at,
    b._row AS source_row
FROM fed_back AS b
