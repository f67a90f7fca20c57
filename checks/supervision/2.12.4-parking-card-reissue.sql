/*
clause = "2.12.4"
unit = "0.1"
zh = "停车卡补办核实车主"
en = "Parking cards are reissued to the owner, or with full authority"
each = "access_cards row, card_type parking, action reissue"
each_zh = "卡类型为停车卡（parking）、操作为补办（reissue）的每条IC卡记录"
due = "acted_at"
due_zh = "办理时间"
met = "owner_in_person, or authorization_letter and driving_licence and owner_confirmed"
met_zh = "本人办理；或有书面委托和行驶证，且已与车主核实"
source = "access_cards"
[reads]
access_cards = ["card_type", "action", "acted_at", "owner_in_person", "authorization_letter", "driving_licence", "owner_confirmed"]
*/
SELECT
    a.project_id,
    a.record_id,
    a.acted_at AS due_at,
    coalesce(
        a.owner_in_person OR (a.authorization_letter AND a.driving_licence AND a.owner_confirmed),
        FALSE
    ) AS met,
    CAST(NULL AS TIMESTAMP) AS done_at,
    a._row AS source_row
FROM access_cards AS a
WHERE a.card_type = 'parking' AND a.action = 'reissue'
