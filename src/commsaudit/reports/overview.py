"""A result as reports look at it: projects with their findings, ranked and explained, computed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.result import (
    AuditResult,
    ClauseScore,
    Metric,
    ProjectResult,
    ProjectScore,
    ResultFinding,
    percentage,
)
from commsaudit.reports.interface import ReportContext
from commsaudit.reports.titles import Titles
from commsaudit.reports.words import Words
from commsaudit.scoring.explain import LedgerEntry, Recoverable, items_of, ledger, recoverable
from commsaudit.scoring.numbers import points_text
from commsaudit.scoring.stored import by_project

_OPEN = frozenset({Status.FAIL, Status.ERROR, Status.NOT_ASSESSED})
Count = Literal["obligations", "findings", "waived", "pending"]


@dataclass(frozen=True, slots=True)
class StandardFigures:
    """What one standard came to in one project."""

    id: str
    mode: Literal["score", "observe"]
    clauses: int
    assessed: int
    obligations: int
    findings: int
    waived: int
    pending: int

    @property
    def rate(self) -> Decimal | None:
        """The compliance rate: obligations met, in percent of those judged; None where none was."""
        return percentage(self.obligations - self.findings, self.obligations) if self.obligations else None


@dataclass(frozen=True)
class ProjectView:
    """One project with the findings and metrics that the result lists for it; ``scored`` are the standards with points."""

    project: ProjectResult
    findings: Sequence[ResultFinding]
    declared: Mapping[str, str | None]
    scored: frozenset[str] = frozenset()
    metrics: Sequence[Metric] = ()

    @cached_property
    def main(self) -> Sequence[ClauseScore]:
        """The clauses that a score is about; all of them, where nothing is scored."""
        costing = [
            clause
            for clause in self.project.clauses
            if clause.outcome.standard in self.scored or clause.unit is not None
        ]
        return costing if self.project.score else self.project.clauses

    @cached_property
    def standards(self) -> Sequence[StandardFigures]:
        """What each standard came to, in catalogue order."""
        members: dict[str, list[Outcome]] = defaultdict(list)
        for clause in self.project.clauses:
            members[clause.outcome.standard].append(clause.outcome)
        return [self._figures(name, outcomes) for name, outcomes in members.items()]

    @property
    def observed(self) -> Sequence[StandardFigures]:
        """The standards that stand beside the score."""
        return [each for each in self.standards if each.mode == "observe"] if self.project.score else ()

    def _figures(self, name: str, outcomes: Sequence[Outcome]) -> StandardFigures:
        on = [outcome for outcome in outcomes if outcome.status is not Status.OFF]
        return StandardFigures(
            id=name,
            mode="score" if name in self.scored else "observe",
            clauses=len(on),
            assessed=sum(outcome.status.is_judged for outcome in on),
            obligations=sum(outcome.obligations for outcome in on),
            findings=sum(outcome.findings for outcome in on),
            waived=sum(outcome.waived for outcome in on),
            pending=sum(outcome.pending for outcome in on),
        )

    @cached_property
    def items(self) -> Mapping[str, str]:
        """The item in which each clause that costs something counts."""
        return items_of(self.project, self.declared)

    @cached_property
    def ledger(self) -> Sequence[LedgerEntry]:
        """Every deduction."""
        return ledger(self.project, self.items, self.findings)

    @cached_property
    def recoverable(self) -> Sequence[Recoverable]:
        """What each failed clause would give back, the largest first."""
        return recoverable(self.project, self.items)

    def total(self, count: Count) -> int:
        """A count over the clauses that the score is about."""
        return sum(getattr(clause.outcome, count) for clause in self.main)

    @property
    def place(self) -> tuple[Decimal, Decimal]:
        """What projects are ranked by: the share of their points that they kept, and are sure to keep.

        So what was not assessed never stands above what was; last comes what has no score.
        """
        score = self.project.score
        return (score.score / score.points, score.low / score.points) if score else (Decimal(-1), Decimal(-1))

    @property
    def needs_action(self) -> bool:
        """Whether a clause that the score is about failed, or could not be judged."""
        return any(clause.outcome.status in _OPEN for clause in self.main)


def score_figures(score: ProjectScore) -> tuple[str, str, str]:
    """A score as rankings write it: of its points, in percent, its range."""
    return (
        f"{points_text(score.score)}/{points_text(score.points)}",
        points_text(score.percent),
        f"{points_text(score.low)}–{points_text(score.high)}",
    )


class Overview:
    """All projects of a result, in its order and ranked."""

    def __init__(self, result: AuditResult, context: ReportContext) -> None:
        self.result = result
        self.context = context
        self.titles = Titles(context.standards, context.lang)
        self.words = Words(context.lang, self.titles)
        findings = by_project(result.findings)
        metrics: dict[str, list[Metric]] = defaultdict(list)
        for metric in result.metrics:
            metrics[metric.project_id].append(metric)
        scored = frozenset(entry.id for entry in result.standards if entry.mode == "score")
        self.views = [
            ProjectView(
                project, findings.get(project.project_id, ()), self.titles.declared, scored, metrics[project.project_id]
            )
            for project in result.projects
        ]

    @cached_property
    def ranked(self) -> Sequence[tuple[int | None, ProjectView]]:
        """Projects with their ranks, the best first; equals share a rank, those without a score have none."""
        ranked: list[tuple[int | None, ProjectView]] = []
        before, rank = None, 0
        for place, view in enumerate(sorted(self.views, key=lambda view: view.place, reverse=True), 1):
            if view.place != before:
                before, rank = view.place, place
            ranked.append((rank if view.project.score else None, view))
        return ranked

    @cached_property
    def category_ids(self) -> Sequence[str]:
        """The categories of all projects, in catalogue order."""
        found: dict[str, None] = {}
        for view in self.views:
            found.update(dict.fromkeys(category.id for category in view.project.categories))
        return tuple(found)
