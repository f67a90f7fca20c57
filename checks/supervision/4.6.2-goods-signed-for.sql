/*
clause = "4.6.2"
unit = "0.1"
zh = "代管物品签收手续与期限明确"
en = "Goods are signed for, with a term"
subjects = "custody"
each = "custody row: #in, and where returned_at: #out"
each_zh = "每条物品代管记录：#in（接收）；其中有转交时间的，另有 #out（转交）"
due = "#in: received_at; #out: returned_at"
due_zh = "#in：接收时间；#out：转交时间"
met = "#in: received_signed and keep_until present; #out: returned_signed"
met_zh = "#in：接收已签收，且有保管期限；#out：转交已签收"
reads = { custody = ["received_at", "received_signed", "keep_until", "returned_at", "returned_signed"] }
source = "custody"
*/
SELECT
    c.project_id,
    tagged(c.item_id, 'in') AS record_id,
    c.received_at AS due_at,
    coalesce(c.received_signed, FALSE) AND c.keep_until IS NOT NULL AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM custody AS c
UNION ALL
SELECT
    c.project_id,
    tagged(c.item_id, 'out') AS record_id,
    CASE WHEN is_before(c.returned_at, c.received_at) THEN c.received_at ELSE c.returned_at END AS due_at,
    c.returned_signed AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM custody AS c
WHERE c.returned_at IS NOT NULL
