"""Units of time and their labels: day, week, month, pair, quarter, half-year, semester, year.

Source: semantics.md, "Periodic obligations". Labels: ``2026-03-05``, ``2026-W10``, ``2026-03``, ``2026-B2``,
``2026-Q1``, ``2026-H1``, ``2026-S1`` (1 February to 31 July; S2: to 31 January), ``2026``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum


class UnitKind(StrEnum):
    """The kinds of unit, in the order of their length."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    PAIR = "pair"
    QUARTER = "quarter"
    HALF = "half"
    SEMESTER = "semester"
    YEAR = "year"


_MONTHS_OF = {
    UnitKind.MONTH: 1,
    UnitKind.PAIR: 2,
    UnitKind.QUARTER: 3,
    UnitKind.HALF: 6,
    UnitKind.SEMESTER: 6,
    UnitKind.YEAR: 12,
}
_LETTERS = {"B": UnitKind.PAIR, "Q": UnitKind.QUARTER, "H": UnitKind.HALF, "S": UnitKind.SEMESTER}
_LABEL = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})(?:-(?P<day>\d{2}))?|W(?P<week>\d{2})|(?P<letter>[BQHS])(?P<nth>\d)))?"
)


def end_of_day(day: date) -> datetime:
    """eod(d): the last microsecond of ``day``."""
    return datetime.combine(day, time.max)


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """One unit of time, both ends belonging to it."""

    starts_on: date
    ends_on: date
    kind: UnitKind

    @property
    def label(self) -> str:
        """The unit's name in logs and record ids."""
        year = self.starts_on.year
        month = self.starts_on.month
        match self.kind:
            case UnitKind.DAY:
                return self.starts_on.isoformat()
            case UnitKind.WEEK:
                iso = self.starts_on.isocalendar()
                return f"{iso.year:04d}-W{iso.week:02d}"
            case UnitKind.MONTH:
                return f"{year:04d}-{month:02d}"
            case UnitKind.YEAR:
                return f"{year:04d}"
            case UnitKind.SEMESTER:
                return f"{year:04d}-S{1 if month == 2 else 2}"
            case _:
                letter = {UnitKind.PAIR: "B", UnitKind.QUARTER: "Q", UnitKind.HALF: "H"}[self.kind]
                return f"{year:04d}-{letter}{(month - 1) // _MONTHS_OF[self.kind] + 1}"

    def previous(self) -> Unit:
        """prev(U): the unit of the same kind just before this one."""
        return unit_of(self.kind, self.starts_on - timedelta(days=1))

    def following(self) -> Unit:
        """The unit of the same kind just after this one."""
        return unit_of(self.kind, self.ends_on + timedelta(days=1))


def _last_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _from_months(kind: UnitKind, year: int, month: int) -> Unit:
    """The unit of whole months that begins with ``month`` of ``year``."""
    years, last = divmod(month - 1 + _MONTHS_OF[kind] - 1, 12)
    return Unit(date(year, month, 1), _last_of_month(year + years, last + 1), kind)


def unit_of(kind: UnitKind, day: date) -> Unit:
    """The unit of ``kind`` that holds ``day``."""
    if kind is UnitKind.DAY:
        return Unit(day, day, kind)
    if kind is UnitKind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return Unit(monday, monday + timedelta(days=6), kind)
    if kind is UnitKind.SEMESTER:
        if 2 <= day.month <= 7:
            return _from_months(kind, day.year, 2)
        return _from_months(kind, day.year if day.month >= 8 else day.year - 1, 8)
    length = _MONTHS_OF[kind]
    return _from_months(kind, day.year, (day.month - 1) // length * length + 1)


def parse_label(label: str) -> Unit:
    """The unit that ``label`` names.

    Raises:
        ValueError: if it names none (``2026-13``, ``2026-W60``, ``2026-Q5``).
    """
    found = _LABEL.fullmatch(label)
    if not found:
        raise ValueError(label)
    year = int(found["year"])
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return Unit(day, day, UnitKind.DAY)
    if found["month"]:
        return unit_of(UnitKind.MONTH, date(year, int(found["month"]), 1))
    if found["week"]:
        return unit_of(UnitKind.WEEK, date.fromisocalendar(year, int(found["week"]), 1))
    if found["letter"]:
        kind = _LETTERS[found["letter"]]
        nth = int(found["nth"])
        if not 1 <= nth <= 12 // _MONTHS_OF[kind]:
            raise ValueError(label)
        first = (nth - 1) * _MONTHS_OF[kind] + 1
        return _from_months(kind, year, first + 1 if kind is UnitKind.SEMESTER else first)
    return unit_of(UnitKind.YEAR, date(year, 1, 1))


def units_touching(kind: UnitKind, starts_on: date, ends_on: date) -> list[Unit]:
    """The units of ``kind`` that share a day with ``starts_on`` .. ``ends_on``, in order."""
    unit = unit_of(kind, starts_on)
    units = [unit]
    while unit.ends_on < ends_on:
        unit = unit.following()
        units.append(unit)
    return units
