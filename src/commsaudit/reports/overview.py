"""A result as reports look at it: projects with their findings, ranked and explained, computed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from commsaudit.model.outcome import Status
from commsaudit.model.result import AuditResult, ProjectResult, ResultFinding
from commsaudit.reports.interface import ReportContext
from commsaudit.reports.titles import Titles
from commsaudit.reports.words import Words
from commsaudit.scoring.explain import LedgerEntry, Recoverable, items_of, ledger, recoverable

_OPEN = frozenset({Status.FAIL, Status.ERROR, Status.NOT_ASSESSED})
Count = Literal["obligations", "findings", "waived", "pending"]


@dataclass(frozen=True)
class ProjectView:
    """One project with the findings that the result lists for it."""

    project: ProjectResult
    findings: Sequence[ResultFinding]
    declared: Mapping[str, str | None]

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
        """A count over all clauses."""
        return sum(getattr(clause.outcome, count) for clause in self.project.clauses)

    @property
    def place(self) -> tuple[Decimal, Decimal]:
        """What projects are ranked by: the share of their points that they kept, and are sure to keep.

        So what was not assessed never stands above what was; last comes what has no score.
        """
        score = self.project.score
        return (score.score / score.points, score.low / score.points) if score else (Decimal(-1), Decimal(-1))

    @property
    def needs_action(self) -> bool:
        """Whether a clause failed, or could not be judged."""
        return any(clause.outcome.status in _OPEN for clause in self.project.clauses)


class Overview:
    """All projects of a result, in its order and ranked."""

    def __init__(self, result: AuditResult, context: ReportContext) -> None:
        self.result = result
        self.context = context
        self.titles = Titles(context.standards, context.lang)
        self.words = Words(context.lang, self.titles)
        findings: dict[str, list[ResultFinding]] = defaultdict(list)
        for finding in result.findings:
            findings[finding.project_id].append(finding)
        self.views = [
            ProjectView(project, findings[project.project_id], self.titles.declared) for project in result.projects
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
