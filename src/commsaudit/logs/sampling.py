"""A look at the first rows of a file: which forms its dates have, so that the statement need not try all."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
# The forms that the CSV reader itself takes for a time or a date, given the format: strictly, and quicker than text.
NATIVE_FORMATS = {"TIMESTAMP": "%Y-%m-%d %H:%M:%S", "DATE": "%Y-%m-%d"}
_NATIVE = {"TIMESTAMP": re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"), "DATE": re.compile(r"\d{4}-\d\d-\d\d")}
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


@dataclass(frozen=True, slots=True)
class Forms:
    """What the first rows of some files show.

    ``marks``: per date column, what stands behind the year. ``careful``: the columns that hold other than plain forms.
    ``native``: the date columns that the CSV reader can type, and as what.
    """

    marks: Mapping[str, frozenset[str]]
    careful: frozenset[str]
    native: Mapping[str, str]


def plain_forms(log: Log, raws: Sequence[RawTable], options: LogOptions, company_zone: str) -> Forms:
    """The forms that the first rows of files show that are shaped alike.

    What the sample misses is met by a second, more careful reading: the sample decides speed, never values.
    """
    marks: dict[str, set[str]] = {column.name: set() for column in log.columns if column.type in _MOMENTS}
    careful: set[str] = set()
    seen: dict[str, set[str]] = {}
    for raw in raws:
        rows = _first_rows(raw)
        for column in log.columns:
            source = raw.columns.get(column.name)
            if source is None or source.index is None or not rows:
                continue
            place = source.index
            said = {row[place] for row in rows if place < len(row) and row[place] and row[place] not in options.blanks}
            seen.setdefault(column.name, set()).update(text for text in said if text)
            if column.type in _MOMENTS:
                marks[column.name].update(text[4] for text in said if text and _is_plain_moment(text))
            if not all(_is_plain(column, text, options) for text in said if text):
                careful.add(column.name)
    native = _native_forms(log, raws, options, company_zone, seen)
    return Forms({name: frozenset(found) for name, found in marks.items()}, frozenset(careful), native)


def _native_forms(
    log: Log, raws: Sequence[RawTable], options: LogOptions, company_zone: str, seen: Mapping[str, set[str]]
) -> dict[str, str]:
    """The date columns of CSV files whose values in the sample all have the one form of their type."""
    plain = not options.blanks and options.timezone in (None, company_zone)
    if not plain or not all(isinstance(raw.relation, CsvScan) for raw in raws):
        return {}
    found = {}
    for column in log.columns:
        native = "DATE" if column.type == "date" else "TIMESTAMP"
        said = seen.get(column.name)
        if column.type not in _MOMENTS or column.name in options.formats or not said:
            continue
        if all(map(_NATIVE[native].fullmatch, said)):
            found[column.name] = native
    return found


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
