"""Plants: the dormitory's forum, summaries, answers, solutions and feedback (SH)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.complaints import ONLINE
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.sharing import next_working_day
from commsaudit.demo.world import Row, moment, text


def forum_after_the_semester(site: Site) -> list[Breach]:
    """The autumn's forum was held on the first day of spring's semester."""
    row = site.find("meetings", lambda row: row["kind"] == "residents_forum")
    row.update(
        notice_published_at=dates.at(date(2026, 1, 23), 15, 30),
        held_at=dates.at(date(2026, 2, 1), 15, 30),
        minutes_at=dates.at(date(2026, 2, 2), 15, 30),
        minutes_reviewed_at=dates.at(date(2026, 2, 3), 15, 30),
        minutes_approved_at=dates.at(date(2026, 2, 3), 16, 10),
        minutes_published_at=dates.at(date(2026, 2, 4), 15, 30),
    )
    return site.breach("SH-1", "2025-S2", date(2026, 1, 31))


def _summary(site: Site, label: str) -> Row:
    return site.find("documents", lambda row: row["kind"] == "opinion_summary" and row["period"] == label)


def summarised_late(site: Site) -> list[Breach]:
    """The month before is summarised on the 6th."""
    about = site.unit.previous()
    due = dates.days(about.ends_on, 5)
    row = _summary(site, about.label)
    row["prepared_at"] = next_day(due)
    row["archived_at"] = next_day(due) + timedelta(days=10)
    return site.breach("SH-2", about.label, due)


def not_summarised(site: Site) -> list[Breach]:
    """Nobody summarised the month before."""
    about = site.unit.previous()
    site.drop("documents", [_summary(site, about.label)])
    return site.breach("SH-2", about.label, dates.days(about.ends_on, 5))


def _online_plain(row: Row) -> bool:
    return row["channel"] in ONLINE and row["kind"] != "opinion"


def answered_late(site: Site) -> list[Breach]:
    """An online request is answered a day late."""
    row = site.take("requests", next_working_day, _online_plain)
    row["responded_at"] = next_day(next_working_day(row))
    return site.breach("SH-3", text(row, "request_id"), next_working_day(row))


def never_answered(site: Site) -> list[Breach]:
    """An online request is never answered."""
    row = site.take("requests", next_working_day, _online_plain)
    row.update(responded_at=None, responded_via=None)
    return site.breach("SH-3", text(row, "request_id"), next_working_day(row))


def _week(row: Row) -> datetime:
    return dates.days(moment(row, "received_at"), 7)


def _opinion(row: Row) -> bool:
    return row["kind"] == "opinion"


def without_solution(site: Site) -> list[Breach]:
    """An opinion with neither a plan nor word to those above."""
    row = site.take("requests", _week, _opinion)
    row.update(plan_at=None, escalated_at=None)
    return site.breach("SH-4", text(row, "request_id"), _week(row))


def solution_late(site: Site) -> list[Breach]:
    """The plan for an opinion comes on the eighth day."""
    row = site.take("requests", _week, lambda row: _opinion(row) and row["escalated_at"] is None)
    row["plan_at"] = next_day(_week(row))
    return site.breach("SH-4", text(row, "request_id"), _week(row))


def _feedback_due(row: Row) -> datetime | None:
    return dates.days(moment(row, "closed_at"), 7) if row["closed_at"] is not None else None


def _answerable(row: Row) -> bool:
    return row["kind"] in ("opinion", "suggestion")


def _related(site: Site, log: str, row: Row) -> list[Row]:
    return [found for found in site.world.of(log, site.project) if found["related_id"] == row["request_id"]]


def not_fed_back(site: Site) -> list[Breach]:
    """Nobody hears what became of it."""
    row = site.take("requests", _feedback_due, _answerable)
    for log in ("contacts", "notices"):
        site.drop(log, _related(site, log, row))
    return site.breach("SH-5", text(row, "request_id"), dates.days(moment(row, "closed_at"), 7))


def fed_back_too_early(site: Site) -> list[Breach]:
    """The only call was on the day before it was closed."""
    row = site.take("requests", _feedback_due, lambda row: _answerable(row) and bool(_related(site, "contacts", row)))
    for made in _related(site, "contacts", row):
        made["started_at"] = dates.at(moment(row, "closed_at") - timedelta(days=1), 10)
    return site.breach("SH-5", text(row, "request_id"), dates.days(moment(row, "closed_at"), 7))


def _archive_due(row: Row) -> datetime | None:
    return dates.days(moment(row, "prepared_at"), 30) if row["kind"] == "opinion_summary" else None


def archived_late(site: Site) -> list[Breach]:
    """A summary is archived on the 31st day."""
    row = site.take("documents", _archive_due)
    due = dates.days(moment(row, "prepared_at"), 30)
    row["archived_at"] = next_day(due)
    return site.breach("SH-6", text(row, "document_id"), due)


def not_archived(site: Site) -> list[Breach]:
    """A summary that nobody archived."""
    row = site.take("documents", _archive_due)
    row["archived_at"] = None
    return site.breach("SH-6", text(row, "document_id"), dates.days(moment(row, "prepared_at"), 30))


PLANTINGS: tuple[Planting, ...] = (
    (forum_after_the_semester, "P12", "2026-01"),
    (faulted("SH-1", "座谈会签到表与通知日期不符，实际未召开"), "P12", "2026-03"),
    (summarised_late, "P12", "2026-03"),
    (not_summarised, "P12", "2026-05"),
    (answered_late, "P12", "2026-03"),
    (never_answered, "P12", "2026-05"),
    (without_solution, "P12", "2026-03"),
    (solution_late, "P12", "2026-06"),
    (not_fed_back, "P12", "2026-03"),
    (fed_back_too_early, "P12", "2026-05"),
    (archived_late, "P12", "2026-03"),
    (not_archived, "P12", "2026-06"),
    (faulted("SH-7", "两条暂不能实现的建议未见上报记录"), "P12", "2026-03"),
    (faulted("SH-7", "上报后未跟进校方答复"), "P12", "2026-05"),
)
