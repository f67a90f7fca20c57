"""The catalogue and the logs say, word for word, what the specification beside the repository says."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from commsaudit.checks.cases import read_cases
from commsaudit.checks.catalogue import load_catalogue, parameter
from commsaudit.model import schema
from commsaudit.model.standard import Clause

CATALOGUE = load_catalogue()
SUPERVISION = CATALOGUE["supervision"]
PROCEDURES = [clause for name, each in CATALOGUE.items() if name != "supervision" for clause in each.clauses]


@pytest.fixture(scope="module")
def specified(shared: Path) -> dict[str, Any]:
    """The scoring table."""
    return tomllib.loads((shared / "spec" / "supervision.toml").read_text("utf-8"))


def test_the_tree_is_the_specified_one(specified: dict[str, Any]) -> None:
    assert (SUPERVISION.zh, SUPERVISION.en) == (specified["zh"], specified["en"])
    assert Decimal(specified["points"]) == SUPERVISION.points
    assert list(SUPERVISION.types) == specified["types"]
    assert [
        {"id": each.id, "points": str(each.points), "zh": each.zh, "en": each.en} for each in SUPERVISION.categories
    ] == specified["category"]
    points = {each["id"]: each["points"] for each in specified["category"]}
    assert {each.id: (each.zh, each.en, each.cap, each.deduct, each.method) for each in SUPERVISION.items} == {
        name: (
            each["zh"], each["en"], Decimal(each.get("cap", points[name.split(".")[0]])), each["deduct"], each["method"]
        )
        for name, each in specified["items"].items()
    }  # fmt: skip


def test_the_clauses_are_the_specified_ones(specified: dict[str, Any]) -> None:
    assert {clause.id for clause in SUPERVISION.clauses} == set(specified["clauses"])


def _words(value: str) -> str:
    return " ".join(value.split())


@pytest.mark.parametrize("clause", SUPERVISION.clauses, ids=lambda clause: clause.id)
def test_a_clause_says_what_is_specified(clause: Clause, specified: dict[str, Any]) -> None:
    words = specified["clauses"][clause.id]
    assert (clause.zh, clause.en) == (words["zh"], words["en"])
    assert clause.unit == Decimal(words["unit"])
    assert clause.item == clause.id.rsplit(".", 1)[0]
    for name in ("each", "due", "met", "note"):
        assert _words(getattr(clause, name)) == _words(words.get(name, "")), name
    assert clause.by_inspection == (words.get("by") == "inspection")
    values = {
        name: Decimal(value) if isinstance(value, str) else value for name, value in words.get("params", {}).items()
    }
    assert dict(clause.parameters) == values
    assert clause.sourced == frozenset(words.get("sourced", ()))
    assert list(clause.overlaps) == words.get("overlaps", [])


@pytest.fixture(scope="module")
def procedures(shared: Path) -> dict[str, Any]:
    """The other standards."""
    return tomllib.loads((shared / "spec" / "procedures.toml").read_text("utf-8"))


def test_the_procedures_are_the_specified_ones(procedures: dict[str, Any]) -> None:
    assert set(CATALOGUE) - {"supervision"} == set(procedures)
    for name, words in procedures.items():
        ours = CATALOGUE[name]
        assert (ours.zh, ours.en, ours.source, list(ours.types)) == (
            words["zh"],
            words["en"],
            words["source"],
            words["types"],
        )
        assert (ours.unless, ours.note, ours.points) == (words.get("unless"), words.get("note", ""), None)
        assert {clause.id for clause in ours.clauses} == set(words["clauses"])
    assert len(procedures) == 14
    assert len(PROCEDURES) == 214


@pytest.mark.parametrize("clause", PROCEDURES, ids=lambda clause: clause.id)
def test_a_clause_of_a_procedure_says_what_is_specified(clause: Clause, procedures: dict[str, Any]) -> None:
    words = procedures[clause.standard]["clauses"][clause.id]
    assert (clause.zh, clause.en, clause.unit, clause.item) == (words["zh"], words["en"], None, words.get("item"))
    for name in ("each", "due", "met", "note"):
        assert _words(getattr(clause, name)) == _words(words.get(name, "")), name
    assert clause.by_inspection == (words.get("by") == "inspection")
    assert dict(clause.parameters) == {name: parameter(value) for name, value in words.get("params", {}).items()}
    assert clause.sourced == frozenset(words.get("sourced", ()))
    assert list(clause.overlaps) == words.get("overlaps", [])
    assert (clause.postpone, clause.postpone_units) == (words.get("postpone"), words.get("postpone_units", ""))


@pytest.mark.parametrize("clause", PROCEDURES, ids=lambda clause: clause.id)
def test_a_clause_of_a_procedure_has_a_hit_and_a_miss(clause: Clause) -> None:
    assert {entry["met"] for case in read_cases(clause) for entry in case.expect if "met" in entry} == {True, False}


def test_the_logs_are_the_specified_ones(shared: Path) -> None:
    ours = (Path(schema.__file__).parent / "logs.toml").read_text("utf-8")
    assert tomllib.loads(ours) == tomllib.loads((shared / "spec" / "logs.toml").read_text("utf-8"))
    assert len(schema.logs()) == 32
