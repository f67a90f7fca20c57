"""Working days: Monday to Friday, less the statutory holidays, plus the make-up days.

Source: semantics.md, "Deadlines"; the days themselves come from the package ``chinesecalendar``. Days outside its
years count Monday to Friday.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from chinese_calendar import constants

FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2089, 12, 31)


def calendar_years() -> tuple[int, int]:
    """The first and the last year whose holidays are known."""
    years = [day.year for day in constants.holidays]
    return min(years), max(years)


@dataclass(frozen=True)
class WorkingDays:
    """The working-day calendar of one company.

    ``holidays`` and ``working`` are the company's own additions; ``years`` those for which it vouches beyond the
    package's.
    """

    holidays: Collection[date] = ()
    working: Collection[date] = ()
    years: Collection[int] = field(default=())

    def is_working_day(self, day: date) -> bool:
        """Whether ``day`` is a working day."""
        if day in self.working:
            return True
        if day in self.holidays or day in constants.holidays:
            return False
        return day.weekday() < 5 or day in constants.workdays

    def covers(self, year: int) -> bool:
        """Whether the holidays of ``year`` are known."""
        first, last = calendar_years()
        return first <= year <= last or year in self.years

    @cached_property
    def days(self) -> list[date]:
        """All working days from FIRST_DAY to LAST_DAY, in order."""
        span = (LAST_DAY - FIRST_DAY).days + 1
        every = (FIRST_DAY + timedelta(days=offset) for offset in range(span))
        return [day for day in every if self.is_working_day(day)]
