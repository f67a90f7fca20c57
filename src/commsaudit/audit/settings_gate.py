"""``[gate]`` of the settings file: what a result must keep to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commsaudit.audit.settings_reader import Reader
from commsaudit.model.settings import Gate, GatePattern, GateRule
from commsaudit.results.gate_rules import KINDS, OF_FILES, BadValue, rules_of

_OF_PROJECT = frozenset(KINDS) - OF_FILES
_KEYS = frozenset({*KINDS, "projects", "baseline"})


def gate_of(reader: Reader, table: object) -> Gate:
    """The rules in ``[gate]`` and, for some projects, in ``[gate.projects."GLOB"]``; the baseline's path is seen from the file.

    Raises:
        SettingsError: a key or value in it cannot be meant.
    """
    known = reader.known(table, _KEYS, "gate")
    patterns = reader.is_a(known.get("projects", {}), dict, "gate.projects")
    baseline = known.get("baseline")
    return Gate(
        rules=_rules(reader, known, "gate"),
        projects=tuple(_pattern(reader, pattern, entry) for pattern, entry in patterns.items()),
        baseline=None if baseline is None else reader.path.parent / reader.is_a(baseline, str, "gate.baseline"),
    )


def _pattern(reader: Reader, pattern: str, entry: object) -> GatePattern:
    where = f'gate.projects."{pattern}"'
    table = reader.known(entry, {*_OF_PROJECT, "exempt"}, where)
    exempt = table.get("exempt")
    if exempt is not None:
        reader.is_a(exempt, bool, f"{where}.exempt")
    return GatePattern(pattern, _rules(reader, table, where), exempt)


def _rules(reader: Reader, table: Mapping[str, Any], where: str) -> tuple[GateRule, ...]:
    rules: list[GateRule] = []
    for kind in KINDS:
        if kind in table:
            try:
                rules.extend(rules_of(kind, table[kind]))
            except BadValue as error:
                place = f"{where}.{kind}" + (f".{error.place}" if error.place else "")
                raise reader.wrong(place, error.en, error.zh) from None
    return tuple(rules)
