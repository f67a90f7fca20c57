"""Clauses that judge the same thing and are both scored: one failure then costs twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from commsaudit.scoring.score import ProjectOutcomes, charges_of
from commsaudit.scoring.tree import StandardUse, scoring_tree

Pair = tuple[str, str]


def scored_twice(uses: Sequence[StandardUse], projects: Iterable[ProjectOutcomes]) -> list[Pair]:
    """The pairs of clauses that ``overlaps`` names (once, true both ways) and that both can cost a project points.

    In catalogue order, each pair once. Pairs within one standard are its author's decision, not the company's: the scoring
    table itself scores the quarterly report in 2.2.4 and in 3.8.2.
    """
    clauses = {clause.id: clause for use in uses for clause in use.standard.clauses}
    order = {name: place for place, name in enumerate(clauses)}
    named = {
        tuple(sorted((clause.id, other), key=lambda each: order[each]))
        for clause in clauses.values()
        for other in clause.overlaps
        if other in clauses and clauses[other].standard != clause.standard
    }
    tree = scoring_tree(uses)
    found: set[tuple[str, ...]] = set()
    for project in projects:
        costing = {charge.clause for charge in charges_of(tree, project.outcomes, project.modes)}
        found |= {pair for pair in named if costing.issuperset(pair)}
    return [(first, second) for first, second in sorted(found, key=lambda pair: [order[each] for each in pair])]
