"""Tables for spreadsheets: scorecard, standards, clauses, findings with what each cost, metrics.

UTF-8 with BOM and CRLF, which Excel reads as it is. A text that a spreadsheet would run as a formula gets an
apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from commsaudit.model.result import AuditResult
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.overview import Overview
from commsaudit.reports.tables import Cell, Row, Tables
from commsaudit.scoring.numbers import points_text

__all__ = ["CSV", "Cell", "CsvReport", "cell"]

# Full-width signs too: some spreadsheets take them for ASCII ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BATCH = 5_000


def cell(value: Cell) -> str:
    """A cell as it is written: numbers as they are, texts so that no spreadsheet runs them."""
    match value:
        case None:
            return ""
        case Decimal():
            return points_text(value)
        case int():
            return str(value)
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return f"'{value}" if value.startswith(_RUNS) else value


class CsvReport:
    """``X.scorecard.csv``, ``X.clauses.csv``, ``X.findings.csv``, ``X.standards.csv`` and ``X.metrics.csv``."""

    name = "csv"
    endings = (".csv",)
    is_text = True
    part_names = ("scorecard", "clauses", "findings", "standards", "metrics")

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """The files."""
        tables = Tables(Overview(result, context))
        yield Part("scorecard", _encoded(tables.scorecard()))
        yield Part("clauses", _encoded(tables.clauses()))
        yield Part("findings", _encoded(tables.findings()))
        yield Part("standards", _encoded(tables.standards()))
        yield Part("metrics", _encoded(tables.metrics()))


CSV = CsvReport()


def _encoded(rows: Iterable[Row]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    yield b"\xef\xbb\xbf"
    for count, row in enumerate(rows, 1):
        writer.writerow([cell(value) for value in row])
        if count % _BATCH == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
