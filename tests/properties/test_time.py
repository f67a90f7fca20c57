"""What time may not change: months make up their quarter, and what is stamped after T changes nothing judged at T."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from commsaudit.model.schema import logs
from oracle.auditor import SUPERVISION, Bench, audit
from oracle.judge import Obligation
from oracle.messy import Messy
from oracle.moments import Deadlines, at

CLAUSES = [clause.id for clause in SUPERVISION.clauses]
STANDING = {clause.id: clause.each for clause in SUPERVISION.clauses if "(standing)" in clause.each}
# Dates on which something happened; those on which something is to be, or takes effect, are read as exported.
HAPPENED = {"held_on", "left_on", "archived_on", "moved_out_on"}


def is_standing(obligation: Obligation) -> bool:
    """Judged at the period's end because it has no due moment of its own."""
    if obligation.record.startswith("inspection:") or obligation.clause not in STANDING:
        return False
    return ", record #" not in STANDING[obligation.clause] or obligation.record.startswith("#")


@pytest.mark.parametrize("roll", [False, True])
def test_a_quarter_is_its_months_together(roll: bool) -> None:
    quarter = Bench("2024-Q2", deadlines=Deadlines(roll))
    world = Messy(5, quarter.span, quarter.deadlines, CLAUSES).world(80)
    judged = {each for each in audit(world, quarter).obligations if not is_standing(each)}
    months = [audit(world, Bench(f"2024-0{month}", deadlines=Deadlines(roll))).obligations for month in (4, 5, 6)]
    together = [each for month in months for each in month if not is_standing(each)]
    assert len(together) == len(set(together))
    assert set(together) == judged


def test_weeks_make_up_their_span() -> None:
    span = Bench("2026-02-02..2026-02-22")
    world = Messy(6, span.span, span.deadlines, CLAUSES).world(60)
    weeks = [audit(world, Bench(f"2026-W0{week}")).obligations for week in (6, 7, 8)]
    together = {each for week in weeks for each in week if not is_standing(each)}
    assert together == {each for each in audit(world, span).obligations if not is_standing(each)}


def seen_at(
    rows: Mapping[str, Sequence[Mapping[str, Any]]], moment: datetime, planned: Collection[str] = ()
) -> dict[str, list[dict[str, Any]]]:
    """The export as it stood at ``moment``: later stamps absent, those ``planned`` aside; records that began later not there."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, listed in rows.items():
        stamps = [each for each in logs()[name].columns if each.type == "time" or each.name in HAPPENED]
        columns = [each for each in stamps if each.name not in planned]
        starts = [each.name for each in logs()[name].columns if each.required and each.type in ("time", "date")]
        found[name] = [
            {**row, **{each.name: None for each in columns if _after(row[each.name], moment)}}
            for row in rows[name]
            if name == "insurance" or not any(_after(row[start], moment) for start in starts)
        ]
        assert len(found[name]) <= len(listed)
    return found


def plausible(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The world without stamps that lie before their own record's beginning.

    Deadlines that count from such a stamp (2.5.1: from a closing before the receipt) fall due before the record was
    there, so that no export made at T could have shown them.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for name, listed in rows.items():
        columns = logs()[name].columns
        stamps = [each.name for each in columns if each.type == "time" and not each.required]
        begins = [each.name for each in columns if each.required and each.type in ("time", "date")]
        begins = ["published_at"] if name == "notices" else begins
        found[name] = []
        for row in listed:
            start = max((at(row[each]) for each in begins if row[each] is not None), default=None)
            early = {} if start is None else {each: None for each in stamps if row[each] and row[each] < start}
            found[name].append({**row, **early})
    return found


def _after(value: date | None, moment: datetime) -> bool:
    return value is not None and at(value) > moment


@settings(max_examples=5, phases=(Phase.explicit, Phase.generate))
@given(seed=st.integers(0, 2**32), day=st.integers(1, 31), hour=st.sampled_from(["00:00", "12:00", "23:59:59.999999"]))
def test_what_is_stamped_after_t_changes_nothing_judged_at_t(seed: int, day: int, hour: str) -> None:
    bench = Bench("2026-03", f"2026-03-{day:02}T{hour}")
    world = plausible(Messy(seed, bench.span, bench.deadlines, CLAUSES).world(60))
    then = seen_at(world, bench.span.as_of)
    now = {each for each in audit(world, bench).obligations if not each.pending}
    assert {each for each in audit(then, bench).obligations if not each.pending} == now


@pytest.mark.parametrize("as_of", ["2026-03-31", "2026-03-10T12:00"])
def test_later_stamps_at_the_end_of_the_period_and_within_it(as_of: str) -> None:
    bench = Bench("2026-03", as_of)
    world = plausible(Messy(17, bench.span, bench.deadlines, CLAUSES).world(200))
    now = {each for each in audit(world, bench).obligations if not each.pending}
    assert {each for each in audit(seen_at(world, bench.span.as_of), bench).obligations if not each.pending} == now
