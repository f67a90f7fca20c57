"""The first sheet: what was audited, what came of it, and how clauses and categories stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from commsaudit.model.outcome import Status, Waiver
from commsaudit.model.result import mean
from commsaudit.reports.masking import shown_text
from commsaudit.reports.overview import Overview
from commsaudit.reports.tables import Cell
from commsaudit.reports.xlsx.words import BookWords
from commsaudit.reports.xlsx.writing import Book

_WIDTHS = (34, 44, 16, 16)


class Summary:
    """Writes the sheet."""

    def __init__(self, book: Book, overview: Overview, words: BookWords) -> None:
        self._book, self._overview, self._words = book, overview, words
        self._sheet: Any = book.book.add_worksheet(words("summary"))
        self._row = 0

    def write(self) -> None:
        """All of it, from top to bottom."""
        period, words = self._overview.result.period, self._words
        said = words.shared("heading", label=period.label, start=period.starts_on, end=period.ends_on)
        self._line([said], self._book.strong)
        if self._overview.context.what_if:
            self._line([self._overview.context.what_if], self._book.label)
        self._row += 1
        for label, value in self._facts():
            self._pair(label, value)
        self._statuses()
        self._categories()
        self._waivers("expired", self._overview.context.expired)
        self._waivers("idle", self._overview.context.idle)
        for column, width in enumerate(_WIDTHS):
            self._sheet.set_column(column, column, width)
        self._sheet.fit_to_pages(1, 0)

    def _line(self, cells: Sequence[Cell], style: Any = None) -> None:
        for column, value in enumerate(cells):
            self._book.put(self._sheet, self._row, column, value, style)
        self._row += 1

    def _pair(self, label: str, value: Cell) -> None:
        self._book.put(self._sheet, self._row, 0, label, self._book.label)
        self._book.put(self._sheet, self._row, 1, value)
        self._row += 1

    def _facts(self) -> Iterator[tuple[str, Cell]]:
        result, words, titles = self._overview.result, self._words, self._overview.titles
        period = result.period
        yield words.shared("period"), period.label
        yield words("first_day"), period.starts_on
        yield words("last_day"), period.ends_on
        yield words("as_of"), period.as_of
        yield words("tool"), f"{result.tool.name} {result.tool.version}"
        for key, mode in (("scored", "score"), ("observed", "observe")):
            names = [titles.standard(each.id) for each in result.standards if each.mode == mode]
            yield words(key), words.shared("list_comma").join(names)
        yield words("counting"), str(result.settings.get("counting", ""))
        sample = result.settings.get("sample")
        if isinstance(sample, dict):
            yield words("sample"), f"{sample.get('size')}, {sample.get('seed')}"
        yield from self._figures()

    def _figures(self) -> Iterator[tuple[str, Cell]]:
        result, words, views = self._overview.result, self._words, self._overview.views
        scores = [view.project.score for view in views if view.project.score]
        yield words("projects"), len(views)
        if scores:
            yield words("mean_score"), mean([score.score for score in scores])
            yield words("mean_low"), mean([score.low for score in scores])
            yield words("mean_points"), mean([score.points for score in scores])
        yield words("of_clauses"), sum(view.project.coverage.clauses for view in views)
        yield words("assessed"), sum(view.project.coverage.assessed for view in views)
        yield words("findings_total"), result.findings_total
        yield words("listed"), len(result.findings)
        yield words("rejected_rows"), sum(entry.rejected for entry in result.inputs)

    def _statuses(self) -> None:
        """How many clauses of all projects have which status."""
        words = self._words
        counts = Counter(clause.outcome.status for view in self._overview.views for clause in view.project.clauses)
        self._heading(words.shared("status"), words("status_count"))
        first = self._row
        for status in Status:
            self._line([words.shared.status(status), counts[status]])
        self._book.colour_words(self._sheet, (first, 0, self._row - 1, 0), words.statuses)

    def _categories(self) -> None:
        """What categories cost on average, over the projects that have them."""
        words, titles = self._words, self._overview.titles
        if not self._overview.category_ids:
            return
        self._heading(words.shared("category"), words.shared("title"), words("mean_cost"), words("mean_points"))
        for name in self._overview.category_ids:
            here = [each for view in self._overview.views for each in view.project.categories if each.id == name]
            cost, points = mean([each.deduction for each in here]), mean([each.points for each in here])
            self._line([name, titles.part(name), cost, points])

    def _waivers(self, key: str, waivers: Sequence[Waiver]) -> None:
        if not waivers:
            return
        words, reveal = self._words.shared, self._overview.context.reveal
        self._heading(words(key))
        for waiver in waivers:
            record, reason, by = (
                shown_text(text, reveal=reveal) for text in (waiver.record_id, waiver.reason, waiver.approved_by)
            )
            said = words(
                "waiver", project=waiver.project_id, clause=waiver.clause, record=record, reason=reason, by=by,
                start=waiver.approved_on, end=waiver.expires_on,
            )  # fmt: skip
            self._line([said])

    def _heading(self, *texts: str) -> None:
        self._row += 1
        self._line(texts, self._book.heading)
