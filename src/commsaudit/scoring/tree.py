"""The scoring tree: which clause costs in which item, and which item in which category."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from commsaudit.model.standard import Deduct, Standard

StandardMode = Literal["score", "observe"]


@dataclass(frozen=True, slots=True)
class StandardUse:
    """A standard, and whether this audit scores it. One without points is observed whatever the mode says."""

    standard: Standard
    mode: StandardMode

    @property
    def is_scored(self) -> bool:
        """Whether its findings cost points."""
        return self.mode == "score" and self.standard.points is not None


@dataclass(frozen=True, slots=True)
class ItemNode:
    """An item of the tree."""

    id: str
    category: str
    cap: Decimal
    deduct: Deduct


@dataclass(frozen=True, slots=True)
class Tree:
    """What the scored standards of a project add up to.

    ``item_of`` and ``units`` know the clauses that can cost something, ``caps`` the most that a clause costs where the
    company has decided that, ``order`` the place of all in the catalogue.
    """

    points: Mapping[str, Decimal]
    items: Mapping[str, ItemNode]
    item_of: Mapping[str, str]
    units: Mapping[str, Decimal]
    caps: Mapping[str, Decimal]
    order: Mapping[str, int]


def resolve_item(standard: str, item: str | None, known: Container[str]) -> str | None:
    """The id under which a clause's item stands among the ``known`` items of a scorecard; None: nowhere.

    A standard's own item comes first, then the item of another standard that the clause names (semantics.md,
    "Scoring": a procedure's clause may count in the supervision item that it names).
    """
    for name in (f"{standard}:{item}", item):
        if name is not None and name in known:
            return name
    return None


def _named(standard: Standard, name: str, taken: Container[str]) -> str:
    """``name``, or with its standard before it where an earlier standard has the same."""
    return f"{standard.id}:{name}" if name in taken else name


def _grow(standard: Standard, points: dict[str, Decimal], items: dict[str, ItemNode]) -> None:
    """Add one scored standard."""
    names = {category.id: _named(standard, category.id, points) for category in standard.categories}
    own = {_named(standard, item.id, items): item for item in standard.items}
    points.update((names[category.id], category.points) for category in standard.categories)
    items.update((name, ItemNode(name, names[item.category], item.cap, item.deduct)) for name, item in own.items())


def scoring_tree(uses: Sequence[StandardUse]) -> Tree:
    """The tree of the scored standards among ``uses``.

    A clause of an observed standard is in it too where it has a unit and names an item that is scored, or points of its own.
    """
    points: dict[str, Decimal] = {}
    items: dict[str, ItemNode] = {}
    for use in uses:
        if use.is_scored:
            _grow(use.standard, points, items)
    for use in uses:
        for clause in use.standard.clauses:
            if clause.points is not None:
                points[clause.id] = clause.points
                items[clause.id] = ItemNode(clause.id, clause.id, clause.points, "occurrence")
    item_of: dict[str, str] = {}
    for use in uses:
        # An observed standard's own items are not scored, even where another's bear the same ids.
        own = frozenset() if use.is_scored else {item.id for item in use.standard.items}
        for clause in use.standard.clauses:
            item = None if clause.item in own else resolve_item(clause.standard, clause.item, items)
            if clause.unit is not None and item is not None:
                item_of[clause.id] = item
    clauses = [clause for use in uses for clause in use.standard.clauses]
    units = {clause.id: clause.unit for clause in clauses if clause.unit is not None}
    caps = {clause.id: clause.cap for clause in clauses if clause.cap is not None}
    return Tree(points, items, item_of, units, caps, {clause.id: place for place, clause in enumerate(clauses)})
