/*
clause = "7.3.3"
unit = "0.1"
zh = "接收钥匙有登记与托管协议"
en = "Keys received are registered, with an agreement"
each = "keys row, action receive"
each_zh = "操作为接收（receive）的每条钥匙记录"
due = "acted_at"
due_zh = "接收时间"
met = "in_register and agreement_signed"
met_zh = "已登记清单，且有托管协议"
reads = { keys = ["action", "acted_at", "in_register", "agreement_signed"] }
source = "keys"
*/
SELECT
    k.project_id,
    k.record_id,
    k.acted_at AS due_at,
    k.in_register AND k.agreement_signed AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    k._row AS source_row
FROM keys AS k
WHERE k.action = 'receive'
