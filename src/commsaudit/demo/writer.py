"""Writes the rows as the files that a company's systems export: CSV in many encodings, Parquet, xlsx."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from commsaudit.demo import dates
from commsaudit.demo.cells import Style
from commsaudit.demo.exports import exports
from commsaudit.demo.shapes import SHAPES, Shape
from commsaudit.demo.world import Row, Rows
from commsaudit.model.schema import Column, Log, logs
from commsaudit.reports.files import Content, write_files

_CREATED = datetime(2026, 7, 6, 9, 0)
"""Fixed, so that a workbook's bytes depend on its cells only."""
_ARROW = {
    "bool": pa.bool_(),
    "int": pa.int64(),
    "money": pa.decimal128(14, 2),
    "number": pa.decimal128(14, 4),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
    "until": pa.timestamp("us"),
}


def write_logs(folder: Path, rows: Rows) -> list[Path]:
    """Write every log into ``folder``, all or none; returns the files in their order.

    Raises:
        StorageError: there is no room for them.
    """
    files: list[tuple[Path, Content]] = []
    for name, log in logs().items():
        for path, part in _files(folder, log, SHAPES[name], rows[name]):
            path.parent.mkdir(parents=True, exist_ok=True)
            files.append((path, [_content(path.suffix, log, SHAPES[name], part)]))
    write_files(files)
    return [path for path, _ in files]


def _files(folder: Path, log: Log, shape: Shape, rows: list[Row]) -> Iterator[tuple[Path, list[Row]]]:
    if shape.split is None:
        yield folder / shape.name, rows
        return
    for label, part in exports(log.name, rows, shape.split, shape.overlap):
        yield folder / shape.name.format(label), part


def _content(ending: str, log: Log, shape: Shape, rows: list[Row]) -> bytes:
    if ending == ".parquet":
        return _parquet(log, shape, rows)
    if ending == ".xlsx":
        return _xlsx(log, shape, rows)
    return _csv(log, shape, rows)


def header(column: Column, headers: str) -> str:
    """The column's header: its name, its Chinese header, or the last header that is accepted."""
    return {"en": column.name, "zh": column.zh, "other": column.headers[-1]}[headers]


def _csv(log: Log, shape: Shape, rows: list[Row]) -> bytes:
    excel = shape.encoding != "utf-8"
    text = io.StringIO()
    lines = csv.writer(text, delimiter=shape.delimiter, lineterminator="\r\n" if excel else "\n")
    lines.writerow([header(column, shape.headers) for column in log.columns])
    for nth, row in enumerate(rows):
        lines.writerow([shape.style.cell(column, row[column.name], nth) for column in log.columns])
    encoded = text.getvalue().encode("utf-16-le" if shape.encoding == "utf-16" else shape.encoding)
    return b"\xff\xfe" + encoded if shape.encoding == "utf-16" else encoded


def _parquet(log: Log, shape: Shape, rows: list[Row]) -> bytes:
    fields, columns = [], []
    for column in log.columns:
        kind = _ARROW.get(column.type, pa.string())
        values = [_native(shape.style, column, row[column.name], nth) for nth, row in enumerate(rows)]
        if shape.zone and column.type == "time":
            values = [
                None if value is None else value - dates.EAST
                for value in values
                if value is None or isinstance(value, datetime)
            ]
            kind = pa.timestamp("us", tz=shape.zone)
        fields.append(pa.field(header(column, shape.headers), kind))
        columns.append(pa.array(values, type=kind))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns, schema=pa.schema(fields)), sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def _native(style: Style, column: Column, value: object, nth: int) -> object:
    """The value with its type; words, lists and periods as text."""
    if value is None or column.type in _ARROW:
        return value
    return style.cell(column, value, nth)


def _xlsx(log: Log, shape: Shape, rows: list[Row]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": _CREATED, "title": log.zh})
    formats = {
        "date": book.add_format({"num_format": "yyyy/m/d"}),
        "time": book.add_format({"num_format": "yyyy/m/d h:mm"}),
    }
    sheet = book.add_worksheet(log.zh)
    for place, column in enumerate(log.columns):
        sheet.write_string(0, place, header(column, shape.headers))
    for nth, row in enumerate(rows):
        for place, column in enumerate(log.columns):
            _write_cell(sheet, formats, (nth + 1, place), shape.style, column, row[column.name])
    book.close()
    return stream.getvalue()


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    formats: dict[str, object],
    place: tuple[int, int],
    style: Style,
    column: Column,
    value: object,
) -> None:
    """A real date, number or flag where the value is one; a number is text in every sixth row."""
    nth = place[0]
    if value is None:
        return
    if isinstance(value, date):
        form = "time" if isinstance(value, datetime) and value != dates.bare(value) else "date"
        sheet.write_datetime(*place, value, formats[form])
    elif isinstance(value, bool) and nth % 3 == 0:
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool) and nth % 6:
        sheet.write_number(*place, value)
    else:
        sheet.write_string(*place, style.cell(column, value, nth))
