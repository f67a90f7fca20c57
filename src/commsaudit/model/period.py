"""The audited period: a unit of time or a span of days, and the moment at which the audit stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from commsaudit.errors import UsageError
from commsaudit.model.units import UnitKind, end_of_day, parse_label

_SPAN = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
_AUDITED = (UnitKind.WEEK, UnitKind.MONTH, UnitKind.QUARTER, UnitKind.HALF, UnitKind.YEAR)


@dataclass(frozen=True, slots=True)
class Period:
    """The days that are audited, both ends among them, and T (``as_of``)."""

    label: str
    starts_on: date
    ends_on: date
    as_of: datetime

    @property
    def starts_at(self) -> datetime:
        """The first instant."""
        return datetime.combine(self.starts_on, time.min)

    @property
    def ends_at(self) -> datetime:
        """The last microsecond: the due moment of standing obligations."""
        return end_of_day(self.ends_on)


def _ends(text: str) -> tuple[date, date]:
    span = _SPAN.fullmatch(text)
    if span:
        first, last = date.fromisoformat(span[1]), date.fromisoformat(span[2])
        if first > last:
            raise ValueError(text)
        return first, last
    unit = parse_label(text)
    if unit.kind not in _AUDITED:
        raise ValueError(text)
    return unit.starts_on, unit.ends_on


def parse_period(text: str, as_of: str | None = None) -> Period:
    """The period that ``text`` names, seen from ``as_of`` (default: its end; a bare date: its end of day).

    Raises:
        UsageError: ``text`` is no period, or ``as_of`` no moment.
    """
    try:
        starts_on, ends_on = _ends(text.strip())
    except ValueError:
        raise UsageError(
            f"'{text}' is no period: write 2026-03, 2026-Q1, 2026-H1, 2026, 2026-W10 or 2026-03-01..2026-03-20",
            f"“{text}”不是期间：请写 2026-03、2026-Q1、2026-H1、2026、2026-W10 或 2026-03-01..2026-03-20",
        ) from None
    at = parse_moment(as_of) if as_of else end_of_day(ends_on)
    return Period(text.strip(), starts_on, ends_on, at)


def parse_moment(text: str) -> datetime:
    """A local moment: ``2026-03-15`` (its end) or ``2026-03-15T12:00``.

    Raises:
        UsageError: ``text`` is neither, or carries an offset.
    """
    try:
        if len(text) == 10:
            return end_of_day(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            return moment
    except ValueError:
        pass
    raise UsageError(
        f"'{text}' is no local moment: write 2026-03-15 or 2026-03-15T12:00",
        f"“{text}”不是本地时间：请写 2026-03-15 或 2026-03-15T12:00",
    )
