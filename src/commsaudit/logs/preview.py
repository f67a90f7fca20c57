"""A look at the first rows of a file of whatever kind, before anything is known of it."""

from __future__ import annotations

from datetime import datetime
from itertools import islice, product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commsaudit.logs.careful import records
from commsaudit.logs.facts import sniff
from commsaudit.logs.records import Fault
from commsaudit.logs.sheets import read_sheet
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Log

_DATES = (
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%m-%d-%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%m/%d/%y",
    "%d/%m/%y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%b %d, %Y",
    "%d-%b-%y",
)
_TIMES = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")
_FORMS = tuple(day + clock for day, clock in product(_DATES, _TIMES))


def read_sample(
    path: Path, options: LogOptions, log: Log | None = None, rows: int = 500
) -> tuple[tuple[str, ...], list[list[str]]]:
    """The header of a file and its first rows as text; rows that cannot be split are left out.

    Raises:
        InputError: the file cannot be read.
    """
    sniffed = sniff(path, options, log)
    if sniffed.kind == "csv":
        good = (record.content for record in records(path, sniffed, Limits()) if not isinstance(record.content, Fault))
        return sniffed.header, list(islice(good, rows))
    if sniffed.kind == "sheet":
        table = read_sheet(path, options, log, path.as_posix(), Limits()).table
    else:
        table = _first_batch(path, rows)
    columns = [["" if cell is None else str(cell) for cell in column.to_pylist()] for column in table[:rows].columns]
    return sniffed.header, [list(row) for row in zip(*columns, strict=True)]


def _first_batch(path: Path, rows: int) -> pa.Table:
    with pq.ParquetFile(path) as parquet:
        batches = list(islice(parquet.iter_batches(batch_size=rows), 1))
        return pa.Table.from_batches(batches, parquet.schema_arrow)


def date_forms(values: list[str]) -> list[str]:
    """The strptime formats that read most of ``values``, so that a bad date hides none; none where most are none."""
    read = {form: sum(_reads(form, value.strip()) for value in values) for form in _FORMS}
    most = max(read.values())
    return [form for form, count in read.items() if count == most] if most * 2 > len(values) else []


def _reads(form: str, value: str) -> bool:
    try:
        datetime.strptime(value, form)
    except ValueError:
        return False
    return True
