"""The procedure of steward visits (SV): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.closing import solution_due
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import callback, contact
from commsaudit.demo.documents import document
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.procedures.plant_steward_visits import PLANTINGS
from commsaudit.demo.procedures.steward_callbacks import call_back
from commsaudit.demo.world import Row, World, day, moment, text
from commsaudit.model.units import Unit

__all__ = ["PLANTINGS", "build"]

_YEAR = dates.month("2026")
_DOOR_HOURS = ((9, 40), (10, 55), (14, 20), (16, 35), (19, 10), (20, 45), (22, 0), (7, 0))
"""From the first minute at which one may ring a bell to the last."""
_PHONE_HOURS = ((9, 0), (11, 59), (14, 0), (17, 29), (19, 0), (20, 59))
"""Right beside the hours of rest and the rush hours."""


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    for number, project in enumerate(PROJECTS):
        _plans(world, project, number)
        _ungraded(world, project)
        _off_mondays(world, project)
        _move_ins(world, project)
        _monthly_visits(world, project)
        _absent_owners(world, project)
        _focus_households(world, project)
        _condolences(world, project)
        call_back(world, project)
        _new_services(world, project)
        _inspections(world, project, number)


def _plans(world: World, project: Project, number: int) -> None:
    """The year's plan of each steward by 31 January, the month's by its first day, both also at the last minute."""
    for steward in [row for row in world.of("staff", project) if row["role"] == "steward"]:
        owner = text(steward, "staff_id")
        if project.owes(_YEAR):
            last = dates.on(_YEAR, 31)
            reviewed = (dates.at(dates.on(_YEAR, 8), 16, 20), dates.last_minute(last), dates.bare(last))[number % 3]
            _plan(world, project, owner, _YEAR, reviewed)
        for nth, unit in enumerate(unit for unit in dates.MONTHS if project.owes(unit)):
            first = unit.starts_on
            early = dates.at(first - timedelta(days=4), 15, 10)
            reviewed = (early, dates.last_minute(first), dates.bare(first))[(number + nth) % 3]
            _plan(world, project, owner, unit, reviewed)


def _plan(world: World, project: Project, owner: str, unit: Unit, reviewed: datetime) -> None:
    document(
        world,
        project,
        "steward_visit_plan",
        period=unit.label,
        owner_id=owner,
        prepared_at=dates.at(reviewed - timedelta(days=2), 10, 30),
        reviewed_at=reviewed,
        reviewed_by_role=world.pick(("service_supervisor", "project_manager", "department_head")),
    )


def _ungraded(world: World, project: Project) -> None:
    """What was settled by working days over a holiday was never graded: its hours would not run."""
    for row in (*world.of("complaints", project), *world.of("requests", project)):
        due = solution_due(row)
        if due is None:
            continue
        if not all(isinstance(done, datetime) and done <= due for done in (row["plan_at"], row["responded_at"])):
            row["urgency"] = None


def _off_mondays(world: World, project: Project) -> None:
    """Visiting calls that fell on a Monday are made on the day after."""
    for row in world.of("contacts", project):
        started = moment(row, "started_at")
        if row["purpose"] == "visit" and row["mode"] == "phone" and started.isoweekday() == 1:
            next_day = started + timedelta(days=1)
            row["started_at"] = next_day if next_day.month == started.month else started - timedelta(days=1)


def _in_demo(found: date) -> bool:
    return dates.MONTHS[0].starts_on <= found <= dates.MONTHS[-1].ends_on


def _move_ins(world: World, project: Project) -> None:
    """Who moves in is welcomed on the day, and called on three months later, from the first day to the fifteenth after."""
    for nth, home in enumerate(world.of("households", project)):
        if home["moved_in_on"] is None:
            continue
        moved_in = day(home, "moved_in_on")
        if _in_demo(moved_in):
            contact(
                world,
                project,
                "move_in_welcome",
                dates.bare(moved_in) if nth % 5 == 4 else dates.at(moved_in, 9, 30),
                role="steward",
                companions=["health_steward", "chief_steward"] if nth % 2 else ["health_steward"],
                household_id=home["household_id"],
                mode="door",
            )
        opens = dates.months(moved_in, 3).date()
        if _in_demo(opens + timedelta(days=15)):
            contact(
                world,
                project,
                "move_in_callback",
                dates.at(opens + timedelta(days=15 * (nth % 2)), 15, 25),
                role="steward",
                household_id=home["household_id"],
                mode="phone" if nth % 3 else "door",
            )


def _visit(world: World, project: Project, home: Row, found: date, turn: int, *, door: bool) -> None:
    """A visit of the household's steward, by phone on no Monday."""
    if not door and found.isoweekday() == 1:
        found += timedelta(days=1)
    hours = _DOOR_HOURS if door else _PHONE_HOURS
    started = dates.at(found, *hours[turn % len(hours)])
    contact(
        world,
        project,
        "visit",
        dates.bare(found) if not door and turn % 11 == 7 else started,
        role="chief_steward" if turn % 6 == 5 else "steward",
        household_id=home["household_id"],
        mode="door" if door else "phone",
    )


def _monthly_visits(world: World, project: Project) -> None:
    """Every household that is lived in sees its steward, or is phoned, each month."""
    for month, unit in enumerate(unit for unit in dates.MONTHS if project.owes(unit)):
        for nth, home in enumerate(world.of("households", project)):
            if home["steward_id"] is None or home["moved_in_on"] is None:
                continue
            if day(home, "moved_in_on") < unit.starts_on:
                turn = nth + 5 * month
                _visit(world, project, home, dates.on(unit, 1 + (turn * 7) % 27), turn, door=turn % 3 != 1)


def _absent_owners(world: World, project: Project) -> None:
    """Owners who do not live there are phoned each quarter."""
    for unit in (unit for unit in dates.QUARTERS if project.owes(unit)):
        for nth, home in enumerate(world.of("households", project)):
            away = home["moved_in_on"] is None or day(home, "moved_in_on") > unit.ends_on
            if home["steward_id"] is not None and away:
                _visit(world, project, home, unit.starts_on + timedelta(days=3 + 5 * (nth % 16)), nth, door=False)


def _focus_households(world: World, project: Project) -> None:
    """The manager talks with one of the focus households each month."""
    homes = [row for row in world.of("households", project) if row["focus"]]
    for nth, unit in enumerate(unit for unit in dates.MONTHS if project.owes(unit) and homes):
        last = nth % 3 == 2
        contact(
            world,
            project,
            "liaison",
            dates.at(unit.ends_on, 18, 40) if last else dates.at(dates.on(unit, 11 + nth), 15, 30),
            role="project_manager",
            household_id=homes[nth % len(homes)]["household_id"],
            mode="phone" if nth % 2 else "office",
            signed=None if nth % 2 else True,
        )


def _condolences(world: World, project: Project) -> None:
    """After a bereavement the chief steward calls, on the day itself or until the end of the week."""
    for row in world.of("life_events", project):
        if row["kind"] == "bereavement":
            occurred = day(row, "occurred_on")
            contact(
                world,
                project,
                "condolence",
                dates.at(occurred + timedelta(days=occurred.day % 8), 17, 15),
                role="chief_steward",
                household_id=row["household_id"],
                mode="door",
            )


def _new_services(world: World, project: Project) -> None:
    """Each quarter one of the services is new: manager and chief steward ask how it was, the manual gets its process."""
    for unit in dates.QUARTERS:
        for row in world.of("home_services", project):
            completed = moment(row, "completed_at")
            if unit.starts_on + timedelta(days=31) <= completed.date() <= unit.starts_on + timedelta(days=58):
                row["new_service"] = True
                _introduced(world, project, row, completed)
                break


def _introduced(world: World, project: Project, row: Row, completed: datetime) -> None:
    callback(
        world,
        project,
        "service_callback",
        text(row, "service_id"),
        dates.at(completed + timedelta(days=9), 16, 5),
        household_id=row["household_id"],
        role="project_manager",
        companions=["chief_steward"],
        mode="door",
    )
    document(
        world,
        project,
        "service_process",
        owner_id=row["service_id"],
        prepared_at=dates.at(completed + timedelta(days=21), 11, 20),
        approved_at=dates.at(completed + timedelta(days=23), 9, 50),
        approved_by_role="project_manager",
        effective_on=completed.date() + timedelta(days=25),
    )


def _inspections(world: World, project: Project, number: int) -> None:
    """Each quarter an inspector asks whether reminders and surveys were taken to the door."""
    for last in (2, 5):
        found = dates.on(dates.MONTHS[last - number % 2], 12 + number)
        if project.busy(found):
            inspected(world, project, "SV-23", found, "催费与调查记录")
