/*
clause = "CU-20"
item = "3.8"
zh = "酬金制项目1月15日前公示预决算"
en = "Commission projects publish the budget by 15 January"
each = "project with fee_basis commission and committee_formed_on ≤ due, each year Y"
each_zh = "每个收费方式为酬金制、业委会成立日期 ≤ 应完成时刻的项目，每年 Y"
due = "dom(January of Y, 15)"
due_zh = "Y 年 1 月 15 日终了（dom(Y 年 1 月, 15)）"
met = "document annual_budget for Y with committee_signed_at ≤ published_at ≤ due"
met_zh = "有一份文件类型为年度预决算、所属期间为 Y 年的文件，业委会签字时间 ≤ 公布时间 ≤ 应完成时刻"
source = "documents"
[reads]
projects = ["fee_basis", "committee_formed_on"]
documents = ["kind", "period", "published_at", "committee_signed_at"]
*/
WITH owed AS (
    SELECT
        y.project_id,
        y.unit,
        dom(y.starts_on, 15) AS due_at
    FROM owed_years AS y
    WHERE
        y.fee_basis = 'commission'
        AND y.committee_formed_on <= dom(y.starts_on, 15)
),

signed_budgets AS (
    SELECT
        d.project_id,
        d.period,
        d.published_at,
        d._row
    FROM documents AS d
    WHERE
        d.kind = 'annual_budget'
        AND not_after(d.committee_signed_at, d.published_at)
)

SELECT
    o.project_id,
    o.unit AS record_id,
    o.due_at,
    bool_or(done_by(b.published_at, o.due_at)) AS met,
    min(b.published_at) AS done_at,
    min(b._row) AS source_row
FROM owed AS o
LEFT JOIN signed_budgets AS b
    ON
        o.project_id = b.project_id
        AND o.unit = b.period
GROUP BY o.project_id, o.unit, o.due_at
