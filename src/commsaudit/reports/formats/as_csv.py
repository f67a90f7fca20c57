"""Tables for spreadsheets: scorecard, standards, clauses, findings with what each cost, metrics.

UTF-8 with BOM and CRLF, which Excel reads as it is. A text that a spreadsheet would run as a formula gets an
apostrophe before it (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commsaudit.model.outcome import Evidence
from commsaudit.model.result import AuditResult, WaiverNote, percentage
from commsaudit.reports.interface import Part, ReportContext
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.scoring.explain import LedgerEntry
from commsaudit.scoring.numbers import points_text

# Full-width signs too: some spreadsheets take them for ASCII ones.
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BATCH = 5_000

Cell = str | int | Decimal | None
Row = Sequence[Cell]


def cell(value: Cell) -> str:
    """A cell as it is written: numbers as they are, texts so that no spreadsheet runs them."""
    match value:
        case None:
            return ""
        case Decimal():
            return points_text(value)
        case int():
            return str(value)
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
        tables = _Tables(Overview(result, context))
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


@dataclass(frozen=True, slots=True)
class _Tables:
    overview: Overview

    def _header(self, *keys: str) -> list[Cell]:
        return [self.overview.words(key) for key in keys]

    def scorecard(self) -> Iterator[Row]:
        """A row for each project, the best first, with a score for each category."""
        overview = self.overview
        categories = overview.category_ids
        yield [
            *self._header("rank", "project", "name", "period", "points", "deduction", "score", "percent"),
            *self._header("low", "high", "without_waivers", "clauses", "assessed", "not_assessed_count"),
            *self._header("coverage_percent", "obligations", "findings", "waived", "pending", "empty_logs"),
            *(overview.words("category_score", id=each, title=overview.titles.part(each)) for each in categories),
        ]
        for rank, view in overview.ranked:
            scores = {category.id: category.score for category in view.project.categories}
            yield [
                rank,
                view.project.project_id,
                view.project.name,
                overview.result.period.label,
                *_score_cells(view),
                view.total("obligations"),
                view.total("findings"),
                view.total("waived"),
                view.total("pending"),
                ";".join(view.project.empty_logs),
                *(scores.get(category) for category in categories),
            ]

    def standards(self) -> Iterator[Row]:
        """A row for each standard of each project, with its compliance rate."""
        overview = self.overview
        yield [
            *self._header("project", "name", "standard", "title", "mode", "clauses", "assessed", "obligations"),
            *self._header("findings", "waived", "pending", "rate_percent"),
        ]
        for view in overview.views:
            for each in view.standards:
                yield [
                    view.project.project_id,
                    view.project.name,
                    each.id,
                    overview.titles.standard(each.id),
                    overview.words(f"mode_{each.mode}"),
                    each.clauses,
                    each.assessed,
                    each.obligations,
                    each.findings,
                    each.waived,
                    each.pending,
                    each.rate,
                ]

    def metrics(self) -> Iterator[Row]:
        """A row for each metric."""
        words = self.overview.words
        yield self._header("project", "name", "standard", "metric", "record", "value", "detail")
        for view in self.overview.views:
            for metric in view.metrics:
                yield [
                    view.project.project_id,
                    view.project.name,
                    metric.standard,
                    words(metric.name),
                    metric.record_id,
                    metric.value,
                    words.metric_detail(metric.detail),
                ]

    def clauses(self) -> Iterator[Row]:
        """A row for each clause of each project."""
        yield [
            *self._header("project", "name", "standard", "category", "category_title", "item", "item_title"),
            *self._header("clause", "title", "status", "reason", "unit", "obligations", "findings", "waived"),
            *self._header("pending", "deduction", "item_cap", "item_deduction", "recoverable"),
        ]
        for view in self.overview.views:
            yield from self._clause_rows(view)

    def _clause_rows(self, view: ProjectView) -> Iterator[Row]:
        titles, words = self.overview.titles, self.overview.words
        items = {item.id: item for item in view.project.items}
        back = {each.clause: each.points for each in view.recoverable}
        for clause in view.project.clauses:
            outcome = clause.outcome
            item = items.get(view.items.get(outcome.clause, ""))
            place: list[Cell] = [None] * 4
            if item:
                place = [item.category, titles.part(item.category), item.id, titles.part(item.id)]
            yield [
                view.project.project_id,
                view.project.name,
                outcome.standard,
                *place,
                outcome.clause,
                titles.clause(outcome.clause),
                words.status(outcome.status),
                words.reason(outcome.reason),
                clause.unit,
                outcome.obligations,
                outcome.findings,
                outcome.waived,
                outcome.pending,
                clause.deduction,
                item.cap if item else None,
                item.deduction if item else None,
                back.get(outcome.clause),
            ]

    def findings(self) -> Iterator[Row]:
        """A row for each listed finding, with its deduction and what caps absorbed of it."""
        yield [
            *self._header("finding_id", "project", "name", "standard", "clause", "title", "record", "due_at"),
            *self._header("detail", "log", "file", "line", "deduction", "absorbed", "deducted"),
            *self._header("waiver_reason", "waiver_by", "waiver_until"),
        ]
        for view in self.overview.views:
            yield from self._finding_rows(view)

    def _finding_rows(self, view: ProjectView) -> Iterator[Row]:
        titles, words = self.overview.titles, self.overview.words
        entries = {entry.finding.id: entry for entry in view.ledger if entry.finding}
        for finding in view.findings:
            yield [
                finding.id,
                finding.project_id,
                view.project.name,
                finding.standard,
                finding.clause,
                titles.clause(finding.clause),
                finding.record_id,
                finding.due_at.isoformat(sep=" ", timespec="seconds"),
                words.detail(finding),
                *_source_cells(finding.source),
                *_ledger_cells(entries.get(finding.id)),
                *_waiver_cells(finding.waiver),
            ]


def _score_cells(view: ProjectView) -> list[Cell]:
    score, coverage = view.project.score, view.project.coverage
    covered = percentage(coverage.assessed, coverage.clauses) if coverage.clauses else None
    figures: list[Cell] = [None] * 7
    if score:
        figures = [score.points, score.deduction, score.score, score.percent, score.low, score.high]
        figures.append(score.without_waivers)
    return [*figures, coverage.clauses, coverage.assessed, coverage.not_assessed, covered]


def _ledger_cells(entry: LedgerEntry | None) -> list[Cell]:
    if entry is None:
        return [None, None, None]
    return [entry.amount, entry.item_absorbed + entry.category_absorbed, entry.deducted]


def _source_cells(source: Evidence | None) -> list[Cell]:
    return [source.log, source.file, source.line] if source else [None, None, None]


def _waiver_cells(waiver: WaiverNote | None) -> list[Cell]:
    return [waiver.reason, waiver.approved_by, waiver.expires_on.isoformat()] if waiver else [None, None, None]
