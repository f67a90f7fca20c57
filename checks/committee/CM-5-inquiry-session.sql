/*
clause = "CM-5"
item = "5.3"
zh = "每月10至15日接受质询"
en = "Questions are taken from the 10th to the 15th"
each = "project, each month M"
each_zh = "项目，每月 M"
due = "dom(M, 15)"
due_zh = "M 月 15 日结束时"
met = "a contact with party committee, purpose inquiry_session, started from the 10th of M to due"
met_zh = "M 月 10 日起至时限，有沟通对象为业委会、目的为接受质询的记录（按开始时间）"
[reads]
projects = ["committee_formed_on"]
contacts = ["party", "purpose", "started_at"]
*/
WITH sessions AS (
    SELECT
        c.project_id,
        c.started_at
    FROM contacts AS c
    WHERE
        c.party = 'committee'
        AND c.purpose = 'inquiry_session'
)

-- A deadline that rolls over a company's own days off can lie in the month after.
SELECT
    m.project_id,
    m.unit AS record_id,
    dom(m.starts_on, 15) AS due_at,
    done_by(min(s.started_at), dom(m.starts_on, 15)) AS met,
    min(s.started_at) AS done_at,
    CAST(NULL AS BIGINT) AS source_row
FROM owed_months AS m
LEFT JOIN sessions AS s
    ON
        m.project_id = s.project_id
        AND s.started_at >= m.starts_on + INTERVAL 9 DAY
        AND s.started_at <= greatest(eod(m.ends_on), dom(m.starts_on, 15))
WHERE m.committee_formed_on < m.starts_on
GROUP BY m.project_id, m.unit, m.starts_on
