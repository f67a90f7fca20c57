/*
clause = "SP.1"
unit = "0.5"
zh = "来电四十八小时内回复"
en = "A call is answered within 48 hours"
each = "complaint"
due = "hours(received_at, answer_hours)"
met = "responded_at ≤ due"
params = { answer_hours = 48 }
sourced = ["answer_hours"]
note = "Hours run on days off too: the promise does not speak of working days."
reads = { complaints = ["received_at", "responded_at"] }
source = "complaints"
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    hours(c.received_at, $answer_hours) AS due_at,
    done_by(c.responded_at, hours(c.received_at, $answer_hours)) AS met,
    c.responded_at AS done_at,
    c._row AS source_row
FROM complaints AS c
