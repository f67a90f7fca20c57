"""Tables for spreadsheets: scorecard, standards, clauses, findings with what each cost, metrics.

UTF-8 with BOM and CRLF, which Excel reads as it is. A text that a spreadsheet would run as a formula gets an
apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice

from commsaudit.model.result import AuditResult
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.overview import Overview
from commsaudit.reports.tables import Cell, Row, Tables
from commsaudit.scoring.numbers import points_text

__all__ = ["CSV", "Cell", "CsvReport", "cell"]

# Full-width signs too: some spreadsheets take them for ASCII ones.
_RUNS = frozenset("=+-@\t\r\n＝＋－＠")
_BATCH = 5_000


def cell(value: Cell) -> str:
    """A cell as it is written: numbers as they are, texts so that no spreadsheet runs them."""
    match value:
        case str():
            return f"'{value}" if value[:1] in _RUNS else value
        case None:
            return ""
        case Decimal():
            return points_text(value)
        case int():
            return str(value)
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case _:
            return value.isoformat()


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
    yield b"\xef\xbb\xbf"
    written = (map(cell, row) for row in rows)
    while batch := list(islice(written, _BATCH)):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\r\n").writerows(batch)
        yield buffer.getvalue().encode()
