"""Decisions of a company that would cost nothing, or that contradict each other: errors that name the key and the way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from commsaudit.errors import SettingsError
from commsaudit.model.settings import FREE, ClauseRule, Price, Settings, StandardRule
from commsaudit.model.standard import Clause, Standard

_QUIET = ("observe", "off")


def wrong(where: str, en: str, zh: str) -> SettingsError:
    """The error for the settings key ``where``."""
    return SettingsError(f"settings: {where}: {en}", f"设置：{where}：{zh}")


def refuse_idle(standard: Standard, rule: StandardRule, rules: Mapping[str, ClauseRule]) -> None:
    """Prices beside a mode, or beside each other, that leave them without effect.

    Raises:
        SettingsError: there is one.
    """
    where = f"standards.{standard.id}"
    if standard.categories:
        _refuse_second_points(standard, rule.price, rules)
    if rule.mode in _QUIET and (rule.price.points or rule.price.cap or (rule.mode == "off" and rule.price != FREE)):
        raise wrong(where, f"a price, but mode = '{rule.mode}'", f"设了分值，但 mode 为“{rule.mode}”")
    if rule.price.points and rule.price.count_in_item:
        raise wrong(where, "points of its own, or count_in_item: not both", "points 与 count_in_item 不能同时设")
    scored = rule.price.points is not None or standard.points is not None
    if rule.price.unit and not (scored or rule.price.count_in_item):
        raise wrong(
            where,
            "a unit alone costs nothing: give it points, or count_in_item = true",
            "只设 unit 不会扣分：请设 points，或设 count_in_item = true",
        )
    if rule.price.cap and not scored:
        raise wrong(
            where,
            "a cap bounds what the standard's own points can lose: give it points",
            "cap 限制的是标准自身分值的扣分：请设 points",
        )
    if rule.price.count_in_item and not any(clause.item for clause in standard.clauses):
        raise wrong(
            where, "count_in_item: none of its clauses names an item", "count_in_item：其条款都没有对应的督导项"
        )
    for name, each in rules.items():
        mode = "off" if rule.mode == "off" else each.mode
        if each.price != FREE and mode in _QUIET:
            raise wrong(f"clauses.{name}", f"a price, but mode = '{mode}'", f"设了分值，但 mode 为“{mode}”")


def _refuse_second_points(standard: Standard, price: Price, rules: Mapping[str, ClauseRule]) -> None:
    decided = [f"standards.{standard.id}"] if price != FREE else []
    decided += [
        f"clauses.{name}" for name, each in rules.items() if each.price.points or each.price.count_in_item is not None
    ]
    if decided:
        raise wrong(
            decided[0],
            f"{standard.id} has points, categories and items of its own; a clause of it takes `unit` and `cap` alone",
            f"{standard.id} 已有自己的分值、类别和项；其条款只能设 unit 和 cap",
        )


def refuse_price(clause: Clause, own: Price, unit: Decimal | None, *, in_item: bool, scored: bool) -> None:
    """A clause's own price that costs nothing or contradicts itself; ``unit`` is what a finding would cost.

    Raises:
        SettingsError: it does.
    """
    where = f"clauses.{clause.id}"
    if own.count_in_item and clause.item is None:
        raise wrong(
            where, "count_in_item: the clause names no item to count in", "count_in_item：该条款没有对应的督导项"
        )
    if (in_item or own.points) and unit is None:
        raise wrong(where, "it needs a unit: what a finding costs", "需要设 unit：每处不符合扣多少分")
    if in_item and own.points:
        raise wrong(where, "points of its own, or count_in_item: not both", "points 与 count_in_item 不能同时设")
    if own.unit and not (in_item or own.points or scored):
        raise wrong(
            where,
            "a unit alone costs nothing here: give the standard points, the clause points, or count_in_item = true",
            "只设 unit 不会扣分：请给标准设 points、给条款设 points，或设 count_in_item = true",
        )
    if own.cap and unit is None:
        raise wrong(where, "a cap needs a unit: what a finding costs", "设 cap 须同时设 unit：每处不符合扣多少分")
    if own.cap and unit and own.cap % unit:
        raise wrong(
            where, f"cap {own.cap} is no multiple of the unit {unit}", f"cap {own.cap} 不是 unit {unit} 的整数倍"
        )


def refuse_unlosable(
    standard: Standard,
    rule: StandardRule,
    rules: Mapping[str, ClauseRule],
    clauses: Iterable[Clause],
    *,
    scored: bool,
) -> None:
    """Points of a standard that none of its ``clauses`` (priced) can lose, or a score that nothing is lost of.

    Raises:
        SettingsError: so it is.
    """
    where = f"standards.{standard.id}"
    costing = [clause for clause in clauses if clause.unit is not None and rules[clause.id].mode not in _QUIET]
    if rule.mode == "score" and not scored and not any(clause.item for clause in costing):
        raise wrong(
            f"{where}.mode",
            "'score' needs points for the standard, or count_in_item = true and a unit for its clauses",
            "“score” 需要给标准设 points，或给条款设 count_in_item = true 和 unit",
        )
    if rule.price.points and scored and not any(clause.item == standard.id for clause in costing):
        raise wrong(where, "points that nothing costs: give it a unit", "设了 points 却无处扣分：请设 unit")


def refuse_lost_items(standards: Iterable[Standard], settings: Settings) -> None:
    """Clauses that are to count in an item that no scored standard has.

    Raises:
        SettingsError: there is one.
    """
    listed = list(standards)
    modes = {name: rule.mode for name, rule in settings.standards.items()}
    items = {
        item.id
        for standard in listed
        if standard.points is not None and modes.get(standard.id) not in _QUIET
        for item in standard.items
    }
    told = {name for name, rule in settings.clauses.items() if rule.price.count_in_item}
    whole = {name for name, rule in settings.standards.items() if rule.price.count_in_item}
    for standard in listed:
        for clause in standard.clauses:
            if clause.unit is None or clause.item is None or clause.item in items:
                continue
            if clause.id in told or standard.id in whole:
                key = f"clauses.{clause.id}" if clause.id in told else f"standards.{standard.id}"
                raise wrong(
                    key,
                    f"count_in_item: {clause.id} names item {clause.item}, which is not scored",
                    f"count_in_item：{clause.id} 对应的项 {clause.item} 没有计分",
                )
