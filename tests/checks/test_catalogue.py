"""The catalogue is complete, says what the specification says, and every check is proved both ways by its cases."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from commsaudit.checks.cases import case_file, read_cases
from commsaudit.checks.catalogue import load_catalogue, natural
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause, Standard

CATALOGUE = load_catalogue()
SUPERVISION = CATALOGUE["supervision"]
EVERY = [clause for standard in CATALOGUE.values() for clause in standard.clauses]
# Counted in the specification.
CLAUSES_PER_STANDARD = {
    "supervision": 87, "owner-communication": 26, "callbacks": 19, "client-communication": 28, "committee": 13,
    "complaint-intake": 3, "internal-communication": 9, "presales": 7, "employee-relations": 10,
    "service-communication": 15, "customer-communication": 27, "student-housing": 7, "satisfaction-survey": 13,
    "steward-visits": 23, "hospital": 14,
}  # fmt: skip
# Counted in the scoring table: clauses per category.
CLAUSES_PER_CATEGORY = {"1": 1, "2": 32, "3": 18, "4": 12, "5": 3, "6": 11, "7": 10}


def test_there_are_87_clauses_in_42_items_and_7_categories_for_35_points() -> None:
    assert len(SUPERVISION.clauses) == 87
    assert len(SUPERVISION.items) == 42
    assert len(SUPERVISION.categories) == 7
    assert sum(category.points for category in SUPERVISION.categories) == SUPERVISION.points == Decimal("35.0")
    found = [clause.id.split(".")[0] for clause in SUPERVISION.clauses]
    assert {category: found.count(category) for category in CLAUSES_PER_CATEGORY} == CLAUSES_PER_CATEGORY


def test_there_are_301_clauses_in_15_standards() -> None:
    assert {name: len(standard.clauses) for name, standard in CATALOGUE.items()} == CLAUSES_PER_STANDARD
    assert sum(CLAUSES_PER_STANDARD.values()) == len({clause.id for clause in EVERY}) == 301


def test_what_is_scored_stands_before_what_is_observed() -> None:
    assert next(iter(CATALOGUE)) == "supervision"
    assert list(CATALOGUE)[1:] == sorted(set(CATALOGUE) - {"supervision"})


def test_nine_clauses_are_for_inspectors_and_the_others_have_a_check() -> None:
    by_inspection = [clause.id for clause in SUPERVISION.clauses if clause.by_inspection]
    assert by_inspection == ["1.1.1", "2.1.1", "4.1.2", "4.5.3", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7"]
    assert all(bool(clause.sql) is not clause.by_inspection for clause in SUPERVISION.clauses)


@pytest.mark.parametrize("standard", CATALOGUE.values(), ids=lambda standard: standard.id)
def test_clauses_stand_in_natural_order_each_in_a_file_of_its_name(standard: Standard) -> None:
    ids = [clause.id for clause in standard.clauses]
    assert ids == sorted(ids, key=natural)
    assert all(clause.path.name.startswith(f"{clause.id}-") for clause in standard.clauses)


@pytest.mark.parametrize("standard", CATALOGUE.values(), ids=lambda standard: standard.id)
def test_every_case_file_belongs_to_a_check(standard: Standard) -> None:
    folder = standard.folders[0]
    assert {path.name for path in folder.glob("*.cases.toml")} == {
        case_file(clause).name for clause in standard.clauses
    }


@pytest.mark.parametrize("clause", EVERY, ids=lambda clause: clause.id)
def test_cases_hold_something_met_and_something_not(clause: Clause) -> None:
    verdicts = {entry["met"] for case in read_cases(clause) for entry in case.expect if "met" in entry}
    assert verdicts == {True, False}


@pytest.mark.parametrize("clause", EVERY, ids=lambda clause: clause.id)
def test_what_a_clause_names_is_there(clause: Clause) -> None:
    assert clause.item is None or clause.item in {item.id for item in SUPERVISION.items}
    assert (clause.unit is not None and clause.unit > 0) is (clause.standard == "supervision")
    assert bool(clause.sql) is not clause.by_inspection
    assert clause.sourced <= set(clause.parameters)
    for log, columns in clause.reads.items():
        assert {column.name for column in logs()[log].columns}.issuperset(columns)
    assert {clause.source, *clause.sources.values()} - {None} <= set(clause.reads)


@pytest.mark.parametrize("clause", [each for each in EVERY if not each.by_inspection], ids=lambda clause: clause.id)
def test_what_a_clause_says_stands_in_both_languages(clause: Clause) -> None:
    for en, zh in (
        (clause.each, clause.each_zh),
        (clause.due, clause.due_zh),
        (clause.met, clause.met_zh),
        (clause.note, clause.note_zh),
    ):
        assert zh or not en
        assert not zh or re.search(r"[\u4e00-\u9fff]", zh)


def test_every_overlap_has_its_clause() -> None:
    known = {clause.id for clause in EVERY}
    for clause in EVERY:
        assert set(clause.overlaps) <= known - {clause.id}
