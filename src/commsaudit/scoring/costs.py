"""What findings cost: the three ways of counting, and the caps of items and categories.

Source: semantics.md, "Scoring".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from commsaudit.model.standard import Deduct
from commsaudit.scoring.tree import ItemNode, Tree

Counting = Literal["occurrence", "clause", "as_written"]
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Charge:
    """What one clause lays to its item: so many findings at ``unit`` each; ``missing``: it was not judged.

    ``cap``: they cost no more than that together.
    """

    clause: str
    item: str
    unit: Decimal
    findings: int
    missing: bool = False
    cap: Decimal | None = None

    @property
    def cost(self) -> Decimal:
        """What each finding by itself comes to."""
        whole = self.unit * self.findings
        return whole if self.cap is None else min(whole, self.cap)


@dataclass(frozen=True, slots=True)
class Deductions:
    """What charges come to: per clause before caps, per item and category after theirs."""

    clauses: Mapping[str, Decimal]
    items: Mapping[str, Decimal]
    categories: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        """The project's deduction."""
        return sum(self.categories.values(), NOTHING)


def _way(item: ItemNode, counting: Counting) -> Deduct:
    return item.deduct if counting == "as_written" else counting


def clause_costs(charges: Sequence[Charge], way: Deduct) -> dict[str, Decimal]:
    """What each clause of one item costs before the cap.

    Where the item costs once, the first of its failed clauses with the largest unit bears it.
    """
    if way == "occurrence":
        return {charge.clause: charge.cost for charge in charges}
    costs = {charge.clause: charge.unit if charge.findings else NOTHING for charge in charges}
    if way == "clause":
        return costs
    bearer = max(costs, key=lambda clause: costs[clause], default=None)
    return {clause: cost if clause == bearer else NOTHING for clause, cost in costs.items()}


def _worst(charges: Sequence[Charge], item: ItemNode, way: Deduct) -> Decimal:
    """What the item would cost before its cap, had everything not assessed failed."""
    if not any(charge.missing for charge in charges):
        return sum(clause_costs(charges, way).values(), NOTHING)
    if way == "occurrence":
        return item.cap
    units = [charge.unit for charge in charges if charge.findings or charge.missing]
    return sum(units, NOTHING) if way == "clause" else max(units, default=NOTHING)


def _by_item(charges: Iterable[Charge]) -> dict[str, list[Charge]]:
    grouped: dict[str, list[Charge]] = defaultdict(list)
    for charge in charges:
        grouped[charge.item].append(charge)
    return grouped


def _by_category(tree: Tree, items: Mapping[str, Decimal]) -> dict[str, Decimal]:
    totals = dict.fromkeys(tree.points, NOTHING)
    for item, cost in items.items():
        totals[tree.items[item].category] += cost
    return {category: min(total, tree.points[category]) for category, total in totals.items()}


def deductions(tree: Tree, charges: Iterable[Charge], counting: Counting) -> Deductions:
    """What ``charges`` (in catalogue order) come to."""
    clauses: dict[str, Decimal] = {}
    items = dict.fromkeys(tree.items, NOTHING)
    for name, group in _by_item(charges).items():
        item = tree.items[name]
        costs = clause_costs(group, _way(item, counting))
        clauses.update(costs)
        items[name] = min(sum(costs.values(), NOTHING), item.cap)
    return Deductions(clauses, items, _by_category(tree, items))


def worst_deduction(tree: Tree, charges: Iterable[Charge], counting: Counting) -> Decimal:
    """The deduction at the range's lower end: what was not assessed has failed."""
    items: dict[str, Decimal] = {}
    for name, group in _by_item(charges).items():
        item = tree.items[name]
        items[name] = min(_worst(group, item, _way(item, counting)), item.cap)
    return sum(_by_category(tree, items).values(), NOTHING)
