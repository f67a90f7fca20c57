/*
clause = "4.6.3"
unit = "0.1"
zh = "贵重物品不代管"
en = "Valuables are not taken"
subjects = "custody"
each = "custody row"
each_zh = "每条物品代管记录"
due = "received_at"
due_zh = "接收时间"
met = "not valuable"
met_zh = "不属于贵重物品"
reads = { custody = ["valuable", "received_at"] }
source = "custody"
*/
SELECT
    c.project_id,
    c.item_id AS record_id,
    c.received_at AS due_at,
    NOT coalesce(c.valuable, FALSE) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM custody AS c
