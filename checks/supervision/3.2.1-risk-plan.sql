/*
clause = "3.2.1"
unit = "0.1"
zh = "活动风险预案，危险活动有确认函"
en = "Each event has a risk plan; risky ones have consents"
each = "event with held_on"
each_zh = "有举办日期的每场活动"
due = "eod(held_on)"
due_zh = "举办日期当天结束前"
met = "flow and cautions and risk_plan and (consents or not risky)"
met_zh = "有活动流程、注意事项和应急预案；有危险性的，还须有参与确认函"
reads = { events = ["held_on", "flow", "cautions", "risk_plan", "consents", "risky"] }
source = "events"
*/
SELECT
    e.project_id,
    e.event_id AS record_id,
    eod(e.held_on) AS due_at,
    coalesce(
        e.flow AND e.cautions AND e.risk_plan AND (e.consents OR NOT coalesce(e.risky, FALSE)),
        FALSE
    ) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    e._row AS source_row
FROM events AS e
WHERE e.held_on IS NOT NULL
