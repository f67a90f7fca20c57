"""The clauses of one project on the terminal, each with the first of its findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.result import ClauseScore, ResultFinding
from commsaudit.reports.masking import shown_record, shown_text
from commsaudit.reports.overview import Overview, ProjectView, StandardFigures
from commsaudit.reports.terminal.text import (
    Paint,
    Style,
    clean,
    shortened,
    shortened_left,
    table,
    width_of,
)
from commsaudit.scoring.numbers import points_text

_SHOWN_FINDINGS = 3
_RECORD, _PATH, _SOURCE = 28, 20, 34
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d) 00:00:00(?![.\d])")
_SECONDS = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d):00(?![.\d])")
_INDENT, _TITLE = 4, 8


def moment_words(moment: datetime) -> str:
    """A moment: the day alone where it is the day's end."""
    if moment.time() == time.max:
        return moment.date().isoformat()
    return moment.isoformat(sep=" ", timespec="minutes")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table: a clause, or the category or item above it."""

    id: str
    title: str
    figures: Sequence[str]
    clause: ClauseScore | None = None


class ClauseTable:
    """What failed; or, where all is asked for, every clause under its category and item."""

    def __init__(self, overview: Overview, view: ProjectView, columns: int) -> None:
        self._titles = overview.titles
        self._words = overview.words
        self._view = view
        self._columns = columns
        self._all = overview.context.show_all
        self._reveal = overview.context.reveal
        self._paint = Paint(overview.context.color)

    def lines(self) -> Iterator[str]:
        """The table, findings below their clauses."""
        rows = list(self._everything() if self._all else self._failed())
        if not rows:
            yield from self._nothing()
            return
        yield f"  {self._words('all_clauses' if self._all else 'failed')}"
        findings: dict[str, list[ResultFinding]] = defaultdict(list)
        for finding in self._view.findings:
            if self._all or finding.waiver is None:
                findings[finding.clause].append(finding)
        header, *lines = self._aligned(rows)
        yield self._paint(header, Style.FAINT)
        for row, line in zip(rows, lines, strict=True):
            bad = row.clause is not None and row.clause.outcome.status is Status.FAIL
            yield self._paint(line, Style.BAD) if bad else line
            if row.clause is not None:
                yield from self._findings(row.clause, findings[row.id])

    def _nothing(self) -> Iterator[str]:
        """That nothing failed, as far as is known: nothing at all where nothing was judged."""
        coverage, waived = self._view.project.coverage, self._view.total("waived")
        if waived:
            yield f"  {self._words('all_waived', count=waived)}"
        elif coverage.assessed:
            yield f"  {self._words('nothing_known_failed' if coverage.not_assessed else 'nothing_failed')}"

    def _failed(self) -> Iterator[_Row]:
        for clause in self._view.main:
            if clause.outcome.status is Status.FAIL:
                outcome = clause.outcome
                yield self._row(clause, [str(outcome.findings), str(outcome.waived)])

    def _everything(self) -> Iterator[_Row]:
        members: dict[str, list[Outcome]] = defaultdict(list)
        items = {item.id: item for item in self._view.project.items}
        for clause in self._view.project.clauses:
            if name := self._view.items.get(clause.outcome.clause):
                members[name].append(clause.outcome)
                members[f"category {items[name].category}"].append(clause.outcome)
        categories = {category.id: category for category in self._view.project.categories}
        observed = {each.id: each for each in self._view.observed}
        for clause in self._view.project.clauses:
            if figures := observed.pop(clause.outcome.standard, None):
                yield self._standard(figures)
            name = self._view.items.get(clause.outcome.clause)
            if name in members:
                item = items[name]
                if outcomes := members.pop(f"category {item.category}", None):
                    yield self._group(item.category, outcomes, points_text(categories[item.category].deduction))
                yield self._group(name, members.pop(name), points_text(item.deduction))
            status = self._words.status(clause.outcome.status)
            yield self._row(clause, [status, *_counts([clause.outcome])])

    def _group(self, name: str, outcomes: Sequence[Outcome], deduction: str) -> _Row:
        return _Row(name, self._titles.part(name), ["", *_counts(outcomes), "", deduction])

    def _standard(self, figures: StandardFigures) -> _Row:
        counts = [figures.obligations, figures.findings, figures.waived, figures.pending]
        return _Row("", self._titles.standard(figures.id), ["", *map(str, counts), "", ""])

    def _row(self, clause: ClauseScore, figures: Sequence[str]) -> _Row:
        unit = points_text(clause.unit) if clause.unit is not None else self._words("observed")
        name = clause.outcome.clause
        costs = (unit, points_text(clause.deduction))
        return _Row(name, self._titles.clause(name), [*figures, *costs], clause)

    def _aligned(self, rows: Sequence[_Row]) -> list[str]:
        """The lines, titles shortened to the room that ids and figures leave."""
        words = self._words
        keys = ["failed_column", "waived", "unit", "cost_column"]
        if self._all:
            keys = ["status", "due_column", "failed_column", "waived", "pending", "unit", "cost_column"]
        header = _Row(words("clause"), words("title"), [words(key) for key in keys])
        taken = sum(max(width_of(row.figures[place]) for row in (header, *rows)) + 2 for place in range(len(keys)))
        room = self._columns - _INDENT - max(width_of(row.id) for row in (header, *rows)) - 2 - taken
        titled = [(row.id, shortened(row.title, max(room, _TITLE)), *row.figures) for row in (header, *rows)]
        lines = table(titled, right=range(3 if self._all else 2, 2 + len(keys)), indent=_INDENT)
        return [shortened(line, self._columns) for line in lines]

    def _findings(self, clause: ClauseScore, findings: Sequence[ResultFinding]) -> Iterator[str]:
        shown = findings if self._all else findings[:_SHOWN_FINDINGS]
        rows = [
            (
                shortened(clean(shown_record(finding, reveal=self._reveal)) or "-", _RECORD),
                moment_words(finding.due_at),
                _place(finding),
                clean(self._said(finding)),
            )
            for finding in shown
        ]
        yield from (shortened(line, self._columns) for line in table(rows, indent=2 * _INDENT))
        total = clause.outcome.findings if self._all else clause.outcome.costing
        if total > len(shown):
            yield f"{' ' * 2 * _INDENT}{self._words('more', count=total - len(shown))}"

    def _said(self, finding: ResultFinding) -> str:
        detail, waiver = _brief(self._words.detail(finding)), finding.waiver
        if waiver is None:
            return detail
        reason, by = (shown_text(text, reveal=self._reveal) for text in (waiver.reason, waiver.approved_by))
        said = {"reason": reason, "by": by, "until": waiver.expires_on}
        return f"{self._words('waived_by', **said)} {detail}"


def _counts(outcomes: Sequence[Outcome]) -> list[str]:
    return [
        str(sum(outcome.obligations for outcome in outcomes)),
        str(sum(outcome.findings for outcome in outcomes)),
        str(sum(outcome.waived for outcome in outcomes)),
        str(sum(outcome.pending for outcome in outcomes)),
    ]


def _place(finding: ResultFinding) -> str:
    """File and line; the file's name alone where its path is long (the other formats have it all)."""
    source = finding.source
    if source is None:
        return ""
    file = source.file if width_of(source.file) <= _PATH else source.file.replace("\\", "/").rpartition("/")[2]
    return shortened_left(clean(f"{file}:{source.line}"), _SOURCE)


def _brief(detail: str) -> str:
    """Times without the seconds and midnights that nobody recorded."""
    return _SECONDS.sub(r"\1", _MIDNIGHT.sub(r"\1", detail))
