/*
clause = "OC-8"
item = "3.5"
zh = "每月访问户数达到规模比例"
en = "Monthly visits reach the quota for the size"
each = "project with households and occupied_households present, each month M"
each_zh = "每个总户数与已入住户数均有填写的项目，每月 M"
due = "end(M)"
due_zh = "当月 M 最后一天终了"
met = "contacts of purpose visit started in M reach at least ceil(rate × occupied_households) different households; rate 4 % for households ≤ 300, 5 % for ≤ 500, 6 % for ≤ 800, 7 % above"
met_zh = "当月内开始、目的为“走访”的记录所涉不同业户编号的户数，不少于 比例 × 已入住户数（向上取整）；比例按总户数：不超过 300 户为 4%，不超过 500 户为 5%，不超过 800 户为 6%，以上为 7%（参数 quota）"
params = { quota = [[300, "0.04"], [500, "0.05"], [800, "0.06"], [0, "0.07"]] }
sourced = ["quota"]
note = "callbacks are not visits; a household counts once. The last step (0) has no upper bound."
note_zh = "回访不算走访；同一户当月只计一次。quota 末档的 0 表示无上限。"
[reads]
projects = ["households", "occupied_households"]
contacts = ["purpose", "household_id", "started_at"]
*/
WITH visited AS (
    SELECT DISTINCT
        c.project_id,
        c.household_id,
        CAST(date_trunc('month', c.started_at) AS DATE) AS month_starts_on
    FROM contacts AS c
    WHERE
        c.purpose = 'visit'
        AND c.household_id IS NOT NULL
)

SELECT
    m.project_id,
    m.unit AS record_id,
    unit_end(m.ends_on) AS due_at,
    count(v.household_id) >= ceil(rate_for($quota, m.households) * m.occupied_households) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_months AS m
LEFT JOIN visited AS v
    ON
        m.project_id = v.project_id
        AND m.starts_on = v.month_starts_on
WHERE
    m.households IS NOT NULL
    AND m.occupied_households IS NOT NULL
GROUP BY m.project_id, m.unit, m.ends_on, m.households, m.occupied_households
