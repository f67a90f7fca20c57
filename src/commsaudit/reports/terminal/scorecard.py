"""One project on the terminal: what it scored, what failed, what would come back, what is unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from commsaudit.model.outcome import Status
from commsaudit.reports.overview import Overview, ProjectView
from commsaudit.reports.terminal.clauses import ClauseTable
from commsaudit.reports.terminal.surveys import survey_lines
from commsaudit.reports.terminal.text import (
    Paint,
    Style,
    clean,
    shortened,
    table,
    wrapped,
)
from commsaudit.scoring.numbers import points_text

_SHOWN_RECOVERABLE = 5


def score_words(overview: Overview, view: ProjectView) -> list[str]:
    """Score, range and coverage of a project, each as one phrase."""
    words, score, coverage = overview.words, view.project.score, view.project.coverage
    covered = words("project_coverage", assessed=coverage.assessed, clauses=coverage.clauses)
    if score is None:
        return [words("no_score"), covered]
    figures = {
        "score": points_text(score.score),
        "points": points_text(score.points),
        "percent": score.percent,
    }
    span = {"low": points_text(score.low), "high": points_text(score.high)}
    return [words("project_score", **figures), words("project_range", **span), covered]


class Scorecard:
    """The lines that one project takes."""

    def __init__(self, overview: Overview, view: ProjectView, columns: int) -> None:
        self._overview = overview
        self._view = view
        self._columns = columns
        self._words = overview.words
        self._all = overview.context.show_all
        self._paint = Paint(overview.context.color)

    def lines(self) -> Iterator[str]:
        """All of them, a blank line between the parts."""
        yield from self._head()
        for part in (
            self._categories(),
            ClauseTable(self._overview, self._view, self._columns).lines(),
            self._sums(),
            self._recoverable(),
            self._unknown(Status.ERROR),
            self._unknown(Status.NOT_ASSESSED),
            self._observed(),
            survey_lines(self._view.metrics, self._words, 2, self._columns),
        ):
            lines = list(part)
            if lines:
                yield ""
                yield from lines

    def _head(self) -> Iterator[str]:
        project, words = self._view.project, self._words
        title = shortened(clean(f"{project.project_id} {project.name}".strip()), self._columns)
        yield self._paint(title, Style.HEADING)
        said = score_words(self._overview, self._view)
        if project.score and project.score.without_waivers != project.score.score:
            said.append(words("project_unwaived", score=points_text(project.score.without_waivers)))
        yield from wrapped(said, "  ", "  ", self._columns)
        if project.empty_logs:
            names = map(self._overview.titles.log, project.empty_logs)
            yield from self._list(names, f"  {words('empty')}")

    def _list(self, parts: Iterable[str], first: str) -> list[str]:
        return wrapped(map(clean, parts), self._words("list_comma"), first, self._columns)

    def _categories(self) -> Iterator[str]:
        words, titles = self._words, self._overview.titles
        rows = [
            (
                category.id,
                shortened(titles.part(category.id), 40),
                points_text(category.points),
                points_text(category.deduction),
                points_text(category.score),
            )
            for category in self._view.project.categories
        ]
        headers = (words("category"), "", words("points"), words("deduction"), words("score"))
        if rows:
            lines = table([headers, *rows], right=(2, 3, 4), indent=2)
            yield from (shortened(line, self._columns) for line in lines)

    def _sums(self) -> Iterator[str]:
        project, words = self._view.project, self._words
        before = sum((clause.deduction for clause in project.clauses), Decimal(0))
        if project.score is None or before == project.score.deduction:
            return
        items: dict[str, Decimal] = defaultdict(Decimal)
        categories: dict[str, Decimal] = defaultdict(Decimal)
        for entry in self._view.ledger:
            items[entry.item] += entry.item_absorbed
            categories[entry.category] += entry.category_absorbed
        caps = {item.id: item.cap for item in project.items}
        points = {category.id: category.points for category in project.categories}
        parts = [
            words("item_absorbed", id=name, cap=points_text(caps[name]), absorbed=points_text(absorbed))
            for name, absorbed in items.items()
            if absorbed
        ]
        parts += [
            words("category_absorbed", id=name, cap=points_text(points[name]), absorbed=points_text(absorbed))
            for name, absorbed in categories.items()
            if absorbed
        ]
        after = points_text(project.score.deduction)
        first = f"  {words('sum', before=points_text(before), after=after)}{words('colon')}"
        yield from wrapped(parts, words("semicolon"), first, self._columns)

    def _recoverable(self) -> Iterator[str]:
        best = [each for each in self._view.recoverable if each.points > 0]
        shown = best if self._all else best[:_SHOWN_RECOVERABLE]
        if shown:
            parts = [f"{each.clause} +{points_text(each.points)}" for each in shown]
            yield from self._list(parts, f"  {self._words('recoverable_list')}")

    def _unknown(self, status: Status) -> Iterator[str]:
        """The clauses that could not be judged, by reason; of observed ones too, where all is shown or none could run."""
        shown = self._view.project.clauses if self._all or status is Status.ERROR else self._view.main
        clauses = [each.outcome for each in shown if each.outcome.status is status]
        if not clauses:
            return
        key, style = ("errors", Style.BAD) if status is Status.ERROR else ("not_assessed", Style.WARNING)
        yield self._paint(f"  {self._words(key, count=len(clauses))}", style)
        reasons: dict[str, list[str]] = defaultdict(list)
        for outcome in clauses:
            parts = [outcome.reason or ""] if status is Status.ERROR else (outcome.reason or "").split("; ")
            for reason in parts:
                reasons[reason].append(outcome.clause)
        for reason, names in reasons.items():
            known = clean(self._words.reason(reason)) or self._words.status(status)
            said = shortened(known, self._columns // 2)
            yield from self._list(names, f"    {said}{self._words('colon')}")

    def _observed(self) -> Iterator[str]:
        """The standards beside the score: obligations, findings, rate."""
        words = self._words
        rows = [
            (
                each.id,
                shortened(self._overview.titles.standard(each.id), 36),
                str(each.obligations),
                str(each.findings),
                "-" if each.rate is None else f"{each.rate} %",
                f"{each.assessed}/{each.clauses}",
            )
            for each in self._view.observed
        ]
        headers = (words("observed_title"), "", words("due_column"), words("failed_column"), words("rate"))
        if rows:
            lines = table([(*headers, words("coverage")), *rows], right=(2, 3, 4, 5), indent=2)
            yield from (shortened(line, self._columns) for line in lines)
            if not self._all and any(each.findings for each in self._view.observed):
                yield f"    {words('observed_all')}"
