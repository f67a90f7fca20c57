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
_DAYS_BEFORE, _DAYS_AFTER = 400, 200


@cache
def _template() -> str:
    return (Path(__file__).parent / "macros.sql").read_text("utf-8")


def _window(period: Period, longest_term: int) -> tuple[date, date]:
    """The days whose working days are looked up: what falls due in the period begins at most so long before it."""
    before = min(_DAYS_BEFORE + 2 * longest_term, (period.starts_on - FIRST_DAY).days)
    first = period.starts_on - timedelta(days=max(before, 0))
    return first, min(period.ends_on + timedelta(days=_DAYS_AFTER), LAST_DAY)


def install(
    connection: duckdb.DuckDBPyConnection,
    period: Period,
    working_days: WorkingDays,
    *,
    roll_to_working_day: bool,
    longest_term: int,
) -> None:
    """Create the macros, and the two lists of working days that they look up.

    The lists span the years around ``period``: a short list is bound quickly in every query.
    """
    first, last = _window(period, longest_term)
    span = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    working = [day for day in span if working_days.is_working_day(day)]
    counted, until = 0, []
    for day in span:
        counted += counted < len(working) and working[counted] == day
        until.append(counted)
    lists = {"days": [working], "counts": [until]}
    types = {"days": pa.list_(pa.date32()), "counts": pa.list_(pa.int32())}
    connection.register("listed", pa.table({name: pa.array(values, types[name]) for name, values in lists.items()}))
    connection.execute("CREATE TABLE calendar AS FROM listed")
    connection.unregister("listed")
    know_calendar(connection)
    connection.execute(
        _template()
        .replace("{{window_start}}", first.isoformat())
        .replace("{{window_end}}", last.isoformat())
        .replace("{{rolled}}", _ROLLED if roll_to_working_day else _PLAIN)
    )


def know_calendar(connection: duckdb.DuckDBPyConnection) -> None:
    """Give a connection the lists of working days: variables are each connection's own."""
    connection.execute("SET VARIABLE working_day = (SELECT days FROM calendar)")
    connection.execute("SET VARIABLE working_days_until = (SELECT counts FROM calendar)")
