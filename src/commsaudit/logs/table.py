"""What reading one file gives: text columns, or typed ones, with the lines of their rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from commsaudit.logs.headers import Headers
from commsaudit.logs.lines import LineMap
from commsaudit.logs.stamps import Stamp, changed, refuse_changed
from commsaudit.model.inputs import Reject

_GLOB_SIGNS = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class RawColumn:
    """Where one of our columns comes from: column ``index`` of the relation, or ``constant``.

    ``native`` is the DuckDB type of a Parquet column that needs no detour through text.
    """

    index: int | None
    native: str | None = None
    constant: str | None = None


def literal_glob(path: Path) -> str:
    """The pattern that matches ``path`` alone, for readers to which ``投诉[1].csv`` is a pattern."""
    return _GLOB_SIGNS.sub(r"[\g<0>]", str(path))


@dataclass(frozen=True, slots=True)
class CsvScan:
    """A UTF-8 file that a strict reader can split by itself, with columns ``c0`` … as in the header.

    ``skip_lines`` lines stand before the first row (a header with quoted newlines counts as one). A reader
    that finds another number of rows than ``expected_rows`` has read it wrong.
    """

    path: Path
    delimiter: str
    encoding: str
    columns: int
    skip_lines: int
    expected_rows: int


@dataclass(frozen=True, slots=True)
class ParquetScan:
    """A Parquet file: the names of its columns as they stand in it and their Arrow types, in order."""

    path: Path
    columns: tuple[tuple[str, pa.DataType], ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """Rows that were read here: string columns ``c0`` … in the order of the header, blanks as nulls."""

    table: pa.Table


@dataclass(frozen=True, slots=True)
class RawTable:
    """One file as the engine loads it.

    ``columns``: our name -> where it comes from, for the columns that the file or the settings have.
    ``rejects`` are rows that could not be split into fields; they are not in ``relation``, and count as rows
    of the file: ``faulty`` is how many there are, of which the rejects may be the first only. ``stamp`` says what the file
    was like before its first byte was read.
    """

    log: str
    file: str
    sha256: str
    columns: Mapping[str, RawColumn]
    relation: CsvScan | ParquetScan | TextTable
    lines: LineMap
    rejects: tuple[Reject, ...]
    headers: Headers
    faulty: int = 0
    stamp: Stamp | None = None


def text_columns(headers: Headers) -> dict[str, RawColumn]:
    """The columns of a relation that holds text."""
    found = {name: RawColumn(index) for name, index in headers.columns.items()}
    found.update({name: RawColumn(None, constant=value) for name, value in headers.constants.items()})
    return found


def lines_of(raw: RawTable, ordinals: Sequence[int]) -> Mapping[int, int]:
    """The physical lines of some rows of a file that is still what was loaded.

    Raises:
        InputError: it changed, or is gone.
    """
    try:
        lines = raw.lines.lines(ordinals)
    except FileNotFoundError:
        raise changed(raw.file) from None
    if raw.stamp:
        refuse_changed(raw.stamp, raw.file)
    if len(lines) < len(set(ordinals)):
        raise changed(raw.file)
    return lines
