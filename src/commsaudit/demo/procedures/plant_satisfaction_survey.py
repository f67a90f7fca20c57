"""Plants: satisfaction surveys (SS-1 to SS-13)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.world import Row, day, moment, text


def _at_end_of(column: str) -> Callable[[Row], datetime | None]:
    return lambda row: dates.eod(day(row, column)) if isinstance(row[column], date) else None


def _survey(site: Site, due: Callable[[Row], datetime | None]) -> tuple[Row, str]:
    """The last satisfaction survey on which something falls due in the unit.

    A quarter has one or two of them and each is judged by thirty clauses: one may be broken in several columns.
    """
    for row in reversed(site.world.of("surveys", site.project)):
        moment_ = due(row) if row["kind"] == "satisfaction" else None
        if moment_ is not None and site.unit.starts_on <= moment_.date() <= site.unit.ends_on:
            return row, text(row, "survey_id")
    raise LookupError(f"surveys of {site.project.id} in {site.when}")


def plan_by_manager(site: Site) -> list[Breach]:
    """The project manager approved the plan."""
    row, survey = _survey(site, _at_end_of("review_meeting_on"))
    row["plan_approved_by_role"] = "project_manager"
    return site.breach("SS-1", survey, day(row, "review_meeting_on"))


def plan_approved_late(site: Site) -> list[Breach]:
    """The plan was approved less than a month before the review."""
    row, survey = _survey(site, _at_end_of("review_meeting_on"))
    row["plan_approved_at"] = next_day(dates.months(day(row, "review_meeting_on"), -1))
    return site.breach("SS-1", survey, day(row, "review_meeting_on"))


def plan_in_part(site: Site) -> list[Breach]:
    """The plan says nothing of the team and the return rate."""
    row, survey = _survey(site, lambda row: moment(row, "planned_at") if row["planned_at"] else None)
    row["plan_sections"] = ["time", "departments", "sample", "method", "cautions"]
    return site.breach("SS-2", survey, moment(row, "planned_at"))


def form_by_manager(site: Site) -> list[Breach]:
    """The project manager approved the form."""
    row, survey = _survey(site, _at_end_of("distributed_on"))
    row["form_approved_by_role"] = "project_manager"
    return site.breach("SS-4", survey, day(row, "distributed_on"))


def _answered(site: Site) -> tuple[Row, list[Row]]:
    row, survey = _survey(site, _at_end_of("distributed_on"))
    return row, [each for each in site.world.of("survey_answers", site.project) if each["survey_id"] == survey]


def three_grades(site: Site) -> list[Breach]:
    """One sheet was of the old form with three grades."""
    row, answers = _answered(site)
    answers[-1]["choice"] = "基本满意"
    return site.breach("SS-5", text(row, "survey_id"), day(row, "distributed_on"))


def club_left_out(site: Site) -> list[Breach]:
    """Nobody was asked about the club house."""
    row, answers = _answered(site)
    site.drop("survey_answers", [each for each in answers if "会所" in text(each, "question")])
    return site.breach("SS-6", text(row, "survey_id"), day(row, "distributed_on"))


def _came_late(site: Site, clause: str, column: str) -> list[Breach]:
    """``column`` was done on the day after the sheets went out: client communication asks for it too."""
    row, survey = _survey(site, _at_end_of("distributed_on"))
    due = day(row, "distributed_on")
    row[column] = next_day(due)
    return [*site.breach(clause, survey, due), *site.breach("CC-18", survey, due)]


def trained_late(site: Site) -> list[Breach]:
    """The interviewers were trained when the sheets were out."""
    return _came_late(site, "SS-7", "trained_at")


def told_late(site: Site) -> list[Breach]:
    """The residents were told when the sheets were out."""
    return _came_late(site, "SS-8", "announced_at")


def too_few_back(site: Site) -> list[Breach]:
    """More sheets were planned for than came back."""
    row, survey = _survey(site, lambda row: dates.wd(day(row, "distributed_on"), 15))
    distributed, collected = row["distributed"], row["collected"]
    if not isinstance(distributed, int) or not isinstance(collected, int) or collected >= distributed:
        raise LookupError(f"{survey}: all sheets came back")
    row["planned_return_rate"] = 1
    return site.breach("SS-9", survey, dates.wd(day(row, "distributed_on"), 15))


def report_in_part(site: Site) -> list[Breach]:
    """The report compares nothing and leaves the open questions out."""
    row, survey = _survey(site, lambda row: moment(row, "report_at") if row["report_at"] else None)
    row["report_sections"] = ["introduction", "methods", "overall", "items", "summary"]
    return site.breach("SS-10", survey, moment(row, "report_at"))


def report_unapproved(site: Site) -> list[Breach]:
    """The management representative never approved the report."""
    row, survey = _survey(site, _at_end_of("review_meeting_on"))
    row.update(report_approved_at=None, report_approved_by_role=None)
    return site.breach("SS-11", survey, day(row, "review_meeting_on"))


def report_reviewed_low(site: Site) -> list[Breach]:
    """Someone of the quality department reviewed the report, not its manager."""
    row, survey = _survey(site, _at_end_of("review_meeting_on"))
    row["report_reviewed_by_role"] = "quality"
    return site.breach("SS-11", survey, day(row, "review_meeting_on"))


def not_arranged(site: Site) -> list[Breach]:
    """The interviewer stood at the door unannounced: client communication asks for it too."""
    row = site.take(
        "contacts",
        lambda row: moment(row, "started_at"),
        lambda row: row["purpose"] == "survey" and row["mode"] == "door",
    )
    row["appointment_at"] = None
    contact, due = text(row, "contact_id"), moment(row, "started_at")
    return [*site.breach("SS-12", contact, due), *site.breach("CC-19", contact, due)]


def census_for_some(site: Site) -> list[Breach]:
    """A census in mid-year, and one that did not go to every household."""
    row, survey = _survey(site, _at_end_of("distributed_on"))
    row["scope"] = "census"
    due = day(row, "distributed_on")
    return [*site.breach("SS-13", survey, due), *site.breach("OC-16", survey, due)]


PLANTINGS: tuple[Planting, ...] = (
    (plan_by_manager, "P07", "2026-03"),
    (plan_approved_late, "P08", "2026-06"),
    (plan_in_part, "P09", "2026-Q1"),
    (plan_in_part, "P06", "2026-Q2"),
    (faulted("SS-3", "上年年底只抽查了两栋"), "P04", "2026-03"),
    (faulted("SS-3", "上年年底只抽查了两栋"), "P02", "2026-05"),
    (form_by_manager, "P01", "2026-03"),
    (form_by_manager, "P03", "2026-Q2"),
    (three_grades, "P04", "2026-03"),
    (three_grades, "P01", "2026-Q2"),
    (club_left_out, "P08", "2026-03"),
    (club_left_out, "P02", "2026-Q2"),
    (trained_late, "P04", "2026-03"),
    (trained_late, "P06", "2026-Q2"),
    (told_late, "P08", "2026-03"),
    (told_late, "P09", "2026-Q2"),
    (too_few_back, "P02", "2026-03"),
    (too_few_back, "P01", "2026-Q2"),
    (report_in_part, "P10", "2026-Q1"),
    (report_in_part, "P01", "2026-Q2"),
    (report_unapproved, "P04", "2026-03"),
    (report_reviewed_low, "P09", "2026-06"),
    (not_arranged, "P01", "2026-03"),
    (not_arranged, "P07", "2026-06"),
    (census_for_some, "P06", "2026-03"),
    (census_for_some, "P08", "2026-Q2"),
)
