"""The scorecard of one project: from the outcomes of its clauses to points, range and coverage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.result import (
    CategoryScore,
    ClauseScore,
    Coverage,
    ItemScore,
    ProjectResult,
    ProjectScore,
)
from commsaudit.model.standard import Mode
from commsaudit.scoring.costs import NOTHING, Charge, Counting, Deductions, deductions, worst_deduction
from commsaudit.scoring.tree import StandardUse, Tree

_UNKNOWN = frozenset({Status.NOT_ASSESSED, Status.ERROR})


@dataclass(frozen=True, slots=True)
class ProjectOutcomes:
    """What judging found for one project: an outcome for every clause of the standards that apply to it.

    ``modes`` are the clauses that the settings have at ``observe`` or ``off`` for it (absent: ``score``).
    """

    project_id: str
    name: str
    outcomes: Sequence[Outcome]
    modes: Mapping[str, Mode] = field(default_factory=dict)
    empty_logs: Sequence[str] = ()


def charges_of(
    tree: Tree, outcomes: Iterable[Outcome], modes: Mapping[str, Mode], *, unwaived: bool = False
) -> list[Charge]:
    """What the clauses that cost something lay to their items; ``unwaived``: as if no waiver held."""
    return [
        Charge(
            clause=outcome.clause,
            item=tree.item_of[outcome.clause],
            unit=tree.units[outcome.clause],
            findings=outcome.findings if unwaived else outcome.costing,
            missing=outcome.status in _UNKNOWN,
            cap=tree.caps.get(outcome.clause),
        )
        for outcome in outcomes
        if _costs(tree, outcome, modes)
    ]


def _costs(tree: Tree, outcome: Outcome, modes: Mapping[str, Mode]) -> bool:
    """Whether a finding of this clause would cost this project points."""
    switched_on = outcome.status is not Status.OFF and modes.get(outcome.clause, "score") == "score"
    return switched_on and outcome.clause in tree.item_of


def coverage_of(uses: Sequence[StandardUse], outcomes: Iterable[Outcome]) -> Coverage:
    """How many clauses were judged, of the standards that are scored (of all, where none is)."""
    scored = {use.standard.id for use in uses if use.is_scored} or {use.standard.id for use in uses}
    counted = [each for each in outcomes if each.standard in scored and each.status is not Status.OFF]
    return Coverage(len(counted), sum(outcome.status.is_judged for outcome in counted))


def score_project(
    project: ProjectOutcomes, uses: Sequence[StandardUse], tree: Tree, counting: Counting
) -> ProjectResult:
    """The scorecard of one project. ``uses`` are the standards that apply to it, and ``tree`` is theirs.

    Raises:
        KeyError: an outcome is of a clause that these standards do not have.
    """
    modes = project.modes
    outcomes = sorted(project.outcomes, key=lambda outcome: tree.order[outcome.clause])
    charges = charges_of(tree, outcomes, modes)
    found = deductions(tree, charges, counting)
    units = {charge.clause: charge.unit for charge in charges}
    lifted = found.total
    if any(outcome.waived for outcome in outcomes):
        lifted = deductions(tree, charges_of(tree, outcomes, modes, unwaived=True), counting).total
    worst = found.total
    if any(charge.missing for charge in charges):
        worst = worst_deduction(tree, charges, counting)
    return ProjectResult(
        project_id=project.project_id,
        name=project.name,
        score=_score(tree, found.total, lifted, worst),
        coverage=coverage_of(uses, outcomes),
        empty_logs=tuple(sorted(project.empty_logs)),
        categories=_categories(tree, found),
        items=_items(tree, found),
        clauses=tuple(
            ClauseScore(outcome, units.get(outcome.clause), found.clauses.get(outcome.clause, NOTHING))
            for outcome in outcomes
        ),
    )


def _score(tree: Tree, deduction: Decimal, lifted: Decimal, worst: Decimal) -> ProjectScore | None:
    """The score, or None where there are no points to lose; ``lifted``: the deduction without waivers."""
    points = sum(tree.points.values(), NOTHING)
    return ProjectScore(points, deduction, points - worst, points - lifted) if points else None


def _categories(tree: Tree, found: Deductions) -> tuple[CategoryScore, ...]:
    return tuple(CategoryScore(name, points, found.categories[name]) for name, points in tree.points.items())


def _items(tree: Tree, found: Deductions) -> tuple[ItemScore, ...]:
    return tuple(ItemScore(node.id, node.category, node.cap, found.items[node.id]) for node in tree.items.values())
