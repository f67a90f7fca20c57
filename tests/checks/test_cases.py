"""Runs every case of every check: one test per case, named after its clause."""

from __future__ import annotations

import pytest

from commsaudit.checks.cases import Case, read_cases, run_case
from commsaudit.checks.catalogue import load_catalogue

CASES = [case for standard in load_catalogue().values() for clause in standard.clauses for case in read_cases(clause)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case) -> None:
    assert run_case(case) == []
