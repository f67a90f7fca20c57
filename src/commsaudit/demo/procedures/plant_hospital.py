"""Plants: the hospital's register, follow-up, archives, forums and disclosures (HS)."""

from __future__ import annotations

from datetime import date, datetime

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import FIRST, SECOND, Breach, Planting, Site, next_day, tagged
from commsaudit.demo.sharing import after, calls, major, next_working_day, when
from commsaudit.demo.world import Row, moment, text

_REGISTERED = ("phone", "hotline", "letter", "suggestion_box")


def _called_or_written(row: Row) -> bool:
    return row["channel"] in _REGISTERED and row["grade"] == "ordinary"


def registered_late(site: Site) -> list[Breach]:
    """A call is registered on the second working day."""
    row = site.take("complaints", next_working_day, _called_or_written)
    row["logged_at"] = next_day(next_working_day(row))
    return site.breach("HS-1", tagged(row, "complaint_id", "registered"), next_working_day(row))


def registered_without_content(site: Site) -> list[Breach]:
    """A letter is in the register, but not what it says."""
    row = site.take("complaints", next_working_day, _called_or_written)
    row["summary"] = None
    return site.breach("HS-1", tagged(row, "complaint_id", "registered"), next_working_day(row))


def closed_without_result(site: Site) -> list[Breach]:
    """A call is closed, and nobody wrote down how it ended."""
    row = site.take("complaints", when("closed_at"), _called_or_written)
    row["result"] = None
    return site.breach("HS-1", tagged(row, "complaint_id", "result"), moment(row, "closed_at"))


def _follow_due(row: Row) -> datetime | None:
    return dates.wd(moment(row, "forwarded_at"), 10) if row["forwarded_at"] is not None else None


def not_followed_up(site: Site) -> list[Breach]:
    """A slow department, and nobody asked."""

    def slow(row: Row) -> bool:
        closed = row["closed_at"]
        due = _follow_due(row)
        return due is not None and (closed is None or moment(row, "closed_at") > due) and row["grade"] == "ordinary"

    row = site.take("complaints", _follow_due, slow)
    site.drop("contacts", calls(site, row["complaint_id"], "feedback"))
    return site.breach("HS-2", text(row, "complaint_id"), dates.wd(moment(row, "forwarded_at"), 10))


def closed_on_the_eleventh(site: Site) -> list[Breach]:
    """What was passed on is closed on the eleventh day of work, without a word before."""
    row = site.take(
        "complaints",
        _follow_due,
        lambda row: (
            row["grade"] == "ordinary"
            and not calls(site, row["complaint_id"], "feedback")
            and row["closed_at"] is not None
        ),
    )
    due = dates.wd(moment(row, "forwarded_at"), 10)
    row.update(closed_at=dates.at(dates.working_day(due, 1), 9, 5), archived_at=None)
    return site.breach("HS-2", text(row, "complaint_id"), due)


def archived_late(site: Site) -> list[Breach]:
    """The outcome of a major event is archived on the 31st day."""
    row = site.take("complaints", after("closed_at", 30), major)
    due = dates.days(moment(row, "closed_at"), 30)
    row["archived_at"] = next_day(due)
    return site.breach("HS-3", text(row, "complaint_id"), due)


def not_archived(site: Site) -> list[Breach]:
    """The outcome of a major event is not on file."""
    row = site.take("complaints", after("closed_at", 30), major)
    row["archived_at"] = None
    return site.breach("HS-3", text(row, "complaint_id"), dates.days(moment(row, "closed_at"), 30))


def _forums(site: Site, kind: str) -> list[Row]:
    return [
        row
        for row in site.world.of("meetings", site.project)
        if row["kind"] == kind and site.unit.starts_on <= moment(row, "held_at").date() <= site.unit.ends_on
    ]


def ward_forum_without_head(site: Site) -> list[Breach]:
    """The desk, not the head of the department, took the chair."""
    for row in _forums(site, "ward_forum"):
        row.update(chaired_by_role="service", attendee_roles=["service"])
    return site.breach("HS-7", site.when, site.unit.ends_on)


def no_ward_forum(site: Site) -> list[Breach]:
    """No ward held its forum."""
    site.drop("meetings", _forums(site, "ward_forum"))
    return site.breach("HS-7", site.when, site.unit.ends_on)


def hospital_minutes_late(site: Site) -> list[Breach]:
    """The hospital's forum is written up in the next quarter."""
    for row in _forums(site, "hospital_forum"):
        row.update(
            minutes_at=next_day(site.unit.ends_on),
            minutes_reviewed_at=dates.at(next_day(site.unit.ends_on), 15),
            minutes_approved_at=dates.at(next_day(site.unit.ends_on), 16),
            minutes_published_at=dates.at(next_day(site.unit.ends_on), 17),
        )
    return site.breach("HS-8", site.when, site.unit.ends_on)


def hospital_forum_without_leader(site: Site) -> list[Breach]:
    """The head of a department took the chair of the hospital's forum."""
    for row in _forums(site, "hospital_forum"):
        row["chaired_by_role"] = "department_director"
    return site.breach("HS-8", site.when, site.unit.ends_on)


def charges_posted_late(site: Site) -> list[Breach]:
    """The charges hang since April only."""
    for row in site.world.of("notices", site.project):
        if row["kind"] == "fee_standard":
            row.update(approved_at=dates.at(date(2026, 4, 20), 9), published_at=dates.at(date(2026, 4, 20), 9, 30))
    return site.standing("HS-9", "#fee_standard", FIRST)


def affairs_taken_down(site: Site) -> list[Breach]:
    """The hospital's affairs were taken down in May."""
    for row in site.world.of("notices", site.project):
        if row["kind"] == "disclosure" and row["removed_at"] is None:
            row["removed_at"] = dates.at(date(2026, 5, 29), 17)
    return site.standing("HS-9", "#disclosure", SECOND)


PLANTINGS: tuple[Planting, ...] = (
    (registered_late, "P13", "2026-03"),
    (registered_without_content, "P13", "2026-05"),
    (closed_without_result, "P13", "2026-03"),
    (closed_without_result, "P13", "2026-06"),
    (not_followed_up, "P13", "2026-03"),
    (closed_on_the_eleventh, "P13", "2026-05"),
    (archived_late, "P13", "2026-03"),
    (not_archived, "P13", "2026-06"),
    (faulted("HS-4", "年内两次调查尚未列入计划"), "P13", "2026-03"),
    (faulted("HS-5", "社会监督员名册两年未更新，会议未列入计划"), "P13", "2026-03"),
    (faulted("HS-6", "座谈会未邀请社区代表"), "P13", "2026-03"),
    (ward_forum_without_head, "P13", "2026-03"),
    (no_ward_forum, "P13", "2026-05"),
    (hospital_minutes_late, "P13", "2026-Q1"),
    (hospital_forum_without_leader, "P13", "2026-Q2"),
    (charges_posted_late, "P13", ""),
    (affairs_taken_down, "P13", ""),
    (faulted("HS-10", "地区需求分析仍用上年材料"), "P13", "2026-03"),
    (faulted("HS-11", "护士站两人未佩戴胸卡"), "P13", "2026-03"),
    (faulted("HS-11", "收费处一人胸卡无照片"), "P13", "2026-Q2"),
    (faulted("HS-12", "致患者公开信未张贴"), "P13", "2026-03"),
    (faulted("HS-12", "医德规范公示栏被遮挡"), "P13", "2026-Q2"),
    (faulted("HS-13", "专家门诊安排仍为上月内容"), "P13", "2026-03"),
    (faulted("HS-13", "手术时间安排未公布"), "P13", "2026-Q2"),
    (faulted("HS-14", "抽查出院患者未取得结算凭证"), "P13", "2026-03"),
    (faulted("HS-14", "结算凭证缺少明细"), "P13", "2026-Q2"),
)
