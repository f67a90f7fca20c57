"""Plants: client communication, with complainants, committee and readers of the report (CC-1 to CC-11, CC-27, CC-28)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.sharing import after, major, service_report
from commsaudit.demo.world import Row, day, moment, text


def _not_called(row: Row) -> bool:
    """A complaint that other clauses ask no callback by name for."""
    return row["complaint_class"] != "1" and not row["difficult"] and row["grade"] == "ordinary"


def _recall(site: Site, complaint: Row, role: str, **values: object) -> None:
    """All callbacks of ``complaint`` were made by somebody who holds ``role``."""
    for row in site.world.of("contacts", site.project):
        if row["related_id"] == complaint["complaint_id"] and row["purpose"] == "complaint_callback":
            row.update(staff_role=role, staff_id=site.world.staff(site.project, role), **values)


def called_by_technician(site: Site) -> list[Breach]:
    """The technician, not customer service, called back."""
    row = site.take("complaints", after("closed_at", 7), _not_called)
    _recall(site, row, "technician")
    return site.breach("CC-2", text(row, "complaint_id"), dates.days(moment(row, "closed_at"), 7))


def major_called_by_supervisor(site: Site) -> list[Breach]:
    """After a major complaint the supervisor spoke, though the manager came along."""
    row = site.take("complaints", after("closed_at", 7), major)
    _recall(site, row, "service_supervisor", companions=["project_manager", "chief_steward", "steward"])
    return site.breach("CC-2", text(row, "complaint_id"), dates.days(moment(row, "closed_at"), 7))


def _summary(site: Site) -> Row:
    """The notice about the complaints of the month before."""
    before = site.unit.previous().label
    return site.find(
        "notices",
        lambda row: (
            row["kind"] == "complaint_summary"
            and row["period"] == before
            and dates.month_of(day(row, "published_at")) == site.unit
        ),
    )


def summary_late(site: Site) -> list[Breach]:
    """Last month's complaints are published on the 6th."""
    due = dates.on(site.unit, 5)
    _summary(site)["published_at"] = next_day(due)
    return site.breach("CC-3", site.when, due)


def name_published(site: Site) -> list[Breach]:
    """The published complaint names who complained."""
    row = _summary(site)
    home = site.world.of("households", site.project)[2]
    row["body"] = f"{text(home, 'owner_name')}业主反映的楼道灯问题已处理。"
    return site.breach("CC-4", text(row, "notice_id"), moment(row, "published_at"))


def address_published(site: Site) -> list[Breach]:
    """The published complaint says from which door it came."""
    row = _summary(site)
    home = site.world.of("households", site.project)[4]
    row["title"] = f"关于{text(home, 'building')}-{text(home, 'room')}渗水投诉的处理结果"
    return site.breach("CC-4", text(row, "notice_id"), moment(row, "published_at"))


def _unresolvable(site: Site) -> tuple[Row, datetime]:
    row = site.take("complaints", after("received_at", 7), lambda row: row["resolvable"] is False)
    return row, dates.days(moment(row, "received_at"), 7)


def not_explained(site: Site) -> list[Breach]:
    """Nobody explained why nothing could be done."""
    row, due = _unresolvable(site)
    row["explained_at"] = None
    return site.breach("CC-5", text(row, "complaint_id"), due)


def explained_late(site: Site) -> list[Breach]:
    """That nothing could be done was explained on the eighth day."""
    row, due = _unresolvable(site)
    row["explained_at"] = next_day(due)
    return site.breach("CC-5", text(row, "complaint_id"), due)


def _regular(row: Row) -> bool:
    return row["kind"] == "committee_regular"


def no_regular_meeting(site: Site) -> list[Breach]:
    """The committee met on special matters only: two clauses ask for more."""
    for row in site.world.of("meetings", site.project):
        if _regular(row) and site.unit.starts_on <= day(row, "held_at") <= site.unit.ends_on:
            row["kind"] = "committee_special"
    due = site.unit.ends_on
    return site.breach("CC-6", site.when, due) + site.breach("CM-1", site.when, due)


def meeting_announced_late(site: Site) -> list[Breach]:
    """The committee's meeting was announced nineteen days ahead."""
    row = site.take("meetings", lambda row: moment(row, "held_at"), _regular)
    row["notice_published_at"] = dates.bare(day(row, "held_at") - timedelta(days=19))
    return site.breach("CC-7", text(row, "meeting_id"), moment(row, "held_at"))


def _resolution(site: Site) -> tuple[Row, datetime]:
    """A resolution, and when it falls due: at the next regular meeting, within 90 days at the latest."""
    held = [moment(row, "held_at") for row in site.world.of("meetings", site.project) if _regular(row)]

    def due(row: Row) -> datetime:
        raised = moment(row, "raised_at")
        return min([dates.days(raised, 90), *(each for each in held if each > raised)])

    row = site.take("actions", due, lambda row: row["source"] == "committee")
    return row, due(row)


def resolution_late(site: Site) -> list[Breach]:
    """What the committee resolved was carried out the day after."""
    row, due = _resolution(site)
    row["completed_at"] = next_day(due)
    return site.breach("CC-8", text(row, "action_id"), due)


def resolution_unowned(site: Site) -> list[Breach]:
    """What the committee resolved is nobody's."""
    row, due = _resolution(site)
    row["owner_id"] = None
    return site.breach("CC-8", text(row, "action_id"), due)


def minutes_unapproved(site: Site) -> list[Breach]:
    """The committee's minutes were published before they were approved."""
    row = site.take("meetings", after("held_at", 15), _regular)
    row["minutes_approved_at"] = moment(row, "minutes_published_at") + timedelta(hours=3)
    return site.breach("CC-9", text(row, "meeting_id"), dates.days(moment(row, "held_at"), 15))


def report_unsealed(site: Site) -> list[Breach]:
    """The quarterly report was posted without the seal."""
    service_report(site)["sealed"] = None
    return site.breach("CC-10", site.when, dates.on(site.unit, 20))


def report_to_finance_late(site: Site) -> list[Breach]:
    """Finance gets the quarterly report on the 16th."""
    service_report(site)["finance_sent_at"] = dates.bare(dates.on(site.unit, 16))
    return site.breach("CC-10", site.when, dates.on(site.unit, 20))


PLANTINGS: tuple[Planting, ...] = (
    (called_by_technician, "P02", "2026-03"),
    (called_by_technician, "P09", "2026-05"),
    (major_called_by_supervisor, "P02", "2026-Q2"),
    (summary_late, "P01", "2026-03"),
    (summary_late, "P09", "2026-05"),
    (name_published, "P04", "2026-03"),
    (address_published, "P02", "2026-04"),
    (not_explained, "P03", "2026-03"),
    (explained_late, "P08", "2026-05"),
    (no_regular_meeting, "P04", "2026-Q1"),
    (meeting_announced_late, "P01", "2026-03"),
    (meeting_announced_late, "P02", "2026-06"),
    (resolution_late, "P01", "2026-03"),
    (resolution_unowned, "P01", "2026-06"),
    (minutes_unapproved, "P06", "2026-03"),
    (minutes_unapproved, "P04", "2026-06"),
    (report_unsealed, "P09", "2026-Q1"),
    (report_to_finance_late, "P10", "2026-Q2"),
    (faulted("CC-11", "主任说不清本季报告的收支数据"), "P02", "2026-03"),
    (faulted("CC-11", "主任未看过本季报告"), "P08", "2026-06"),
    (faulted("CC-27", "会前仅三日征集意见"), "P01", "2026-03"),
    (faulted("CC-27", "未见业主书面意见"), "P09", "2026-04"),
    (faulted("CC-28", "张贴的报告缺第二页"), "P03", "2026-03"),
    (faulted("CC-28", "张贴的报告被撕毁"), "P10", "2026-05"),
)
