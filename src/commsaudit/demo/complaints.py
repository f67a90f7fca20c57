"""Builder: complaints, each handled in time, with their callbacks and progress feedback."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import call_time, callback
from commsaudit.demo.world import Row, World, later, text
from commsaudit.model.units import Unit

ONLINE = ("online", "app", "wechat", "email")
"""The channels that are online."""
_OFFLINE = ("phone", "front_desk", "letter", "suggestion_box", "hotline")
_ROTATING = ("quality", "major", "neighbour", "public")
_MAJOR_SECTIONS = ["content", "cause", "process", "result", "lessons", "corrective"]


def build_complaints(world: World) -> None:
    """Six complaints a project and month, and those that lie on the edge of a working day."""
    for number, project in enumerate(PROJECTS):
        for nth, unit in enumerate((dates.HISTORY, *dates.MONTHS)):
            found: list[tuple[datetime, str]] = []
            for kind in _kinds(project, number + nth):
                received = _received(world, project, unit, kind)
                if received is not None:
                    found.append((received, kind))
            for received, kind in sorted(found):
                _MAKERS[kind](world, project, received)
        _on_the_edge(world, project)


def _kinds(project: Project, turn: int) -> tuple[str, ...]:
    rotating = _ROTATING[turn % 4]
    if project.class_a:
        return ("plain", "hard", rotating)
    return ("plain", "developer", "online", "hard", "first_class", rotating)


def _received(world: World, project: Project, unit: Unit, kind: str) -> datetime | None:
    """A moment in ``unit``; class A has a quiet window from 28 January to the end of February."""
    if project.class_a and unit.label == "2026-02":
        return None
    last = 26 if project.class_a or kind == "public" else 28
    day = world.day_in(unit, project, 1, last)
    if day is None:
        return None
    return dates.bare(day) if world.rng.randrange(9) == 0 else world.moment(day)


def _base(world: World, project: Project, received: datetime, summary: str, **values: object) -> Row:
    """A complaint that is logged, passed on, assigned and answered on the day it came."""
    who = world.household(project)
    row = world.add(
        "complaints",
        project,
        complaint_id=world.next_id("TS", project),
        household_id=who["household_id"],
        complainant_name=who["owner_name"],
        complainant_phone=who["phone"],
        summary=summary,
        channel=_OFFLINE[len(world.of("complaints", project)) % 5],
        area="property",
        grade="ordinary",
        complaint_class=world.pick("23"),
        valid=True,
        difficult=False,
        urgency="general",
        public_interest=False,
        received_at=received,
        logged_at=later(received, world.rng.randint(3, 15)),
        forwarded_to="工程部",
        forwarded_at=later(received, world.rng.randint(16, 30)),
        handler_id=world.staff(project, "technician", world.rng.randrange(3)),
        assigned_at=later(received, world.rng.randint(31, 50)),
        assigned_by_role="service_supervisor",
        responded_at=later(received, world.rng.randint(51, 170)),
        plan_at=later(received, 200),
        process="现场查看后安排处理",
        resolvable=True,
    )
    row.update(values)
    return row


def _close(world: World, row: Row, closed: datetime) -> None:
    row.update(closed_at=closed, result=world.pick(texts.RESULTS), archived_at=dates.bare(closed + timedelta(days=6)))


def _plain(world: World, project: Project, received: datetime) -> None:
    row = _base(world, project, received, world.pick(texts.PROPERTY_COMPLAINTS))
    turn = world.rng.randrange(6)
    closed = world.moment(dates.working_day(received, world.rng.randint(1, 4)))
    if turn == 0:  # answered at the last minute, closed on the last day
        row["responded_at"] = dates.last_minute(dates.working_day(received))
        closed = dates.last_minute(dates.working_day(received, 5))
    elif turn == 1:  # bare dates on the last days
        row["responded_at"] = row["logged_at"] = dates.bare(dates.working_day(received))
        closed = dates.bare(dates.working_day(received, 5))
    elif turn == 2:  # promised for a day: its end counts
        day = dates.working_day(received, 4)
        row["promised_at"] = dates.bare(day)
        closed = dates.last_minute(day)
    elif turn == 3:  # optional cells left blank
        row.update(household_id=None, valid=None, urgency=None, resolvable=None, difficult=None, complaint_class=None)
    _close(world, row, closed)


def _developer(world: World, project: Project, received: datetime) -> None:
    row = _base(world, project, received, world.pick(texts.DEVELOPER_COMPLAINTS), area="developer")
    referred = later(received, world.rng.randint(60, 200))
    if world.rng.randrange(3) == 0:
        referred = dates.last_minute(dates.working_day(received))
        row.update(handler_id=None, assigned_at=None, assigned_by_role=None)
    length = (16, 20, 24, 9)[received.month % 4]
    closed = world.moment(received + timedelta(days=length))
    row.update(referred_at=referred, promised_at=dates.bare(received + timedelta(days=length + 1)))
    _close(world, row, closed)
    for k in range(1, (length - 1) // 7 + 1):
        day = received + timedelta(days=7 * k - world.pick((0, 1, 3)))
        heard = dates.bare(day) if k == 3 else world.moment(day, 9, 20)
        callback(
            world,
            project,
            "feedback",
            text(row, "complaint_id"),
            heard,
            household_id=row["household_id"],
            role="steward",
            opinion=None,
        )


def _online(world: World, project: Project, received: datetime) -> None:
    row = _base(world, project, received, world.pick(texts.PROPERTY_COMPLAINTS), channel=world.pick(ONLINE))
    _close(world, row, world.moment(dates.working_day(received, world.rng.randint(1, 4))))


def _hard(world: World, project: Project, received: datetime) -> None:
    row = _base(
        world,
        project,
        received,
        world.pick(texts.PROPERTY_COMPLAINTS),
        difficult=True,
        form_no=f"CL{world.rng.randrange(100000):05d}",
        assigned_by_role=world.pick(("project_manager", "department_head", "executive")),
    )
    _close(world, row, world.moment(dates.working_day(received, world.rng.randint(3, 5))))
    if received.month in (2, 5):
        row["callback_waiver"] = "unreachable"
    else:
        _called_back(world, project, row, ("steward", "service", "project_manager"))


def _first_class(world: World, project: Project, received: datetime) -> None:
    row = _base(world, project, received, world.pick(texts.PROPERTY_COMPLAINTS), complaint_class="1")
    _close(world, row, world.moment(dates.working_day(received, world.rng.randint(1, 3))))
    _called_back(world, project, row, ("service", "service_supervisor", "steward"))


def _called_back(world: World, project: Project, row: Row, roles: tuple[str, ...]) -> None:
    nth = world.rng.randrange(12)
    closed = row["closed_at"]
    if not isinstance(closed, datetime):
        raise TypeError(text(row, "complaint_id"))
    made = callback(
        world,
        project,
        "complaint_callback",
        text(row, "complaint_id"),
        call_time(world, closed, nth),
        household_id=row["household_id"],
        role=world.pick(roles),
        mode=world.pick(("phone", "door")),
        opinion=None,
    )
    if nth == 5:  # the role is read from the staff log
        made["staff_role"] = None


def _quality(world: World, project: Project, received: datetime) -> None:
    row = _base(world, project, received, world.pick(texts.PROPERTY_COMPLAINTS), channel="quality_dept")
    closed = world.moment(dates.working_day(received, 3))
    row["measures_reported_at"] = world.pick((later(received, 220), dates.last_minute(dates.working_day(received))))
    due = dates.working_day(received, 5)
    if world.rng.randrange(2):
        due = dates.working_day(received, 4)
        row["promised_at"] = dates.at(due, 21, 30)
    row["result_reported_at"] = world.pick((later(closed, 60), dates.last_minute(dates.working_day(due))))
    _close(world, row, closed)


def _major(world: World, project: Project, received: datetime) -> None:
    row = _base(
        world,
        project,
        received,
        world.pick(texts.MAJOR_COMPLAINTS),
        grade="major",
        urgency="urgent",
        report_sections=list(_MAJOR_SECTIONS),
        reported_quality_at=later(received, 180),
        reported_executive_at=dates.last_minute(dates.working_day(received)),
    )
    _close(world, row, world.moment(dates.working_day(received, world.rng.randint(1, 4))))
    _called_back(world, project, row, ("project_manager",))


def _neighbour(world: World, project: Project, received: datetime) -> None:
    row = _base(world, project, received, world.pick(texts.NEIGHBOUR_COMPLAINTS), area="neighbour")
    _close(world, row, world.moment(dates.working_day(received, world.rng.randint(1, 4))))


def _public(world: World, project: Project, received: datetime) -> None:
    row = _base(
        world,
        project,
        received,
        world.pick(texts.PUBLIC_COMPLAINTS),
        public_interest=True,
        promised_at=dates.bare(dates.working_day(received, 12)),
    )
    # Promised for later, but clear: complaint intake gives it five working days.
    _close(world, row, world.moment(dates.working_day(received, world.rng.randint(6, 12) // 3 + 1)))


_MAKERS = {
    "plain": _plain,
    "developer": _developer,
    "online": _online,
    "hard": _hard,
    "first_class": _first_class,
    "quality": _quality,
    "major": _major,
    "neighbour": _neighbour,
    "public": _public,
}

_EDGES = {
    "P01": (date(2026, 2, 13), date(2026, 6, 18)),
    "P02": (date(2026, 2, 14), date(2026, 4, 3)),
    "P03": (date(2025, 12, 31), date(2026, 4, 30)),
    "P04": (date(2026, 5, 8), date(2026, 2, 27)),
    "P09": (date(2025, 12, 31), date(2026, 3, 31)),
}
"""Days before holidays and make-up days: the next working day is far, or a Saturday or Sunday."""


def _on_the_edge(world: World, project: Project) -> None:
    """Received late in the day, and everything done at the last minute of the deadline."""
    for day in _EDGES.get(project.id, ()):
        row = _base(world, project, dates.at(day, 20, 45), world.pick(texts.PROPERTY_COMPLAINTS))
        last = dates.last_minute(dates.working_day(day))
        row.update(logged_at=last, forwarded_at=last, assigned_at=last, responded_at=last)
        _close(world, row, dates.last_minute(dates.working_day(day, 5)))
