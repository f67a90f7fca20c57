"""Deadlines and comparisons of semantics.md, "Deadlines", in plain Python."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chinese_calendar import constants

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def at(value: date) -> datetime:
    """A date as the first instant of its day; a time as it is."""
    return value if isinstance(value, datetime) else datetime.combine(value, time.min)


def day(value: date) -> date:
    """The day of a date or time."""
    return value.date() if isinstance(value, datetime) else value


def eod(value: date) -> datetime:
    """The last microsecond of the day."""
    return datetime.combine(day(value), time.max)


def is_bare(value: date) -> bool:
    """A recorded time of exactly 00:00 is a bare date."""
    return at(value).time() == time.min


def by(recorded: date | None, due: date | None) -> bool:
    """recorded ≤ due, where ``due`` is computed: by the instant; absent is not done."""
    return recorded is not None and due is not None and at(recorded) <= at(due)


def not_after(first: date | None, second: date | None) -> bool:
    """first ≤ second, both recorded: by day where either is bare."""
    if first is None or second is None:
        return False
    return day(first) <= day(second) if is_bare(first) or is_bare(second) else at(first) <= at(second)


def before(first: date | None, second: date | None) -> bool:
    """first < second, both recorded."""
    return first is not None and second is not None and not not_after(second, first)


def until(value: datetime | None) -> datetime | None:
    """An ``until`` value: a bare date is the end of that day."""
    return eod(value) if value is not None and is_bare(value) else value


def within(value: date | None, first: date, last: date) -> bool:
    """The day of ``value`` lies from ``first`` to ``last``."""
    return value is not None and first <= day(value) <= last


@dataclass(frozen=True)
class Deadlines:
    """wd, days, months, dom and end, with a company's own working days and its rolling rule."""

    roll: bool = False
    off: Collection[date] = ()
    on: Collection[date] = ()

    def is_working(self, value: date) -> bool:
        """Monday to Friday, less the statutory holidays, plus the make-up days."""
        if value in self.on:
            return True
        if value in self.off or value in constants.holidays:
            return False
        return value.weekday() < 5 or value in constants.workdays

    def wd(self, value: date, count: int) -> datetime:
        """The end of the ``count``-th working day after the day of ``value``."""
        found = day(value)
        for _ in range(count):
            found += DAY
            while not self.is_working(found):
                found += DAY
        return eod(found)

    def _rolled(self, value: date) -> datetime:
        while self.roll and not self.is_working(value):
            value += DAY
        return eod(value)

    def days(self, value: date, count: int) -> datetime:
        """Days later, rolled; days earlier are no deadline that could move (a notice stays three days ahead)."""
        found = day(value) + count * DAY
        return eod(found) if count < 0 else self._rolled(found)

    def months(self, value: date, count: int) -> datetime:
        """The same day of another month, or its last; rolled where later."""
        found = shifted(value, count)
        return eod(found) if count < 0 else self._rolled(found)

    def dom(self, month: date, number: int) -> datetime:
        """Day ``number`` of the month that begins on ``month``, or its last day."""
        return self._rolled(month.replace(day=min(number, monthrange(month.year, month.month)[1])))

    def end(self, last: date) -> datetime:
        """The end of a unit whose last day is ``last``."""
        return self._rolled(last)


def shifted(value: date, count: int) -> date:
    """The same day ``count`` months later, or that month's last day."""
    years, month = divmod(value.month - 1 + count, 12)
    year = value.year + years
    return date(year, month + 1, min(value.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Span:
    """So many months from a first day: a month, pair of months, quarter, half-year, semester or year."""

    first: date
    length: int
    name: str = ""

    @property
    def last(self) -> date:
        """Its last day."""
        return shifted(self.first, self.length) - DAY

    @property
    def label(self) -> str:
        """2026-03, 2026-B2, 2026-Q1, 2026-H1, 2026-S1 or 2026."""
        number = (self.first.month - 1) // self.length + 1
        if self.name == "S":
            return f"{self.first.year}-S{1 if self.first.month == 2 else 2}"
        labels = {1: f"{self.first:%Y-%m}", 2: f"-B{number}", 3: f"-Q{number}", 6: f"-H{number}", 12: ""}
        return labels[1] if self.length == 1 else f"{self.first.year}{labels[self.length]}"

    def previous(self) -> Span:
        """The unit before."""
        return Span(shifted(self.first, -self.length), self.length, self.name)

    def following(self) -> Span:
        """The unit after."""
        return Span(shifted(self.first, self.length), self.length, self.name)


def spans(length: int, first: date, last: date) -> list[Span]:
    """The units of so many months whose deadlines can fall into ``first`` .. ``last``."""
    start = first.replace(month=(first.month - 1) // length * length + 1, day=1)
    return _up_to(Span(start, length).previous(), last)


def semesters(first: date, last: date) -> list[Span]:
    """1 February to 31 July, 1 August to 31 January."""
    month = 2 if 2 <= first.month <= 7 else 8
    start = date(first.year - (first.month == 1), month, 1)
    return _up_to(Span(start, 6, "S").previous(), last)


def _up_to(unit: Span, last: date) -> list[Span]:
    found = [unit]
    while found[-1].following().first <= last:
        found.append(found[-1].following())
    return found


@dataclass(frozen=True)
class Days:
    """A unit of days: one day, or the week from its Monday to its Sunday."""

    first: date
    last: date

    @property
    def label(self) -> str:
        """2026-03-05 or 2026-W10."""
        year, week, _ = self.first.isocalendar()
        return f"{self.first}" if self.first == self.last else f"{year}-W{week:02d}"


def weeks(first: date, last: date, before: int = 2) -> list[Days]:
    """The ISO weeks that touch ``first`` .. ``last``, and ``before`` of them before."""
    start = first - first.weekday() * DAY - 7 * before * DAY
    return [Days(start + n * DAY, start + (n + 6) * DAY) for n in range(0, (last - start).days + 1, 7)]


def single_days(first: date, last: date) -> list[Days]:
    """Every day from ``first`` to ``last``."""
    return [Days(first + n * DAY, first + n * DAY) for n in range((last - first).days + 1)]
