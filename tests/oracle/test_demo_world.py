"""Engine and second judge agree on every obligation of the demo company, whatever the seed, the period and T."""

from __future__ import annotations

from collections import Counter

import pytest

from commsaudit.demo.planting import planted_world
from oracle.auditor import SUPERVISION, Bench, audit
from oracle.comparing import differences, second
from oracle.judge import RULES

BENCHES = (
    (2026, Bench("2026-03")),
    (2026, Bench("2026-Q2", "2026-05-20T10:00")),
    (7, Bench("2026-Q1")),
    (7, Bench("2026-W10", "2026-03-04")),
    (11, Bench("2026-02-10..2026-04-25", "2026-03-15T12:00")),
    (11, Bench("2026-H1")),
)


def test_the_second_judge_knows_every_clause_that_a_check_judges() -> None:
    assert {name for name, rule in RULES.items() if rule.standard == "supervision"} == {
        clause.id for clause in SUPERVISION.clauses if not clause.by_inspection
    }


@pytest.mark.parametrize(("seed", "bench"), BENCHES, ids=lambda value: getattr(value, "period", value))
def test_both_judges_agree(seed: int, bench: Bench) -> None:
    world, _ = planted_world(seed)
    assert differences(world.rows, bench) == []


def test_counts_per_clause_and_project_agree_and_none_is_empty() -> None:
    world, _ = planted_world(2026)
    bench = Bench("2026-H1")
    ours = Counter((each.clause, each.project) for each in audit(world.rows, bench).obligations)
    theirs = Counter((each.clause, each.project) for each in second(world.rows, bench).obligations)
    assert ours == theirs
    assert {clause for clause, _ in ours} == {clause.id for clause in SUPERVISION.clauses}
