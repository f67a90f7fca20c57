"""Deadlines and units as the demo company reckons them: small functions in the notation of semantics.md."""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

from commsaudit.calendar.workdays import WorkingDays
from commsaudit.model.units import Unit, UnitKind, end_of_day, parse_label, unit_of

_WORKING = WorkingDays()


def eod(day: date) -> datetime:
    """The last microsecond of the day of ``day``."""
    return end_of_day(day.date() if isinstance(day, datetime) else day)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The moment ``hour``:``minute`` of ``day``."""
    return datetime.combine(day, time(hour, minute))


def last_minute(day: date) -> datetime:
    """23:59 of ``day``: as late as an export without seconds can say."""
    return at(day, 23, 59)


def bare(day: date) -> datetime:
    """``day`` as a bare date (00:00)."""
    return datetime.combine(day, time.min)


def days(moment: date, count: int) -> datetime:
    """days(t, n)."""
    return eod(moment + timedelta(days=count))


def working_day(moment: date, count: int = 1) -> date:
    """The ``count``-th working day after the day of ``moment``."""
    day = moment.date() if isinstance(moment, datetime) else moment
    while count:
        day += timedelta(days=1)
        count -= _WORKING.is_working_day(day)
    return day


def wd(moment: date, count: int) -> datetime:
    """wd(t, n)."""
    return eod(working_day(moment, count))


def months(moment: date, count: int) -> datetime:
    """months(t, n): eod of the same day n months on, or of that month's last day."""
    years, month = divmod(moment.month - 1 + count, 12)
    year = moment.year + years
    return eod(date(year, month + 1, min(moment.day, calendar.monthrange(year, month + 1)[1])))


def on(unit: Unit, day: int) -> date:
    """Day ``day`` of the unit's first month, or that month's last day."""
    first = unit.starts_on
    return first.replace(day=min(day, calendar.monthrange(first.year, first.month)[1]))


def month(label: str) -> Unit:
    """The unit that ``label`` names (a month, quarter or year)."""
    return parse_label(label)


def month_of(day: date) -> Unit:
    """The month of ``day``."""
    return unit_of(UnitKind.MONTH, day.date() if isinstance(day, datetime) else day)


def quarter_of(day: date) -> Unit:
    """The quarter of ``day``."""
    return unit_of(UnitKind.QUARTER, day.date() if isinstance(day, datetime) else day)


HISTORY = month("2025-12")
"""The month before the audited ones: what its records call for may fall due in January."""

MONTHS = tuple(month(f"2026-{number:02d}") for number in range(1, 7))
HALF_YEAR = month("2026-H1")
QUARTERS = (month("2026-Q1"), month("2026-Q2"))
PERIODS = ("2026-Q1", "2026-03", "2026-Q2")
"""The audited periods for which the planted findings are listed."""
EAST = timedelta(hours=8)
"""How far the company's clocks are ahead of UTC."""
