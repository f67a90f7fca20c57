"""Engine and second judge agree on random worlds of awkward rows, clause by clause.

A world holds many projects, each drawn for itself, so that one audit tries hundreds of cases. A disagreement is shown
with the smallest rows that still give it.
"""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commsaudit.audit.request import Request
from commsaudit.audit.story import run_audit
from commsaudit.model.schema import logs
from oracle.auditor import SUPERVISION, Bench, audit, cell
from oracle.comparing import differences, second
from oracle.messy import Messy
from oracle.moments import Deadlines

CLAUSES = [clause.id for clause in SUPERVISION.clauses]
OTHER_FIGURES: dict[str, dict[str, Any]] = {
    "2.2.1": {"log_working_days": 2},
    "2.3.2": {"feedback_every_days": 3},
    "2.3.3": {"response_working_days": 3},
    "2.3.5": {"close_working_days": 2},
    "2.3.6": {"close_working_days": 1, "result_working_days": 3},
    "2.6.2": {"quarterly_day": 31},
    "2.10.1": {"measure_working_days": 1, "callback_working_days": 1},
    "3.1.3": {"notice_days": 7},
    "3.1.5": {"manager_limit": Decimal("4999.99")},
    "3.3.1": {"min_channels": 1, "publicity_days": 0},
    "3.5.2": {"min_interviews": 1},
    "3.11.1": {"action_days": 1},
    "4.4.1": {"callback_days": 2, "min_rate": Decimal("0.5")},
    "7.5.2": {"old_after_months": 11},
}
BENCHES = (
    Bench("2026-02"),
    Bench("2026-Q1"),
    Bench("2026-03", "2026-03-15T12:00"),
    Bench("2026-W08", deadlines=Deadlines(roll=True)),
    Bench("2025-12-20..2026-02-20", "2026-01-31"),
    Bench("2024-02", parameters=OTHER_FIGURES),
    Bench("2025-Q4", deadlines=Deadlines(off=(date(2025, 10, 9),), on=(date(2025, 11, 8), date(2025, 10, 1)))),
    Bench("2026-H1", deadlines=Deadlines(roll=True), parameters=OTHER_FIGURES),
)


def _world(seed: int, bench: Bench, projects: int) -> dict[str, list[dict[str, object]]]:
    return Messy(seed, bench.span, bench.deadlines, CLAUSES).world(projects)


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.period)
def test_both_judges_agree(bench: Bench) -> None:
    assert differences(_world(20260331, bench, 200), bench) == []


@settings(max_examples=6, phases=(Phase.explicit, Phase.generate))
@given(
    seed=st.integers(0, 2**32),
    first=st.dates(date(2022, 1, 1), date(2026, 10, 1)),
    length=st.integers(0, 100),
    roll=st.booleans(),
)
def test_both_judges_agree_on_any_span(seed: int, first: date, length: int, roll: bool) -> None:
    last = min(date.fromordinal(first.toordinal() + length), date(2026, 12, 31))
    bench = Bench(f"{first}..{last}", deadlines=Deadlines(roll=roll))
    assert differences(_world(seed, bench, 40), bench) == []


@pytest.mark.parametrize("absent", range(4))
def test_both_judges_agree_where_logs_are_absent(absent: int) -> None:
    bench = Bench("2026-Q1")
    supplied = [name for number, name in enumerate(logs()) if number % 4 != absent]
    assert differences(_world(absent, bench, 40), bench, supplied) == []


def test_the_worlds_hold_both_what_is_met_and_what_is_not_for_every_check() -> None:
    seen = {
        (each.clause, each.met)
        for bench in (BENCHES[1], BENCHES[3], BENCHES[6])
        for each in audit(_world(20260331, bench, 200), bench).obligations
        if not each.record.startswith("inspection:")
    }
    checks = [clause.id for clause in SUPERVISION.clauses if not clause.by_inspection]
    assert {(clause, met) for clause in checks for met in (True, False)} <= seen


@pytest.mark.parametrize("bench", [BENCHES[1], BENCHES[4]], ids=lambda bench: bench.period)
def test_the_whole_audit_of_files_finds_what_the_second_judge_finds_unmet(bench: Bench, tmp_path: Path) -> None:
    world = _world(4711, bench, 60)
    for name, listed in world.items():
        columns = [column.name for column in logs()[name].columns]
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *([cell(row[column]) for column in columns] for row in listed)])
    run = run_audit(Request([str(tmp_path)], bench.span, standards=bench.standards))
    judged = [each for each in second(world, bench).obligations if not each.pending]
    assert (run.rejects, run.errors) == ([], {})
    found = [(each.clause, each.project_id, each.record_id, each.due_at) for each in run.result.findings]
    assert sorted(found) == sorted(
        (each.clause, each.project, each.record, each.due) for each in judged if not each.met
    )
    counts = Counter((each.clause, each.project) for each in judged)
    assert counts == Counter(
        {
            (each.outcome.clause, project.project_id): each.outcome.obligations
            for project in run.result.projects
            for each in project.clauses
            if each.outcome.obligations
        }
    )
