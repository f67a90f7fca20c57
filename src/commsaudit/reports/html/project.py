"""What the page part of one project shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from commsaudit.model.outcome import Status
from commsaudit.model.result import ClauseScore, percentage
from commsaudit.reports.html import charts
from commsaudit.reports.html.findings import ClauseFindings, clause_findings
from commsaudit.reports.masking import shown_text
from commsaudit.reports.overview import ProjectView
from commsaudit.reports.surveys import SurveyView, survey_views
from commsaudit.scoring.explain import LedgerEntry

if TYPE_CHECKING:
    from commsaudit.reports.html.site import Site
    from commsaudit.reports.html.waivers import WaiverRow

_UNKNOWN = (Status.ERROR, Status.NOT_ASSESSED)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """What one clause costs: its deductions together."""

    clause: str
    item: str
    category: str
    unit: Decimal
    count: int
    amount: Decimal
    item_absorbed: Decimal
    category_absorbed: Decimal
    deducted: Decimal


class ProjectPart:
    """One project, for the template ``project.html.j2``."""

    def __init__(self, site: Site, view: ProjectView, number: int, rank: int | None) -> None:
        self._site = site
        self._view = view
        self.project = view.project
        self.number = number
        self.rank = rank
        self.observed = view.observed
        self.recoverable = [each for each in view.recoverable if each.points]

    @property
    def anchor(self) -> str:
        """The id of its heading, and what the ids of its parts begin with."""
        return f"project-{self.number}"

    @property
    def heading(self) -> str:
        """Its id and name."""
        return f"{self.project.project_id} {self.project.name}".strip()

    @property
    def search_text(self) -> str:
        """What the filter looks for text in."""
        return self.heading.lower()

    @cached_property
    def standards(self) -> str:
        """The keys of the standards that apply to it."""
        return self._site.keys(each.id for each in self._view.standards)

    @cached_property
    def failed(self) -> str:
        """The keys of the standards with a clause that failed."""
        return self._site.keys(
            clause.outcome.standard for clause in self.project.clauses if clause.outcome.status is Status.FAIL
        )

    def total(self, count: str) -> int:
        """A count over the clauses that the score is about."""
        return sum(getattr(clause.outcome, count) for clause in self._view.main)

    @property
    def covered(self) -> Decimal | None:
        """The coverage in percent."""
        coverage = self.project.coverage
        return percentage(coverage.assessed, coverage.clauses) if coverage.clauses else None

    @cached_property
    def chart(self) -> charts.Drawing | None:
        """The categories as bars of what was kept."""
        figures = [
            (category.id, percentage(category.score, category.points))
            for category in self.project.categories
            if category.points
        ]
        return charts.bars(figures, self._site.words("kept_chart")) if figures else None

    @cached_property
    def trend(self) -> charts.Drawing | None:
        """Percent by period, this one last, where there are earlier ones."""
        earlier = [
            (point.period, percentage(point.score, point.points))
            for point in self._site.history.get(self.project.project_id, ())
        ]
        if not earlier:
            return None
        score = self.project.score
        now = [(self._site.result.period.label, score.percent)] if score else []
        return charts.line([*earlier, *now], self._site.words("trend_note"))

    @cached_property
    def ledger(self) -> Sequence[LedgerRow]:
        """The deductions, clause by clause."""
        grouped: dict[str, list[LedgerEntry]] = defaultdict(list)
        for entry in self._view.ledger:
            grouped[entry.clause].append(entry)
        return [_together(entries) for entries in grouped.values()]

    def ledger_sum(self, column: str) -> Decimal:
        """The foot of a column of the ledger."""
        return sum((getattr(row, column) for row in self.ledger), Decimal(0))

    @cached_property
    def findings(self) -> Sequence[ClauseFindings]:
        """The clauses with findings."""
        return clause_findings(self._site.overview, self._view, self._site.words)

    @property
    def findings_count(self) -> tuple[int, int]:
        """How many findings are shown, and how many there are."""
        shown = sum(len(each.rows) for each in self.findings)
        return shown, sum(each.clause.outcome.findings for each in self.findings)

    @cached_property
    def surveys(self) -> Sequence[tuple[SurveyView, str, str]]:
        """Surveys and their questions, with their names and the standing of the row."""
        rows = []
        for survey in survey_views(self._view.metrics):
            rows.append((survey, self._text(survey.name), "survey"))
            rows += [(question, self._text(question.name), "question") for question in survey.questions]
        return rows

    def _text(self, text: str) -> str:
        return shown_text(text, reveal=self._site.overview.context.reveal)

    @property
    def waivers(self) -> Sequence[WaiverRow]:
        """The waivers that name it."""
        return self._site.waivers.get(self.project.project_id, ())

    @cached_property
    def not_assessed(self) -> Mapping[str, Sequence[ClauseScore]]:
        """The clauses that nothing is known of, by the reason."""
        grouped: dict[str, list[ClauseScore]] = defaultdict(list)
        for clause in self.project.clauses:
            if clause.outcome.status in _UNKNOWN:
                said = self._site.words.status(clause.outcome.status)
                reason = self._site.words.reason(clause.outcome.reason)
                grouped[f"{said}{self._site.words('colon')}{reason}" if reason else said].append(clause)
        return grouped

    @property
    def others(self) -> Mapping[str, Sequence[ClauseScore]]:
        """The clauses without findings that were judged, or are off, by their standards."""
        grouped: dict[str, list[ClauseScore]] = defaultdict(list)
        for clause in self.project.clauses:
            if not clause.outcome.findings and clause.outcome.status not in _UNKNOWN:
                grouped[clause.outcome.standard].append(clause)
        return grouped


def _together(entries: Sequence[LedgerEntry]) -> LedgerRow:
    first = entries[0]
    return LedgerRow(
        clause=first.clause,
        item=first.item,
        category=first.category,
        unit=first.unit,
        count=sum(entry.count for entry in entries),
        amount=sum((entry.amount for entry in entries), Decimal(0)),
        item_absorbed=sum((entry.item_absorbed for entry in entries), Decimal(0)),
        category_absorbed=sum((entry.category_absorbed for entry in entries), Decimal(0)),
        deducted=sum((entry.deducted for entry in entries), Decimal(0)),
    )
