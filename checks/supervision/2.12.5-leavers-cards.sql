/*
clause = "2.12.5"
unit = "0.1"
zh = "员工离职收回IC卡"
en = "Leaving staff return their cards"
each = "staff row with left_on × each card_no that access_cards issued to that staff_id (card_type staff, action issue or reissue) by the day of left_on"
each_zh = "有离职日期的每名员工 × 离职日期当天及以前发给该员工编号的每个卡号（IC卡记录中卡类型为员工卡 staff，操作为发放 issue 或补办 reissue）"
due = "eod(left_on)"
due_zh = "离职日期当天结束前"
met = "a return or disable of that card_no, on or after its last such issue and ≤ due"
met_zh = "该卡号有收回（return）或注销（disable）记录，不早于其最后一次此类发放或补办，且不晚于期限"
note = "record id is staff_id/card_no"
note_zh = "记录编号为“员工编号/卡号”。"
reads = { staff = ["left_on"], access_cards = ["card_no", "card_type", "action", "acted_at", "staff_id"] }
source = "staff"
*/
WITH cards_held AS (
    SELECT
        s.project_id,
        s.staff_id,
        s._row,
        a.card_no,
        eod(s.left_on) AS due_at,
        max(a.acted_at) AS last_issued_at
    FROM staff AS s
    INNER JOIN access_cards AS a
        ON
            s.project_id = a.project_id
            AND s.staff_id = a.staff_id
            AND s.left_on >= CAST(a.acted_at AS DATE)
    WHERE a.card_type = 'staff' AND a.action IN ('issue', 'reissue')
    GROUP BY s.project_id, s.staff_id, s._row, a.card_no, s.left_on
),

cards_returned AS (
    SELECT
        h.project_id,
        h.staff_id,
        h._row,
        h.card_no,
        h.due_at,
        min(a.acted_at) AS done_at
    FROM cards_held AS h
    LEFT JOIN access_cards AS a
        ON
            h.project_id = a.project_id
            AND h.card_no = a.card_no
            AND a.action IN ('return', 'disable')
            AND not_after(h.last_issued_at, a.acted_at)
    GROUP BY h.project_id, h.staff_id, h._row, h.card_no, h.due_at
)

SELECT
    r.project_id,
    joined(r.staff_id, r.card_no) AS record_id,
    r.due_at,
    done_by(r.done_at, r.due_at) AS met,
    r.done_at,
    r._row AS source_row
FROM cards_returned AS r
