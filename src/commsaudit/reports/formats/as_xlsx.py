"""A workbook to hand on: summary, ranking, standards, clauses, findings, rejects, inputs, settings, metrics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from commsaudit.logs.private import private_folder
from commsaudit.model.result import AuditResult
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.masking import shown_text
from commsaudit.reports.overview import Overview
from commsaudit.reports.tables import Row, Tables

if TYPE_CHECKING:
    from commsaudit.reports.xlsx.words import BookWords
    from commsaudit.reports.xlsx.writing import Book


class XlsxReport:
    """One workbook. Headers are frozen and filtered; numbers are numbers, dates dates, and no text is a formula."""

    name = "xlsx"
    endings = (".xlsx",)
    is_text = False
    part_names = ()

    def parts(self, result: AuditResult, context: ReportContext) -> Iterator[Part]:
        """One file, written when it is read, in a private folder."""
        yield Part("", _chunks(result, context))


XLSX = XlsxReport()


def _chunks(result: AuditResult, context: ReportContext) -> Iterator[bytes]:
    # Not before it is asked for: a help text must not wait for the spreadsheet library.
    from commsaudit.reports.xlsx.summary import Summary
    from commsaudit.reports.xlsx.words import BookWords
    from commsaudit.reports.xlsx.writing import Book

    overview = Overview(result, replace(context, color=False))
    words = BookWords(overview.words)
    with private_folder() as folder:
        period = result.period
        title = words.shared("heading", label=period.label, start=period.starts_on, end=period.ends_on)
        book = Book(folder, title)
        Summary(book, overview, words).write()
        _add_tables(book, overview, words)
        yield from book.chunks()


def _add_tables(book: Book, overview: Overview, words: BookWords) -> None:
    """The sheets behind the summary."""
    from commsaudit.reports.xlsx.writing import Layout

    tables, shared = Tables(overview), words.shared
    sheets = {
        "ranking": tables.scorecard(),
        "standards": tables.standards(),
        "clauses": tables.clauses(),
        "findings": tables.findings(),
        "rejects": _rejects(overview, words),
        "inputs": _inputs(overview, words),
        "settings": _settings(overview, words),
        "metrics": _metrics(tables, shared("value")),
    }
    percents = {shared(key) for key in ("percent", "coverage_percent", "rate_percent")}
    for key, rows in sheets.items():
        header = [str(name) for name in next(rows)]
        layout = Layout(
            {at: words.statuses for at, name in enumerate(header) if name == shared("status")},
            [at for at, name in enumerate(header) if name in percents],
        )
        book.table(words(key), header, rows, layout)


def _metrics(tables: Tables, value: str) -> Iterator[Row]:
    """The metrics with their values as numbers."""
    rows = tables.metrics()
    header = next(rows)
    place = list(header).index(value)
    yield header
    for row in rows:
        cells = list(row)
        cells[place] = Decimal(str(cells[place]))
        yield cells


def _rejects(overview: Overview, words: BookWords) -> Iterator[Row]:
    """The rows that could not be read; where they are not known, how many there were."""
    shared = words.shared
    yield [shared("log"), shared("file"), shared("line"), words("column"), words("value"), shared("reason")]
    rejects = overview.context.rejects
    for reject in rejects:
        yield [reject.log, reject.file, reject.line, reject.column, reject.value, reject.reason]
    count = sum(entry.rejected for entry in overview.result.inputs)
    if count and not rejects:
        yield [None, None, None, None, None, words("no_rejects", count=count)]


def _inputs(overview: Overview, words: BookWords) -> Iterator[Row]:
    keys = ("rows", "loaded", "rejected", "duplicates", "superseded", "sha256")
    yield [words.shared("log"), words.shared("file"), *map(words, keys)]
    for entry in overview.result.inputs:
        yield [entry.log, entry.file, *(getattr(entry, key) for key in keys)]


def _settings(overview: Overview, words: BookWords) -> Iterator[Row]:
    """Each setting with its name as a path; the texts of waivers are masked."""
    yield [words("setting"), words("value")]
    reveal = overview.context.reveal
    for name, value in _leaves("", overview.result.settings):
        yield [name, shown_text(value, reveal=reveal) if name.startswith("waivers.") else value]


def _leaves(name: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _leaves(f"{name}.{key}" if name else str(key), each)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(each, str | int | float) for each in value):
            yield name, ", ".join(map(str, value))
        else:
            for place, each in enumerate(value, 1):
                yield from _leaves(f"{name}.{place}", each)
    elif value is not None:
        yield name, str(value)
