"""What the plants of several standards share: rows found by what they are, and when they fall due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from commsaudit.demo import dates
from commsaudit.demo.planted import Site
from commsaudit.demo.world import Row, day, moment
from commsaudit.model.units import Unit, UnitKind, unit_of

Due = Callable[[Row], datetime | None]
"""When a row falls due; None: it does not."""


def papers(site: Site, kind: str, unit: Unit) -> list[Row]:
    """The project's documents of ``kind`` for ``unit``."""
    return [
        row for row in site.world.of("documents", site.project) if row["kind"] == kind and row["period"] == unit.label
    ]


def service_report(site: Site) -> Row:
    """The service report about the quarter before (not its draft)."""
    found = papers(site, "management_service_report", site.unit.previous())
    return next(row for row in found if row["published_at"] is not None)


def calls(site: Site, record: object, purpose: str) -> list[Row]:
    """The contacts of ``purpose`` about the record with the id ``record``."""
    return [
        row
        for row in site.world.of("contacts", site.project)
        if row["related_id"] == record and row["purpose"] == purpose
    ]


def contacts(site: Site, first: date, last: date) -> list[Row]:
    """The contacts that were made from ``first`` to ``last``."""
    return [row for row in site.world.of("contacts", site.project) if first <= day(row, "started_at") <= last]


def owners_forum(row: Row) -> bool:
    """Whether a meeting is a forum of the owners."""
    return row["kind"] == "owners_forum"


def major(row: Row) -> bool:
    """Whether a complaint is a major one."""
    return row["grade"] == "major"


def received(row: Row) -> datetime:
    """What is due as it comes in."""
    return moment(row, "received_at")


def next_working_day(row: Row) -> datetime:
    """What is due by the end of the working day after it came in."""
    return dates.wd(received(row), 1)


def published(row: Row) -> datetime:
    """What is due when a notice is published."""
    return moment(row, "published_at")


def week_ends(row: Row) -> datetime:
    """What is due by the end of the week of a contact."""
    return dates.eod(unit_of(UnitKind.WEEK, day(row, "started_at")).ends_on)


def when(column: str) -> Due:
    """Due at the moment in ``column``, if there is one."""
    return lambda row: None if row[column] is None else moment(row, column)


def after(column: str, count: int) -> Due:
    """Due ``count`` days after the moment in ``column``, if there is one."""
    return lambda row: None if row[column] is None else dates.days(moment(row, column), count)
