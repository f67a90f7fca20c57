"""What the company has decided that findings cost, put into the standards (semantics.md, "Scoring").

A standard without points is observed. Three decisions change that: points of its own (then it is a category of the
scorecard), points for a single clause (then that clause is one), or that clauses count in the supervision item that they name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from commsaudit.errors import SettingsError
from commsaudit.model.settings import FREE, ClauseRule, Price, Settings, StandardRule
from commsaudit.model.standard import Category, Clause, Item, Standard


def priced(catalogue: Mapping[str, Standard], settings: Settings) -> dict[str, Standard]:
    """The standards with the company's units, caps and points.

    Raises:
        SettingsError: a decision that would cost nothing, or that contradicts another.
    """
    return {name: _priced(standard, settings) for name, standard in catalogue.items()}


def _priced(standard: Standard, settings: Settings) -> Standard:
    rule = settings.standards.get(standard.id, StandardRule())
    prices = {clause.id: settings.clauses.get(clause.id, ClauseRule()).price for clause in standard.clauses}
    if standard.categories:
        _refuse_second_points(standard, rule.price, prices)
    points = rule.price.points or standard.points
    scored = points is not None and rule.mode not in ("observe", "off")
    clauses = tuple(_clause(clause, standard, rule, prices[clause.id], scored) for clause in standard.clauses)
    if rule.mode == "score" and not scored and not any(_counts(clause) for clause in clauses):
        raise _wrong(
            f"standards.{standard.id}.mode",
            "'score' needs points for the standard, or count_in_item = true and a unit for its clauses",
            "“score” 需要给标准设 points，或给条款设 count_in_item = true 和 unit",
        )
    if rule.price.points and scored and not any(clause.unit for clause in clauses):
        raise _wrong(
            f"standards.{standard.id}", "points that nothing costs: give it a unit", "设了 points 却无处扣分：请设 unit"
        )
    _refuse_idle(standard.id, rule.price, scored)
    decided = replace(standard, points=points, clauses=clauses)
    return decided if standard.categories or not scored else _as_category(decided, rule.price)


def _refuse_second_points(standard: Standard, price: Price, prices: Mapping[str, Price]) -> None:
    decided = [f"standards.{standard.id}"] if price != FREE else []
    decided += [f"clauses.{name}" for name, each in prices.items() if each.points or each.count_in_item is not None]
    if decided:
        raise _wrong(
            decided[0],
            f"{standard.id} has points, categories and items of its own; a clause of it takes `unit` and `cap` alone",
            f"{standard.id} 已有自己的分值、类别和项；其条款只能设 unit 和 cap",
        )


def _refuse_idle(standard_id: str, price: Price, scored: bool) -> None:
    """A unit or cap that would change nothing is a mistake."""
    where = f"standards.{standard_id}"
    if price.unit and not (scored or price.count_in_item):
        raise _wrong(
            where,
            "a unit alone costs nothing: give it points, or count_in_item = true",
            "只设 unit 不会扣分：请设 points，或设 count_in_item = true",
        )
    if price.cap and not scored:
        raise _wrong(
            where,
            "a cap bounds what the standard's own points can lose: give it points",
            "cap 限制的是标准自身分值的扣分：请设 points",
        )


def _clause(clause: Clause, standard: Standard, rule: StandardRule, own: Price, scored: bool) -> Clause:
    """The clause with its unit and cap; its item is where it counts, None: in the standard's own category."""
    unit = own.unit or rule.price.unit or clause.unit
    where = f"clauses.{clause.id}"
    asked = own.count_in_item if own.count_in_item is not None else rule.price.count_in_item
    if own.count_in_item and clause.item is None:
        raise _wrong(
            where, "count_in_item: the clause names no item to count in", "count_in_item：该条款没有对应的督导项"
        )
    in_item = bool(asked) and clause.item is not None
    in_item = in_item or (asked is None and clause.unit is not None and not scored and not own.points)
    if (in_item or own.points) and unit is None:
        raise _wrong(where, "it needs a unit: what a finding costs", "需要设 unit：每处不符合扣多少分")
    if in_item and own.points:
        raise _wrong(where, "points of its own, or count_in_item: not both", "points 与 count_in_item 不能同时设")
    if own.unit and not (in_item or own.points or scored):
        raise _wrong(
            where,
            "a unit alone costs nothing here: give the standard points, the clause points, or count_in_item = true",
            "只设 unit 不会扣分：请给标准设 points、给条款设 points，或设 count_in_item = true",
        )
    if own.cap and (unit is None or own.cap % unit):
        raise _wrong(
            where, f"cap {own.cap} is no multiple of the unit {unit}", f"cap {own.cap} 不是 unit {unit} 的整数倍"
        )
    if standard.categories:
        return replace(clause, unit=unit, cap=own.cap)
    if own.points:
        return replace(clause, unit=unit, cap=own.cap, item=clause.id, points=own.points)
    if in_item:
        return replace(clause, unit=unit, cap=own.cap)
    return replace(clause, unit=unit if scored else None, cap=own.cap, item=standard.id if scored else None)


def _counts(clause: Clause) -> bool:
    return clause.unit is not None and clause.item is not None


def _as_category(standard: Standard, price: Price) -> Standard:
    """A standard without categories is one itself, with one item."""
    points = standard.points or Decimal(0)
    cap = min(price.cap or points, points)
    return replace(
        standard,
        categories=(Category(standard.id, points, standard.zh, standard.en),),
        items=(Item(standard.id, standard.id, cap, "occurrence", standard.zh, standard.en, ""),),
    )


def _wrong(where: str, en: str, zh: str) -> SettingsError:
    return SettingsError(f"settings: {where}: {en}", f"设置：{where}：{zh}")
