"""What the company has decided that findings cost, put into the standards (semantics.md, "Scoring").

A standard without points is observed. Three decisions change that: points of its own (then it is a category of the
scorecard), points for a single clause (then that clause is one), or that clauses count in the supervision item that they name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from commsaudit.model.settings import ClauseRule, Price, Settings, StandardRule
from commsaudit.model.standard import Category, Clause, Item, Standard
from commsaudit.scoring import refusals


def priced(catalogue: Mapping[str, Standard], settings: Settings) -> dict[str, Standard]:
    """The standards with the company's units, caps and points.

    Raises:
        SettingsError: a decision that would cost nothing, or that contradicts another.
    """
    decided = {name: _priced(standard, settings) for name, standard in catalogue.items()}
    refusals.refuse_lost_items(decided.values(), settings)
    return decided


def _priced(standard: Standard, settings: Settings) -> Standard:
    rule = settings.standards.get(standard.id, StandardRule())
    rules = {clause.id: settings.clauses.get(clause.id, ClauseRule()) for clause in standard.clauses}
    refusals.refuse_idle(standard, rule, rules)
    points = rule.price.points or standard.points
    scored = points is not None and rule.mode not in ("observe", "off")
    clauses = tuple(_clause(clause, standard, rule, rules[clause.id].price, scored) for clause in standard.clauses)
    refusals.refuse_unlosable(standard, rule, rules, clauses, scored=scored)
    decided = replace(standard, points=points, clauses=clauses)
    return decided if standard.categories or not scored else _as_category(decided, rule.price)


def _clause(clause: Clause, standard: Standard, rule: StandardRule, own: Price, scored: bool) -> Clause:
    """The clause with its unit and cap; its item is where it counts, None: nowhere."""
    unit = own.unit or rule.price.unit or clause.unit
    asked = own.count_in_item if own.count_in_item is not None else rule.price.count_in_item
    in_item = bool(asked) and clause.item is not None
    in_item = in_item or (asked is None and clause.unit is not None and not scored and not own.points)
    refusals.refuse_price(clause, own, unit, in_item=in_item, scored=scored)
    priced_clause = replace(clause, unit=unit, cap=own.cap)
    if standard.categories or in_item:
        return priced_clause
    if own.points:
        return replace(priced_clause, item=clause.id, points=own.points)
    return replace(priced_clause, unit=unit if scored else None, item=standard.id if scored else None)


def _as_category(standard: Standard, price: Price) -> Standard:
    """A standard without categories is one itself, with one item."""
    points = standard.points or Decimal(0)
    cap = min(price.cap or points, points)
    return replace(
        standard,
        categories=(Category(standard.id, points, standard.zh, standard.en),),
        items=(Item(standard.id, standard.id, cap, "occurrence", standard.zh, standard.en, ""),),
    )
