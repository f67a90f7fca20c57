"""A look at the first rows of a file: which forms its dates have, so that the statement need not try all."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence

from commsaudit.logs.table import CsvScan, RawTable, TextTable
from commsaudit.logs.typing import PLAIN_FORMS, spellings_of
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Column, Log

_ROWS = 100
_PLAIN = re.compile(
    r"\d{4}-\d\d?-\d\d?([ T]\d\d?:\d\d?(:\d\d?(\.\d{1,6})?)?)?"
    r"|\d{4}/\d\d?/\d\d?( \d\d?:\d\d?(:\d\d?)?)?"
    r"|\d{4}\.\d\d?\.\d\d?( \d\d?:\d\d?(:\d\d?)?)?"
    r"|\d{4}年\d\d?月\d\d?日(\d\d?时\d\d?分| \d\d?:\d\d?(:\d\d?)?)?"
)
_LABEL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?")
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
        lines = csv.reader(file, delimiter=relation.delimiter)
        try:
            for number, row in enumerate(lines):
                if number >= relation.skip_lines:
                    rows.append(row)
                if len(rows) == _ROWS:
                    break
        except csv.Error:
            # A field beyond the csv module's limit: the rows before it are sample enough.
            pass
    return rows


def plain_forms(
    log: Log, raws: Iterable[RawTable], options: LogOptions
) -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    """Per date column, the marks behind the year in its first rows; and the columns that hold other than plain forms.

    What the sample misses is met by a second, more careful reading: the sample decides speed, never values.
    """
    marks: dict[str, set[str]] = {column.name: set() for column in log.columns if column.type in _MOMENTS}
    careful: set[str] = set()
    for raw in raws:
        rows = _first_rows(raw)
        for column in log.columns:
            source = raw.columns.get(column.name)
            if source is None or source.index is None or not rows:
                continue
            place = source.index
            said = {row[place] for row in rows if place < len(row) and row[place] and row[place] not in options.blanks}
            if column.type in _MOMENTS:
                marks[column.name].update(text[4] for text in said if text and _is_plain_moment(text))
            if not all(_is_plain(column, text, options) for text in said if text):
                careful.add(column.name)
    return {name: frozenset(found) for name, found in marks.items()}, frozenset(careful)


def _is_plain_moment(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text[4] in PLAIN_FORMS


def _is_plain(column: Column, text: str, options: LogOptions) -> bool:
    """Whether the quick reading of a column will take ``text``."""
    match column.type:
        case "date" | "time" | "until":
            return _is_plain_moment(text)
        case "bool" | "enum":
            return text in spellings_of(column, options)
        case "list":
            parts = [part.strip(" ") for part in re.split("[;、]", text)]
            return all(part in spellings_of(column, options) for part in parts if part)
        case "int":
            return text.isascii() and text.isdigit()
        case "period":
            return bool(_LABEL.fullmatch(text))
        case _:
            return True
