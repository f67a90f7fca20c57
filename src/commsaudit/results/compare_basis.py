"""What turns the counts of one project into its score, taken from a stored result: so that it can be scored again.

Categories, items, caps and units stand in the result. Which item a clause counts in, and how the source words an item's deduction,
are the catalogue's to say; that the two still fit is proved by scoring the stored counts and comparing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from commsaudit.model.result import AuditResult, ProjectResult
from commsaudit.model.standard import Deduct, Standard
from commsaudit.scoring.costs import NOTHING, Charge, Counting, deductions
from commsaudit.scoring.explain import declared_items, items_of
from commsaudit.scoring.numbers import points_of
from commsaudit.scoring.tree import ItemNode, Tree

Costing = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Basis:
    """The scoring tree of one project, and the way of counting."""

    tree: Tree
    counting: Counting

    def score(self, costing: Costing) -> Decimal:
        """The score, if so many findings of each clause cost points."""
        charges = [
            Charge(clause, item, self.tree.units[clause], costing.get(clause, 0), cap=self.tree.caps.get(clause))
            for clause, item in self.tree.item_of.items()
        ]
        return sum(self.tree.points.values(), NOTHING) - deductions(self.tree, charges, self.counting).total

    def counted(self, counting: Counting) -> Basis:
        """The same tree, counted another way."""
        return replace(self, counting=counting)


@dataclass(frozen=True)
class Bases:
    """The bases of a result's projects. ``standards`` are the catalogue's, with the prices that the result was made with."""

    result: AuditResult
    standards: Sequence[Standard]

    def of(self, project: ProjectResult) -> Basis:
        """The basis of ``project``."""
        units = {each.outcome.clause: each.unit for each in project.clauses if each.unit is not None}
        return Basis(
            Tree(
                points={each.id: each.points for each in project.categories},
                items={
                    each.id: ItemNode(each.id, each.category, each.cap, self._deducts.get(each.id, "occurrence"))
                    for each in project.items
                },
                item_of=items_of(project, self._declared),
                units=units,
                caps=self._caps(units),
                order={clause: place for place, clause in enumerate(units)},
            ),
            counting_of(self.result),
        )

    @cached_property
    def _declared(self) -> Mapping[str, str | None]:
        return declared_items(self.standards)

    @cached_property
    def _deducts(self) -> Mapping[str, Deduct]:
        """How the source words each item's deduction; of two standards that share an id, the later one's is qualified."""
        found: dict[str, Deduct] = {}
        for standard in self.standards:
            for item in standard.items:
                found.setdefault(item.id, item.deduct)
                found[f"{standard.id}:{item.id}"] = item.deduct
        return found

    def _caps(self, units: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """The most that a clause costs, where the company decided that: it stands in the settings."""
        rules = table_in(table_in(self.result.settings, "rules"), "clauses")
        found = {}
        for clause in units:
            cap = table_in(rules, clause).get("cap")
            if isinstance(cap, str):
                try:
                    found[clause] = points_of(cap)
                except ValueError:
                    continue
        return found


def counting_of(result: AuditResult) -> Counting:
    """How the result counts what costs."""
    match result.settings.get("counting"):
        case "clause":
            return "clause"
        case "as_written":
            return "as_written"
        case _:
            return "occurrence"


def table_in(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """The table under ``key``; an empty one, where there is none: settings of a stranger's result may hold anything."""
    value = table.get(key)
    return value if isinstance(value, dict) else {}
