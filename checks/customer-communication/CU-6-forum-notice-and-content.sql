/*
clause = "CU-6"
item = "3.9"
zh = "座谈会提前10日通知、经理主持、内容完整"
en = "Forums: ten days' notice, chaired, complete"
each = "meeting owners_forum: #notice and #content"
each_zh = "每次业主恳谈会两项：#notice（通知与主持）和 #content（内容）"
due = "#notice: held_at; #content: wd(held_at, minutes_working_days)"
due_zh = "#notice：召开时间；#content：召开时间后第 minutes_working_days 个工作日终了（wd(held_at, minutes_working_days)）"
met = "#notice: notice_published_at ≤ days(held_at, −10) and chaired_by_role project_manager; #content: minutes_at ≤ due and sections {focus, difficulties, plan, opinions}"
met_zh = "#notice：通知时间 ≤ 召开日前 10 日终了（days(held_at, −10)），且主持人岗位为项目经理或更高；#content：纪要时间 ≤ 应完成时刻，且纪要内容项含工作重点、疑难问题、计划、意见建议"
params = { minutes_working_days = 5 }
note = "The source is cut at the ten days; days is read."
note_zh = "来源的“10”字之后残缺；按日读。"
source = "meetings"
reads = { meetings = ["kind", "notice_published_at", "held_at", "chaired_by_role", "minutes_at", "sections"] }
*/
WITH forums AS (
    SELECT
        m.project_id,
        m.meeting_id,
        m.held_at,
        days(m.held_at, -10) AS notice_by,
        wd(m.held_at, $minutes_working_days) AS minutes_by,
        CASE WHEN ranks_as_manager(m.chaired_by_role) THEN m.notice_published_at END AS announced_at,
        CASE
            WHEN has_sections(m.sections, ['focus', 'difficulties', 'plan', 'opinions'])
                THEN m.minutes_at
        END AS complete_minutes_at,
        m._row
    FROM meetings AS m
    WHERE m.kind = 'owners_forum'
)

SELECT
    f.project_id,
    tagged(f.meeting_id, 'notice') AS record_id,
    f.held_at AS due_at,
    done_by(f.announced_at, f.notice_by) AS met,
    f.announced_at AS done_at,
    f._row AS source_row
FROM forums AS f
UNION ALL
SELECT
    f.project_id,
    tagged(f.meeting_id, 'content') AS record_id,
    f.minutes_by AS due_at,
    done_by(f.complete_minutes_at, f.minutes_by) AS met,
    f.complete_minutes_at AS done_at,
    f._row AS source_row
FROM forums AS f
