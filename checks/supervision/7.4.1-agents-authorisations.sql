/*
clause = "7.4.1"
unit = "0.1"
zh = "委托书与受托人证明存档"
en = "Authorisations and agents' IDs are on file"
subjects = "customer_files"
each = "household with by_agent and moved_in_on ≤ the period's end (standing)"
each_zh = "委托办理且入住日期不晚于期末的每个业户（持续事项，审计期末判定）"
met = "agent_authorization and agent_id_copy"
met_zh = "有委托书和受托人身份证明"
reads = { households = ["moved_in_on", "by_agent", "agent_authorization", "agent_id_copy"] }
source = "households"
*/
SELECT
    h.project_id,
    h.household_id AS record_id,
    s.due_at,
    h.agent_authorization AND h.agent_id_copy AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    h._row AS source_row
FROM standing AS s
INNER JOIN households AS h ON s.project_id = h.project_id
WHERE
    h.by_agent
    AND h.moved_in_on <= s.last_day
