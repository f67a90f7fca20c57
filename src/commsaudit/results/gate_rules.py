"""The rules of a gate, from the values that a settings file or the command line gives them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from commsaudit.model.settings import GateKind, GateRule

KINDS: tuple[GateKind, ...] = get_args(GateKind)
# What is known of the files alone, not of a project.
OF_FILES: frozenset[GateKind] = frozenset({"no_rejects"})
OF_BASELINE: frozenset[GateKind] = frozenset({"no_fall", "no_new_findings"})
_FLAGS: frozenset[GateKind] = frozenset({"no_errors", *OF_FILES, *OF_BASELINE})
_HUNDRED = Decimal(100)


class BadValue(Exception):
    """A value that a rule cannot have, in both languages; ``place`` is where in a table it stands."""

    def __init__(self, en: str, zh: str, place: str = "") -> None:
        super().__init__(en)
        self.en, self.zh, self.place = en, zh, place


def rules_of(kind: GateKind, value: object) -> tuple[GateRule, ...]:
    """The rules that ``value`` asks for; False takes a rule away where it would hold.

    Raises:
        BadValue: it cannot be meant.
    """
    if value is False:
        return (GateRule(kind, holds=False),)
    if kind in _FLAGS:
        if value is not True:
            raise BadValue(f"{value!r} is neither true nor false", f"{value!r} 应为 true 或 false")
        return (GateRule(kind),)
    match kind:
        case "min_score":
            return (GateRule(kind, limit=_points(value)),)
        case "min_percent" | "min_coverage":
            return (GateRule(kind, limit=_percent(value)),)
        case "max_findings":
            return (GateRule(kind, limit=_count(value)),)
        case "must_not_fail":
            return tuple(GateRule(kind, target) for target in _targets(value))
        case _:
            return tuple(_floor(kind, target, limit) for target, limit in _floors(value).items())


def _number(value: object) -> Decimal:
    try:
        number = Decimal("NaN" if isinstance(value, bool) else str(value).strip())
    except ArithmeticError:
        number = Decimal("NaN")
    return number if number.is_finite() else Decimal(-1)


def _points(value: object) -> Decimal:
    number = _number(value)
    if number <= 0:
        raise BadValue(
            f'{value!r} is no number of points above 0 ("30.0")', f'{value!r} 不是大于 0 的分数（如 "30.0"）'
        )
    return number


def _percent(value: object) -> Decimal:
    number = _number(value.strip().removesuffix("%") if isinstance(value, str) else value)
    if not 0 < number <= _HUNDRED:
        raise BadValue(
            f'{value!r} is no percentage above 0 and up to 100 ("85")',
            f'{value!r} 不是大于 0、不超过 100 的百分比（如 "85"）',
        )
    return number


def _count(value: object) -> Decimal:
    number = _number(value)
    if number < 0 or number != number.to_integral_value():
        raise BadValue(f"{value!r} is no number of findings (0, 1, 2 …)", f"{value!r} 不是处数（0、1、2……）")
    return number


def _targets(value: object) -> list[str]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple) or not values or not all(isinstance(each, str) and each for each in values):
        raise BadValue("must be a list of clauses", "应为条款列表")
    return list(values)


def _floors(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping) or not value:
        raise BadValue(
            'must be a table of categories and their floors: { "2" = "6.0" }', '应为类别与最低分的表：{ "2" = "6.0" }'
        )
    return value


def _floor(kind: GateKind, target: str, value: object) -> GateRule:
    if value is False:
        return GateRule(kind, target, holds=False)
    in_percent = isinstance(value, str) and value.strip().endswith("%")
    try:
        return GateRule(kind, target, _percent(value) if in_percent else _points(value), percent=in_percent)
    except BadValue as error:
        raise BadValue(error.en, error.zh, target) from None
