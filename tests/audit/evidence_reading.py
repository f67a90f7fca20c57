"""Looks a finding's source up in its file, knowing nothing of the product's readers."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
import python_calamine

from commsaudit.model.schema import logs


def decoded(data: bytes) -> str:
    """Text by its byte-order mark, else as UTF-8, else as GB18030."""
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _csv_record(path: Path, line: int) -> tuple[Sequence[object], Sequence[object]]:
    lines = decoded(path.read_bytes()).splitlines(keepends=True)
    delimiter = max(",;\t", key=lines[0].count)
    header = next(csv.reader([lines[0]], delimiter=delimiter))
    record = next(csv.reader(io.StringIO("".join(lines[line - 1 :]), newline=""), delimiter=delimiter))
    return header, record


def _sheet_record(path: Path, line: int) -> tuple[Sequence[object], Sequence[object]]:
    rows = python_calamine.load_workbook(str(path)).get_sheet_by_index(0).to_python()
    return rows[0], rows[line - 1]


def _parquet_record(path: Path, line: int) -> tuple[Sequence[object], Sequence[object]]:
    table = pq.read_table(path)
    row = table.slice(line - 1, 1).to_pylist()[0]
    return list(row), list(row.values())


_READERS = {".csv": _csv_record, ".xlsx": _sheet_record, ".parquet": _parquet_record}


@dataclass(frozen=True)
class Source:
    """The cells of one physical record, by the log's own column names."""

    cells: dict[str, str]

    def key(self, log: str) -> str:
        """The log's key less project_id."""
        return "/".join(self.cells[name] for name in logs()[log].record_key)


def source_at(log: str, path: Path, line: int) -> Source:
    """The record that begins on that line (row) of the file; ids are given as they are meant."""
    header, record = _READERS[path.suffix](path, line)
    assert len(header) == len(record), (path, line)
    by_header = {str(name).strip(): value for name, value in zip(header, record, strict=True)}
    cells = {}
    for column in logs()[log].columns:
        found = [by_header[name] for name in (column.name, *column.headers) if name in by_header]
        cells[column.name] = unicodedata.normalize("NFKC", "" if found[0] is None else str(found[0])).strip()
    return Source(cells)
