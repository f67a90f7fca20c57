"""Why a score is what it is: the ledger of deductions, and what could be had back.

Both read a finished scorecard, so that a stored result explains itself without its logs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commsaudit.model.result import ClauseScore, ProjectResult, ResultFinding
from commsaudit.model.standard import Standard
from commsaudit.scoring.costs import NOTHING
from commsaudit.scoring.tree import resolve_item


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One deduction: a finding at its clause's unit, and how much of it a full item or category absorbed.

    ``finding`` is None for the ``count`` findings of a clause that the result does not list
    (``--max-findings``).
    """

    clause: str
    item: str
    category: str
    finding: ResultFinding | None
    count: int
    unit: Decimal
    item_absorbed: Decimal
    category_absorbed: Decimal

    @property
    def amount(self) -> Decimal:
        """What it costs before caps."""
        return self.unit * self.count

    @property
    def deducted(self) -> Decimal:
        """What it costs after caps."""
        return self.amount - self.item_absorbed - self.category_absorbed


@dataclass(frozen=True, slots=True)
class Recoverable:
    """The points that would come back if all findings of one clause were put right, and nothing else."""

    clause: str
    points: Decimal


def declared_items(standards: Iterable[Standard]) -> dict[str, str | None]:
    """The item that the catalogue has each clause in."""
    return {clause.id: clause.item for standard in standards for clause in standard.clauses}


def items_of(project: ProjectResult, declared: Mapping[str, str | None]) -> dict[str, str]:
    """The item of the scorecard in which each clause that costs something counts.

    A clause that the catalogue no longer has is placed by its id: 2.3.3 belongs to 2.3.
    """
    known = {item.id for item in project.items}
    found = {}
    for clause in project.clauses:
        if clause.unit is not None:
            name = clause.outcome.clause
            item = resolve_item(clause.outcome.standard, declared.get(name, name.rpartition(".")[0]), known)
            if item is not None:
                found[name] = item
    return found


def ledger(project: ProjectResult, items: Mapping[str, str], findings: Iterable[ResultFinding]) -> list[LedgerEntry]:
    """Every deduction of ``project`` in finding order; what they deduct adds up to the project's deduction.

    ``items`` are those of ``items_of``; ``findings`` those that the result lists for the project, in
    its order. Where counting is per clause or item, the first finding without a waiver bears it.
    """
    listed: dict[str, list[ResultFinding]] = defaultdict(list)
    for finding in findings:
        if finding.waiver is None:
            listed[finding.clause].append(finding)
    room = _Room(project)
    entries = []
    for clause in project.clauses:
        item = items.get(clause.outcome.clause)
        if clause.unit and clause.deduction and item is not None:
            left = int(clause.deduction / clause.unit)
            for finding in listed[clause.outcome.clause][:left]:
                entries.append(room.entry(clause, item, finding, 1))
                left -= 1
            if left:
                entries.append(room.entry(clause, item, None, left))
    return entries


class _Room:
    """What items and categories can still lose."""

    def __init__(self, project: ProjectResult) -> None:
        self._items = {item.id: item.cap for item in project.items}
        self._category_of = {item.id: item.category for item in project.items}
        self._categories = {category.id: category.points for category in project.categories}

    def entry(self, clause: ClauseScore, item: str, finding: ResultFinding | None, count: int) -> LedgerEntry:
        """The entry of ``count`` findings, for which room is taken."""
        unit = clause.unit or NOTHING
        category = self._category_of[item]
        from_item = min(unit * count, self._items[item])
        from_category = min(from_item, self._categories[category])
        self._items[item] -= from_item
        self._categories[category] -= from_category
        return LedgerEntry(
            clause=clause.outcome.clause,
            item=item,
            category=category,
            finding=finding,
            count=count,
            unit=unit,
            item_absorbed=unit * count - from_item,
            category_absorbed=from_item - from_category,
        )


def recoverable(project: ProjectResult, items: Mapping[str, str]) -> list[Recoverable]:
    """What each failed clause would give back, the largest first, ties in catalogue order."""
    failed = [each for each in project.clauses if each.outcome.costing and each.outcome.clause in items]
    members: dict[str, list[ClauseScore]] = defaultdict(list)
    for clause in failed:
        members[items[clause.outcome.clause]].append(clause)
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for item in project.items:
        totals[item.category] += item.deduction
    item_by_id = {item.id: item for item in project.items}
    category_by_id = {category.id: category for category in project.categories}
    found = []
    for clause in failed:
        item = item_by_id[items[clause.outcome.clause]]
        category = category_by_id[item.category]
        left = min(_without(clause, members[item.id]), item.cap)
        still = min(totals[category.id] - item.deduction + left, category.points)
        found.append(Recoverable(clause.outcome.clause, category.deduction - still))
    return sorted(found, key=lambda each: -each.points)


def _without(clause: ClauseScore, members: Sequence[ClauseScore]) -> Decimal:
    """What an item would cost before its cap without ``clause``, one of its failed clauses.

    A failed clause that costs nothing though it has a unit shows that the item costs once: then
    another one bears it.
    """
    others = [each for each in members if each is not clause]
    if any(each.unit and not each.deduction for each in members):
        return max((each.unit or NOTHING for each in others), default=NOTHING)
    return sum((each.deduction for each in others), NOTHING)
