"""Looks at suspect rows one by one: which cells are wrong, which words were read as ``other``, what is a blank row."""

from __future__ import annotations

import re
from array import array
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from commsaudit.errors import printable
from commsaudit.logs.stamps import changed
from commsaudit.logs.table import CsvScan, RawTable, TextTable, lines_of
from commsaudit.logs.typing import folded_word
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Column, Log, enumerations

_SHOWN = 200
_YEAR_FIRST = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?!\d)")
# Why a row is set aside: what the rejects file says.
REASONS = {
    "blank": "blank where a value is required",
    "date": "not a year-first date; say how it is written: formats in [logs.LOG], or that it means nothing: blanks",
    "time": "not a year-first date or time; say how it is written: formats in [logs.LOG], or that it means nothing: blanks",
    "until": "not a year-first date or time; say how it is written: formats in [logs.LOG], or that it means nothing: blanks",
    "no_day": "no such day or time; if it means that there is none: blanks in [logs.LOG]",
    "formats": "not written as formats in [logs.LOG] says; give every form that the column has",
    "bool": "not a yes or no; say what it means: words in [logs.LOG]",
    "int": "not a whole number",
    "money": "not an amount with at most 2 places",
    "number": "not a number",
    "period": "not the label of a period",
    "enum": "not a word of the list; say what it means: words in [logs.LOG]",
    "list": "not words of the list; say what they mean: words in [logs.LOG]",
    "project": "no such project in the log projects",
    "clause": "no such clause in the catalogue",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One cell for which a row is set aside; ``reason`` is a key of ``REASONS``."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class Suspects:
    """What became of the suspect rows of some files.

    ``wrong`` are the first ``most`` cells for which a row is set aside, ``rows`` the rows of all of them; of words read as
    ``other``, ``most`` different ones are counted by themselves.
    """

    most: int = Limits().rejects
    wrong: list[Wrong] = field(default_factory=list)
    rows: array[int] = field(default_factory=lambda: array("q"))
    blank: list[int] = field(default_factory=list)
    others: dict[tuple[str, str], int] = field(default_factory=dict)
    odd: set[str] = field(default_factory=set)

    def add(self, more: Suspects) -> None:
        """Take in what was found in other files."""
        self.wrong.extend(more.wrong[: self.most - len(self.wrong)])
        self.rows.extend(more.rows)
        self.blank.extend(more.blank)
        self.odd |= more.odd
        for (column, word), times in more.others.items():
            self.count_word(column, word, times)

    def refuse(self, row: int, column: str, value: str, reason: str) -> None:
        """Set a row aside for one cell."""
        if len(self.wrong) < self.most:
            self.wrong.append(Wrong(row, column, value[:_SHOWN], reason))
        if not self.rows or self.rows[-1] != row:
            self.rows.append(row)

    def refuse_blank(self, row: int, columns: Sequence[Column]) -> None:
        """Set a row aside that is blank where it must not be."""
        self.blank.remove(row)
        for column in columns:
            if column.required:
                self.refuse(row, column.name, "", "blank")

    def count_word(self, column: str, word: str, times: int = 1) -> None:
        """Note a word that was read as ``other``."""
        place = (column, printable(word[:_SHOWN]))
        if place not in self.others and len(self.others) >= self.most:
            place = (column, "…")
        self.others[place] = self.others.get(place, 0) + times

    def refused(self) -> Sequence[int]:
        """The rows that are set aside, each once, in order."""
        rows = pa.array(self.rows, pa.int64()).unique().sort()
        return memoryview(rows.buffers()[1]).cast("q")[: len(rows)] if len(rows) else ()


def is_blank(cell: str | None) -> bool:
    """Whether nothing but space stands in a cell."""
    return cell is None or not cell.strip("\ufeff\u00a0\u3000 \t\r\n\v\f")


def _reason(column: Column, cell: str | None, has_formats: bool) -> str:
    """The key of ``REASONS`` that says why a cell gave no value."""
    if cell is None or is_blank(cell):
        return "blank"
    if column.type in ("date", "time", "until"):
        if has_formats:
            return "formats"
        if _YEAR_FIRST.match(cell.strip()):
            return "no_day"
    return column.type


def look(
    columns: Sequence[Column],
    rows: Iterable[tuple[int, Sequence[str | None]]],
    others: Mapping[str, set[str]],
    formatted: Container[str] = (),
    most: int = Limits().rejects,
) -> Suspects:
    """Judge ``rows``: (row id, raw cells of ``columns`` and behind them, as "true" or "false", whether each gave no value).

    ``others`` are the spellings of enumerations that know ``other``, ``formatted`` the columns whose dates have formats.
    """
    found = Suspects(most)
    for row, said in rows:
        cells, missing = said[: len(columns)], [sign == "true" for sign in said[len(columns) :]]
        if all(map(is_blank, cells)):
            found.blank.append(row)
            continue
        wrong = False
        for column, cell, lacks in zip(columns, cells, missing, strict=True):
            if lacks and (column.required or (column.type != "text" and not is_blank(cell))):
                wrong, reason = True, _reason(column, cell, column.name in formatted)
                found.refuse(row, column.name, cell or "", reason)
                if reason != "blank":
                    found.odd.add(column.name)
        for column, cell in zip(columns, cells, strict=True) if not wrong else ():
            if column.name in others and cell is not None and not is_blank(cell):
                word = cell.strip()
                if folded_word(word) not in others[column.name]:
                    found.count_word(column.name, word)
    return found


def spelled_words(log: Log, careful: frozenset[str], options: LogOptions) -> dict[str, set[str]]:
    """Per enumeration column with ``other`` that was read carefully, every spelling that is a word of its own."""
    found = {}
    for column in log.columns:
        if column.type == "enum" and column.name in careful and enumerations()[column.enum or ""].has_other:
            known = {**enumerations()[column.enum or ""].spellings(), **options.words.get(column.name, {})}
            found[column.name] = {folded_word(said) for said in known}
    return found


def truly_blank(raw: RawTable, ordinals: Sequence[int]) -> set[int]:
    """Which of the rows, blank in the columns that are ours, are blank altogether, and so no rows."""
    relation = raw.relation
    if not ordinals:
        return set()
    if isinstance(relation, TextTable):
        names = relation.table.column_names
        return {
            ordinal for ordinal in ordinals if all(is_blank(relation.table[name][ordinal].as_py()) for name in names)
        }
    if not isinstance(relation, CsvScan):
        return set()
    lines = lines_of(raw, ordinals)
    texts = dict(_lines_of(relation.path, set(lines.values())))
    if len(texts) < len(set(lines.values())):
        raise changed(raw.file)
    empty = str.maketrans("", "", relation.delimiter + '"')
    return {ordinal for ordinal in ordinals if is_blank(texts[lines[ordinal]].translate(empty))}


def _lines_of(path: Path, numbers: set[int]) -> Iterator[tuple[int, str]]:
    with path.open(encoding="utf-8", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if number in numbers:
                yield number, line
