/*
clause = "3.4.1"
unit = "0.1"
zh = "活动总结评估并备案"
en = "The event is evaluated and filed"
each = "event with held_on"
each_zh = "有举办日期的每场活动"
due = "days(held_on, evaluation_days)"
due_zh = "举办日期后第 evaluation_days 天结束前"
met = "evaluated_at ≤ due and head_opinion and evaluation_filed_at ≤ due"
met_zh = "评估时间不晚于期限，有部门负责人意见，且备案时间不晚于期限"
params = { evaluation_days = 15 }
reads = { events = ["held_on", "evaluated_at", "head_opinion", "evaluation_filed_at"] }
source = "events"
*/
WITH held_events AS (
    SELECT
        e.project_id,
        e.event_id,
        e.evaluated_at,
        e.head_opinion,
        e.evaluation_filed_at,
        e._row,
        days(e.held_on, $evaluation_days) AS due_at
    FROM events AS e
    WHERE e.held_on IS NOT NULL
)

SELECT
    h.project_id,
    h.event_id AS record_id,
    h.due_at,
    done_by(h.evaluated_at, h.due_at)
    AND coalesce(h.head_opinion, FALSE)
    AND done_by(h.evaluation_filed_at, h.due_at) AS met,
    CASE
        WHEN h.head_opinion AND h.evaluated_at IS NOT NULL AND h.evaluation_filed_at IS NOT NULL
            THEN greatest(h.evaluated_at, h.evaluation_filed_at)
    END AS done_at,
    h._row AS source_row
FROM held_events AS h
