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
    """The clause with its unit and cap; its item is where it counts, None: in the standard's own category."""
    unit = own.unit or rule.price.unit or clause.unit
    where = f"clauses.{clause.id}"
    asked = own.count_in_item if own.count_in_item is not None else rule.price.count_in_item
    if own.count_in_item and clause.item is None:
        raise refusals.wrong(
            where, "count_in_item: the clause names no item to count in", "count_in_item：该条款没有对应的督导项"
        )
    in_item = bool(asked) and clause.item is not None
    in_item = in_item or (asked is None and clause.unit is not None and not scored and not own.points)
    if (in_item or own.points) and unit is None:
        raise refusals.wrong(where, "it needs a unit: what a finding costs", "需要设 unit：每处不符合扣多少分")
    if in_item and own.points:
        raise refusals.wrong(
            where, "points of its own, or count_in_item: not both", "points 与 count_in_item 不能同时设"
        )
    if own.unit and not (in_item or own.points or scored):
        raise refusals.wrong(
            where,
            "a unit alone costs nothing here: give the standard points, the clause points, or count_in_item = true",
            "只设 unit 不会扣分：请给标准设 points、给条款设 points，或设 count_in_item = true",
        )
    if own.cap and unit is None:
        raise refusals.wrong(
            where, "a cap needs a unit: what a finding costs", "设 cap 须同时设 unit：每处不符合扣多少分"
        )
    if own.cap and unit and own.cap % unit:
        raise refusals.wrong(
            where, f"cap {own.cap} is no multiple of the unit {unit}", f"cap {own.cap} 不是 unit {unit} 的整数倍"
        )
    if standard.categories:
        return replace(clause, unit=unit, cap=own.cap)
    if own.points:
        return replace(clause, unit=unit, cap=own.cap, item=clause.id, points=own.points)
    if in_item:
        return replace(clause, unit=unit, cap=own.cap)
    return replace(clause, unit=unit if scored else None, cap=own.cap, item=standard.id if scored else None)


def _as_category(standard: Standard, price: Price) -> Standard:
    """A standard without categories is one itself, with one item."""
    points = standard.points or Decimal(0)
    cap = min(price.cap or points, points)
    return replace(
        standard,
        categories=(Category(standard.id, points, standard.zh, standard.en),),
        items=(Item(standard.id, standard.id, cap, "occurrence", standard.zh, standard.en, ""),),
    )
