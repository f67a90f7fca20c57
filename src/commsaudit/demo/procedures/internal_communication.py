"""The procedure of internal communication (IN): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.documents import document
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.outside import slip
from commsaudit.demo.procedures.plant_internal_communication import PLANTINGS
from commsaudit.demo.world import World, day, later, moment
from commsaudit.model.units import Unit, UnitKind, units_touching

__all__ = ["PLANTINGS", "build"]

_INSPECTED = ("IN-1", "IN-2", "IN-9")


def build(world: World) -> None:
    """Last year's review, the weekly meetings, slips for what is complex, calls registered on their day."""
    for number, project in enumerate(PROJECTS):
        if project.started is None:
            document(
                world,
                project,
                "internal_communication_review",
                period="2025",
                prepared_at=dates.at(date(2025, 12, 24), 10),
                submitted_at=dates.last_minute(date(2025, 12, 31)),
            )
        for nth, week in enumerate(units_touching(UnitKind.WEEK, dates.MONTHS[0].starts_on, dates.MONTHS[-1].ends_on)):
            if project.owes(week):
                _weekly(world, project, week, number + nth)
        _complex_slip(world, project, date(2026, 3, 3 + number))
        _same_day(world, project)
        for nth, unit in enumerate(dates.MONTHS):
            found = world.day_in(unit, project, 4, 27)
            if found is not None:
                inspected(world, project, _INSPECTED[(number + nth) % 3], found, "内部沟通记录")


def _weekly(world: World, project: Project, week: Unit, turn: int) -> None:
    """Held on the week's first working day (the Sunday of a week of holidays), minuted within one more."""
    held = dates.at(min(dates.working_day(week.starts_on - timedelta(days=1)), week.ends_on), 9, 30)
    following = dates.working_day(held)
    world.add(
        "meetings",
        project,
        meeting_id=world.next_id("LH", project),
        kind="weekly",
        department="管理处",
        held_at=held,
        duration_min=40 + 10 * (turn % 3),
        location="管理处会议室",
        chaired_by_role=("project_manager", "department_head", "executive")[turn % 3],
        attendee_roles=["project_manager", "department_head", "service_supervisor", "engineering_head"],
        signed_in=True,
        minutes_by=world.staff(project, "service"),
        minutes_at=(later(held, 90), dates.last_minute(following), dates.bare(following))[turn % 3],
        sections=["summary", "plan", "information", "topics", "resolutions", "actions"],
    )


def _complex_slip(world: World, project: Project, issued: date) -> None:
    """Complex problems of March: the manager signs off on the last minute of the next working day."""
    if not project.busy(issued):
        return
    answered = dates.at(dates.working_day(issued, 3), 17)
    slip(
        world,
        project,
        complex=True,
        issued_at=world.moment(issued),
        acknowledged_at=dates.last_minute(dates.working_day(issued)),
        handled_at=answered - timedelta(days=1),
        fed_back_at=answered,
        manager_confirmed_at=dates.last_minute(dates.working_day(answered)),
    )


def _same_day(world: World, project: Project) -> None:
    """Who calls or comes is registered on the day, if at its last minute."""
    for row in world.of("requests", project):
        if row["channel"] in ("phone", "front_desk") and day(row, "logged_at") > day(row, "received_at"):
            row["logged_at"] = dates.last_minute(moment(row, "received_at"))
