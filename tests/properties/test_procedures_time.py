"""What time may not change, for the procedures too: on the worlds that the two judges are compared on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from test_time import plausible, seen_at

from commsaudit.model.schema import logs
from oracle import test_procedures_callbacks as callbacks
from oracle import test_procedures_clients as clients
from oracle import test_procedures_customers as customers
from oracle import test_procedures_visits as visits
from oracle.auditor import CATALOGUE, Bench, audit
from oracle.judge import Obligation
from oracle.moments import Deadlines

World = dict[str, list[dict[str, Any]]]
Drawing = Callable[[int, Bench, int], World]


def _customers(seed: int, bench: Bench, projects: int) -> World:
    drawn = customers.Close(seed, bench.span, bench.deadlines, customers.CLAUSES, customers.SHAPE)
    return drawn.world(projects)


DRAWN: dict[str, tuple[Drawing, tuple[str, ...]]] = {
    "callbacks": (callbacks.messy_world, callbacks.STANDARDS),
    "clients": (clients.messy_world, clients.STANDARDS),
    "customers": (_customers, customers.STANDARDS),
    "visits": (visits.messy_world, visits.STANDARDS),
}
STANDING = {clause.id for standard in CATALOGUE.values() for clause in standard.clauses if "(standing)" in clause.each}
# What was agreed, and when somebody goes, is known beforehand: such dates are read as exported.
PLANNED = frozenset({"appointment_at", "left_on"})
drawn = pytest.mark.parametrize("name", DRAWN)


def kept(obligations: list[Obligation]) -> set[Obligation]:
    """What has a due moment of its own."""
    return {each for each in obligations if each.clause not in STANDING or each.record.startswith("inspection:")}


def full(world: World) -> World:
    return {**{name: [] for name in logs()}, **world}


@drawn
def test_a_quarter_is_its_months_together(name: str) -> None:
    draw, standards = DRAWN[name]
    quarter = Bench("2026-Q1", deadlines=Deadlines(roll=name == "clients"), standards=standards)
    world = draw(7, quarter, 20)
    months = [Bench(f"2026-0{month}", deadlines=quarter.deadlines, standards=standards) for month in (1, 2, 3)]
    together = [each for bench in months for each in kept(audit(world, bench).obligations)]
    assert len(together) == len(set(together))
    assert set(together) == kept(audit(world, quarter).obligations)


@drawn
@pytest.mark.parametrize("as_of", ["2026-03-31", "2026-03-10T12:00"])
def test_what_is_stamped_after_t_changes_nothing_judged_at_t(name: str, as_of: str) -> None:
    draw, standards = DRAWN[name]
    bench = Bench("2026-03", as_of, standards=standards)
    world = plausible(full(draw(11, bench, 24)))
    now = {each for each in audit(world, bench).obligations if not each.pending}
    then = audit(seen_at(world, bench.span.as_of, PLANNED), bench).obligations
    assert {each for each in then if not each.pending} == now
