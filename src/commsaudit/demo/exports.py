"""Monthly exports: which rows each file holds, and the older state in which an earlier one shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.world import Row, day
from commsaudit.model.schema import logs
from commsaudit.model.units import Unit

_TAIL = 10
"""How many days of the month before an export repeats."""


def exports(log: str, rows: list[Row], column: str, overlap: bool) -> Iterator[tuple[str, list[Row]]]:
    """The exports of ``rows`` by the month of ``column``: a label and the rows in the order of ``column``.

    Without ``overlap`` what lies before 2026 is one export a year.
    """
    rows = sorted(rows, key=lambda row: (day(row, column), str(row[column]), str(row["project_id"])))
    units = sorted({dates.month_of(day(row, column)) for row in rows})
    if not overlap:  # the years before are one export each
        for label in sorted({_label(unit) for unit in units}):
            yield label, [row for row in rows if _label(dates.month_of(day(row, column))) == label]
        return
    for unit in units:
        repeated = [row for row in rows if _in_tail(day(row, column), unit.previous())]
        own = [row for row in rows if dates.month_of(day(row, column)) == unit]
        again = unit.following() in units
        yield (
            unit.label,
            repeated
            + [
                _older(log, row, nth, unit) if again and _in_tail(day(row, column), unit) else row
                for nth, row in enumerate(own)
            ],
        )


def _label(unit: Unit) -> str:
    return unit.label if unit.starts_on.year == 2026 else str(unit.starts_on.year)


def _in_tail(found: date, unit: Unit) -> bool:
    return unit.ends_on - timedelta(days=_TAIL) < found <= unit.ends_on


def _older(log: str, row: Row, nth: int, unit: Unit) -> Row:
    """The row as it stood when the month was exported: on the evening of the next month's first day."""
    exported = dates.at(unit.ends_on + timedelta(days=1), 18)
    older = dict(row)
    for column in logs()[log].columns:
        value = older[column.name]
        if column.type == "time" and isinstance(value, datetime) and value > exported:
            older[column.name] = None
    if row.get("closed_at") is not None and older.get("closed_at") is None:
        older["result"] = None
    if log == "contacts" and nth % 3 == 0:  # the form was typed in later
        older.update(form_no=None, opinion=None)
    return older
