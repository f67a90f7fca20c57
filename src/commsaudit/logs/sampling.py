"""A look at the first rows of a file: which forms its dates have, so that the statement need not try all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence

from commsaudit.logs.table import CsvScan, RawTable, TextTable
from commsaudit.logs.typing import PLAIN_MARKS
from commsaudit.model.schema import Log

_ROWS = 100
_PLAIN = re.compile(
    r"\d{4}-\d\d?-\d\d?([ T]\d\d?:\d\d?(:\d\d?(\.\d{1,6})?)?)?"
    r"|\d{4}/\d\d?/\d\d?( \d\d?:\d\d?(:\d\d?)?)?"
    r"|\d{4}\.\d\d?\.\d\d?( \d\d?:\d\d?(:\d\d?)?)?"
    r"|\d{4}年\d\d?月\d\d?日(\d\d?时\d\d?分| \d\d?:\d\d?(:\d\d?)?)?"
)
_MOMENTS = frozenset({"date", "time", "until"})


def _first_rows(raw: RawTable) -> Sequence[Sequence[str | None]]:
    relation = raw.relation
    if isinstance(relation, TextTable):
        table = relation.table.slice(0, _ROWS)
        return [list(row.values()) for row in table.to_pylist()]
    if not isinstance(relation, CsvScan):
        return []
    rows: list[Sequence[str | None]] = []
    with relation.path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter=relation.delimiter)):
            if number >= relation.skip_lines:
                rows.append(row)
            if len(rows) == _ROWS:
                break
    return rows


def date_forms(log: Log, raws: Iterable[RawTable]) -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    """Per date column, the marks behind the year in its first rows; and the columns that hold other forms.

    A form that the sample misses is met by a second, more careful reading: the sample decides speed, never values.
    """
    moments = [column.name for column in log.columns if column.type in _MOMENTS]
    marks: dict[str, set[str]] = {name: set() for name in moments}
    careful: set[str] = set()
    for raw in raws:
        rows = _first_rows(raw)
        for name in moments:
            source = raw.columns.get(name)
            if source is None or source.index is None:
                continue
            for row in rows:
                said = row[source.index] if source.index < len(row) else None
                if not said:
                    continue
                if _PLAIN.fullmatch(said) and said[4] in PLAIN_MARKS:
                    marks[name].add(said[4])
                else:
                    careful.add(name)
    return {name: frozenset(found) for name, found in marks.items()}, frozenset(careful)
