"""The tables of a result, row by row with a header first: what csv and xlsx write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from commsaudit.model.outcome import Evidence
from commsaudit.model.result import WaiverNote, percentage
from commsaudit.reports.masking import shown_id, shown_record, shown_text
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.scoring.explain import LedgerEntry

Cell = str | int | Decimal | date | datetime | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a result; texts that may tell of a person are masked, unless they are to be revealed."""

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
                    words.metric(metric.name),
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
        reveal = self.overview.context.reveal
        for finding in view.findings:
            yield [
                shown_id(finding, reveal=reveal),
                finding.project_id,
                view.project.name,
                finding.standard,
                finding.clause,
                titles.clause(finding.clause),
                shown_record(finding, reveal=reveal),
                finding.due_at,
                words.detail(finding),
                *_source_cells(finding.source),
                *_ledger_cells(entries.get(finding.id)),
                *_waiver_cells(finding.waiver, reveal=reveal),
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


def _waiver_cells(waiver: WaiverNote | None, *, reveal: bool) -> list[Cell]:
    if waiver is None:
        return [None, None, None]
    return [shown_text(waiver.reason, reveal=reveal), shown_text(waiver.approved_by, reveal=reveal), waiver.expires_on]
