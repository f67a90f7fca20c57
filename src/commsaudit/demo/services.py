"""Builders: suggestions and needs, repairs, home services, each with its callbacks."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import callback
from commsaudit.demo.world import Row, World, later, text
from commsaudit.model.units import Unit

_REQUESTS = ("suggestion", "need", "inquiry", "opinion")
_CHANNELS = ("phone", "front_desk", "wechat", "app", "email", "letter")
_ORDERS = ("general", "general", "urgent", "leak", "drain_blockage", "rework", "concealed", "bathroom_leak")
_NINE_OF_TEN = ("P02", "2026-04")
"""Ten services fall due for a callback there, and nine get one: exactly the rate that is asked for."""


def _times(world: World, project: Project, count: int, last: int = 28) -> list[datetime]:
    """``count`` moments a month, in order, over history and the six months."""
    found: list[datetime] = []
    for unit in (dates.HISTORY, *dates.MONTHS):
        days = [world.day_in(unit, project, 1, last) for _ in range(count)]
        found += sorted(world.moment(day) for day in days if day is not None)
    return found


def build_requests(world: World) -> None:
    """Four requests a project and month; every suggestion is constructive and called back."""
    for project in PROJECTS:
        for nth, received in enumerate(_times(world, project, 4)):
            _request(world, project, received, nth)


def _request(world: World, project: Project, received: datetime, nth: int) -> None:
    kind = _REQUESTS[nth % 4]
    pool = (texts.SUGGESTIONS, texts.NEEDS, texts.INQUIRIES, texts.OPINIONS)[nth % 4]
    late = nth % 12 in (0, 1)  # everything at the last minute of the deadline
    last = dates.last_minute(dates.working_day(received))
    received = dates.bare(received) if nth % 10 == 3 else received
    closed = world.moment(dates.working_day(received, 1 + nth % 4))
    row = world.add(
        "requests",
        project,
        request_id=world.next_id("XQ", project),
        household_id=text(world.household(project), "household_id"),
        kind=kind,
        channel=_CHANNELS[(nth + nth // 4) % 6],  # each kind comes by each channel within six months
        urgency="urgent" if nth % 15 == 7 else "general",
        summary=world.pick(pool),
        constructive=kind == "suggestion",
        public_interest=nth % 8 == 4 or None,
        received_at=received,
        logged_at=last if late else later(received, 6),
        forwarded_at=last if late else later(received, 20),
        handler_id=world.staff(project, "service", nth % 2),
        responded_at=later(received, 55),
        responded_via="phone",
        reply_promised_at=dates.bare(closed),
        plan_at=later(received, 120),
        measure=None if kind == "inquiry" else world.pick(texts.MEASURES),
        result=world.pick(texts.RESULTS),
        closed_at=closed,
    )
    if kind == "suggestion":
        _request_callback(world, project, row, closed, nth)
    elif nth % 8 == 7:  # a constructive opinion that is still open: a measure is owed, a callback is not yet
        row.update(constructive=True, closed_at=None, result=None)


def _request_callback(world: World, project: Project, row: Row, closed: datetime, nth: int) -> None:
    # Within the week, over long holidays too: the procedure of callbacks counts days.
    deadline = min(dates.working_day(closed, 3), closed.date() + timedelta(days=7))
    started = (
        world.moment(dates.working_day(closed), 9, 18),
        dates.last_minute(deadline),
        dates.bare(deadline),
    )[nth % 3]
    callback(
        world,
        project,
        "request_callback",
        text(row, "request_id"),
        started,
        household_id=row["household_id"],
        role="project_manager",
        mode="door",
    )


def build_work_orders(world: World) -> None:
    """Four repairs a project and month, most phoned the next day."""
    for project in PROJECTS:
        for nth, reported in enumerate(_times(world, project, 4)):
            completed = later(reported, 90) if nth % 3 else world.moment(reported + timedelta(days=1))
            row = world.add(
                "work_orders",
                project,
                order_id=world.next_id("WX", project),
                household_id=text(world.household(project), "household_id"),
                kind=_ORDERS[nth % 8],
                reported_at=reported,
                handler_id=world.staff(project, "technician", nth % 3),
                completed_at=completed,
                result=world.pick(texts.REPAIRS) + "，已恢复使用",
            )
            if nth % 4 != 3:
                callback(
                    world,
                    project,
                    "repair_callback",
                    text(row, "order_id"),
                    later(completed, 200),
                    household_id=row["household_id"],
                    role="engineering_head" if nth % 8 == 5 else "service",
                    mode="door" if nth % 8 == 5 else "phone",
                )


def build_home_services(world: World) -> None:
    """Five home services a project and month, requested early enough to be called back in the same month."""
    for project in PROJECTS:
        nth = 0
        for unit in (dates.HISTORY, *dates.MONTHS):
            boundary = (project.id, unit.label) == _NINE_OF_TEN
            for requested in _requested(world, project, unit, 10 if boundary else 5):
                row = _home_service(world, project, requested, nth)
                if not (boundary and nth % 10 == 4):
                    _service_callback(world, project, row, nth)
                nth += 1


def _requested(world: World, project: Project, unit: Unit, count: int) -> list[datetime]:
    days = [world.day_in(unit, project, 1, 17) for _ in range(count)]
    if project.id == "P05" and unit.label == "2026-05":  # handed over on the 20th
        days = [date(2026, 5, 21 + number % 2) for number in range(count)]
    if project.id == "P06" and unit.label == "2026-02":
        days = [date(2026, 2, 16)] * 2
    return sorted(world.moment(day) for day in days if day is not None)


def _home_service(world: World, project: Project, requested: datetime, nth: int) -> Row:
    item = nth % len(texts.HOME_ITEMS)
    price = Decimal(texts.HOME_PRICES[item])
    charged = (price, price, price - 10, Decimal("0.00"), None, price)[nth % 6]
    completed = world.moment(requested + timedelta(days=nth % 3))
    completed = max(completed, later(requested, 45))
    last = dates.last_minute(dates.working_day(requested))
    late = nth % 7 == 2
    if nth % 9 == 8:
        completed = dates.bare(completed)
    return world.add(
        "home_services",
        project,
        service_id=world.next_id("JJ", project),
        household_id=text(world.household(project), "household_id"),
        item=texts.HOME_ITEMS[item],
        new_service=False,
        requested_at=requested,
        recorded_at=last if late else later(requested, 5),
        handler_id=world.staff(project, "home_service", nth % 2),
        assigned_at=dates.bare(last) if late else later(requested, 30),
        completed_at=completed,
        list_price=price if charged else None,
        charged=charged,
    )


def _service_callback(world: World, project: Project, row: Row, nth: int) -> None:
    completed = row["completed_at"]
    if not isinstance(completed, datetime):
        raise TypeError("completed_at")
    started = world.moment(completed + timedelta(days=1 + nth % 3), 9, 18)
    if nth % 8 == 5:
        started = dates.last_minute(completed + timedelta(days=7))
    elif nth % 8 == 6:
        started = dates.bare(completed)
    callback(
        world,
        project,
        "service_callback",
        text(row, "service_id"),
        started,
        household_id=row["household_id"],
        role="steward" if nth % 2 else "service",
        rated_timeliness=4 + nth % 2,
        rated_skill=5,
        rated_attitude=5 - nth % 2,
        opinion="希望价格再优惠一些" if nth % 11 == 10 else None,
    )
