"""The catalogue is complete, says what the specification says, and every check is proved both ways by its cases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from commsaudit.checks.cases import case_file, read_cases
from commsaudit.checks.catalogue import load_catalogue, natural
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause

SUPERVISION = load_catalogue()["supervision"]
# Counted in the scoring table: clauses per category.
CLAUSES_PER_CATEGORY = {"1": 1, "2": 32, "3": 18, "4": 12, "5": 3, "6": 11, "7": 10}


def test_there_are_87_clauses_in_42_items_and_7_categories_for_35_points() -> None:
    assert len(SUPERVISION.clauses) == 87
    assert len(SUPERVISION.items) == 42
    assert len(SUPERVISION.categories) == 7
    assert sum(category.points for category in SUPERVISION.categories) == SUPERVISION.points == Decimal("35.0")
    found = [clause.id.split(".")[0] for clause in SUPERVISION.clauses]
    assert {category: found.count(category) for category in CLAUSES_PER_CATEGORY} == CLAUSES_PER_CATEGORY


def test_nine_clauses_are_for_inspectors_and_the_others_have_a_check() -> None:
    by_inspection = [clause.id for clause in SUPERVISION.clauses if clause.by_inspection]
    assert by_inspection == ["1.1.1", "2.1.1", "4.1.2", "4.5.3", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7"]
    assert all(bool(clause.sql) is not clause.by_inspection for clause in SUPERVISION.clauses)


def test_clauses_stand_in_natural_order_each_in_a_file_of_its_name() -> None:
    ids = [clause.id for clause in SUPERVISION.clauses]
    assert ids == sorted(ids, key=natural)
    assert all(clause.path.name.startswith(f"{clause.id}-") for clause in SUPERVISION.clauses)


def test_every_case_file_belongs_to_a_check() -> None:
    folder = SUPERVISION.folders[0]
    assert {path.name for path in folder.glob("*.cases.toml")} == {
        case_file(clause).name for clause in SUPERVISION.clauses
    }


@pytest.mark.parametrize("clause", SUPERVISION.clauses, ids=lambda clause: clause.id)
def test_cases_hold_something_met_and_something_not(clause: Clause) -> None:
    verdicts = {entry["met"] for case in read_cases(clause) for entry in case.expect if "met" in entry}
    assert verdicts == {True, False}


@pytest.mark.parametrize("clause", SUPERVISION.clauses, ids=lambda clause: clause.id)
def test_what_a_clause_names_is_there(clause: Clause) -> None:
    assert clause.item in {item.id for item in SUPERVISION.items}
    assert clause.unit is not None
    assert clause.unit > 0
    assert clause.sourced <= set(clause.parameters)
    for log, columns in clause.reads.items():
        assert [logs()[log].column(column) for column in columns]
    if clause.source is not None:
        assert clause.source in clause.reads


def test_every_overlap_within_the_standard_has_its_clause() -> None:
    known = {clause.id for clause in SUPERVISION.clauses}
    for clause in SUPERVISION.clauses:
        assert {other for other in clause.overlaps if other[0].isdigit()} <= known
