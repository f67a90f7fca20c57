/*
clause = "4.6.2"
unit = "0.1"
zh = "代管物品签收手续与期限明确"
en = "Goods are signed for, with a term"
each = "custody row: #in, and where returned_at: #out"
due = "#in: received_at; #out: returned_at"
met = "#in: received_signed and keep_until present; #out: returned_signed"
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
