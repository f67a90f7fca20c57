"""Puts the company's calendar and deadline rule into the shared macros."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from commsaudit.calendar.workdays import FIRST_DAY, LAST_DAY, WorkingDays
from commsaudit.model.period import Period

_ROLLED = "eod(nth_working_day(CAST(d AS DATE) - 1, 1))"
_PLAIN = "eod(d)"
# Deadlines that fall due in the period begin at most this long before it; older rows only have to sort before.
_YEARS_BEFORE = 2


@cache
def _template() -> str:
    return (Path(__file__).parent / "macros.sql").read_text("utf-8")


def _window(period: Period) -> tuple[date, date]:
    first = date(max(period.starts_on.year - _YEARS_BEFORE, FIRST_DAY.year), 1, 1)
    last = date(min(period.ends_on.year + 1, LAST_DAY.year), 12, 31)
    return first, last


def install(
    connection: duckdb.DuckDBPyConnection, period: Period, working_days: WorkingDays, *, roll_to_working_day: bool
) -> None:
    """Create the macros, and the two lists of working days that they look up.

    The lists span the years around ``period``: a short list is bound quickly in every query.
    """
    first, last = _window(period)
    span = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    working = [day for day in span if working_days.is_working_day(day)]
    counted, until = 0, []
    for day in span:
        counted += counted < len(working) and working[counted] == day
        until.append(counted)
    lists = {"working_day": pa.array(working, pa.date32()), "working_days_until": pa.array(until, pa.int32())}
    for name, values in lists.items():
        numbered = pa.table({"nth": pa.array(range(len(values)), pa.int32()), "value": values})
        connection.register("listed", numbered)
        connection.execute(f"SET VARIABLE {name} = (SELECT list(value ORDER BY nth) FROM listed)")
        connection.unregister("listed")
    connection.execute(
        _template()
        .replace("{{window_start}}", first.isoformat())
        .replace("{{window_end}}", last.isoformat())
        .replace("{{rolled}}", _ROLLED if roll_to_working_day else _PLAIN)
    )
