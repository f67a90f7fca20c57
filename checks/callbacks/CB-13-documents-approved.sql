/*
clause = "CB-13"
item = "3.7"
zh = "对业主文件经主任审批，重要文件报总办"
en = "Documents to owners are approved first"
each = "notice with published_at"
each_zh = "每条有发布时间的通知"
due = "published_at"
due_zh = "发布时间"
met = "approved_at ≤ published_at and approved_by_role project_manager; general_manager where important"
met_zh = "审批时间 ≤ 发布时间，且审批人岗位为项目经理（管理处主任）或更高；“重要”为是的，须为总经理"
source = "notices"
[reads]
notices = ["important", "approved_by_role", "approved_at", "published_at"]
*/
WITH published AS (
    SELECT
        n.project_id,
        n.notice_id,
        n.published_at,
        CASE
            WHEN
                ranks_as_manager(n.approved_by_role)
                AND (NOT coalesce(n.important, FALSE) OR n.approved_by_role = 'general_manager')
                THEN n.approved_at
        END AS rightly_approved_at,
        n._row
    FROM notices AS n
    WHERE n.published_at IS NOT NULL
)

SELECT
    n.project_id,
    n.notice_id AS record_id,
    n.published_at AS due_at,
    not_after(n.rightly_approved_at, n.published_at) AS met,
    n.rightly_approved_at AS done_at,
    n._row AS source_row
FROM published AS n
