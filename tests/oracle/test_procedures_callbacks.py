"""Engine and second judge agree on callbacks, complaint intake and presales, in messy worlds and the demo company."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from commsaudit.demo.planting import planted_world
from commsaudit.model.schema import logs
from oracle import procedures_callbacks
from oracle.auditor import CATALOGUE, Bench
from oracle.comparing import differences, second
from oracle.judge import RULES, standard_of
from oracle.messy import Messy, Shape
from oracle.moments import DAY, TICK, Days, Deadlines, Span, at, day, eod, spans, weeks

JUDGES = (procedures_callbacks,)
"""Importing it registers its clauses."""
STANDARDS = ("callbacks", "complaint-intake", "presales")
CLAUSES = [clause for name in STANDARDS for clause in CATALOGUE[name].clauses]
CHECKS = {clause.id for clause in CLAUSES if not clause.by_inspection}
LIKELY = {
    "projects.property_type": "residential public commercial presales presales presales",
    "complaints.grade": "major",
    "complaints.channel": "letter phone",
    "complaints.area": "property neighbour",
    "requests.kind": "opinion suggestion need",
    "work_orders.kind": "general general general rework leak leak bathroom_leak drain_blockage concealed",
    "contacts.purpose": (
        "complaint_callback complaint_callback request_callback repair_callback repair_callback repair_callback"
        " service_callback move_in_callback move_in_callback"
    ),
    "contacts.mode": "door door door phone phone letter",
    "contacts.party": "household client client outsourcer outsourcer authority community housing_bureau",
    "contacts.staff_role": "project_manager project_manager service_supervisor engineering_head executive",
    "staff.role": "project_manager service_supervisor engineering_head",
    "notices.kind": "feedback feedback general",
    "notices.approved_by_role": "project_manager department_head executive general_manager general_manager",
    "letters.party": "household",
    "letters.direction": "out",
    "documents.kind": "callback_plan monthly_customer_report weekly_plan weekly_plan work_report work_report work_report",
    "postponements.approved_by_role": "executive general_manager",
    "meetings.kind": "daily_standup daily_standup weekly_branch",
    "weather.rain": "none none rain storm",
}
SIZES = {
    "contacts": 34, "documents": 40, "meetings": 24, "work_orders": 16, "weather": 26, "households": 8,
    "requests": 8, "complaints": 9, "postponements": 8, "notices": 10, "letters": 9,
}  # fmt: skip
BESIDE = {"projects", "staff", "postponements", "inspections"}
SUPPLIED = sorted(BESIDE.union(*(RULES[name].logs for name in CHECKS)))
"""What these standards read, and what bears on every standard."""
OTHER_FIGURES: dict[str, dict[str, Any]] = {
    "CB-1": {"callback_days": 3},
    "CB-2": {"callback_days": 1},
    "CB-3": {"callback_days": 14},
    "CB-4": {"min_rate": Decimal("0.5")},
    "CB-6": {"after_days": 0},
    "CB-8": {"reply_days": 2},
    "CB-15": {"archive_days": 7},
    "CB-17": {"callback_days": 14},
    "CI-2": {"close_working_days": 1},
    "CI-3": {"mediate_working_days": 2},
    "PS-5": {"report_days": 16},
}


def _bench(period: str, as_of: str | None = None, **settings: Any) -> Bench:
    return Bench(period, as_of, standards=STANDARDS, **settings)


BENCHES = (
    _bench("2026-Q1"),
    _bench("2026-03", "2026-03-15T12:00"),
    _bench("2026-W08", deadlines=Deadlines(roll=True)),
    _bench("2025-12-20..2026-02-20", "2026-01-31"),
    _bench("2024-02", parameters=OTHER_FIGURES),
    _bench("2025-Q4", deadlines=Deadlines(off=(date(2025, 10, 9),), on=(date(2025, 11, 8), date(2025, 10, 1)))),
    _bench("2026-H1", deadlines=Deadlines(roll=True), parameters=OTHER_FIGURES),
    _bench("2025", "2025-09-30", deadlines=Deadlines(roll=True)),
)


def _units(bench: Bench) -> list[Span | Days]:
    first, last = bench.span.starts_on, bench.span.ends_on
    return [*weeks(first, last), *spans(1, first, last), *spans(3, first, last)]


def messy_world(seed: int, bench: Bench, projects: int) -> dict[str, list[dict[str, Any]]]:
    labels = [unit.label for unit in _units(bench)]
    shape = Shape(
        sizes={**dict.fromkeys(set(logs()) - set(SUPPLIED), 0), **SIZES},
        likely=LIKELY,
        full={"documents.sections": ["summary", "plan"]},
        absent={"reply_promised_at": 0.3, "moved_in_on": 0.1},
        links={
            "contacts.related_id": ("complaints", "requests", "work_orders"),
            "notices.related_id": ("complaints", "requests"),
        },
        texts={
            "documents.period": [*labels, str(bench.span.ends_on.year)],
            "postponements.period": labels,
            "postponements.obligation": ["CB-4", "CB-9", "CB-11", "PS-1", "PS-2", "PS-5"],
        },
    )
    clauses = [clause.id for clause in CLAUSES]
    rows = Messy(seed, bench.span, bench.deadlines, clauses, shape).world(projects)
    return Aimed(seed, bench, rows).world()


class Aimed:
    """Adds what random times seldom give: callbacks at the edges of their terms, documents and meetings of their week."""

    def __init__(self, seed: int, bench: Bench, rows: dict[str, list[dict[str, Any]]]) -> None:
        self.rng, self.bench, self.rows = random.Random(seed), bench, rows

    def world(self) -> dict[str, list[dict[str, Any]]]:
        """The rows with theirs; their times lie around those that are there."""
        self._close()
        self._send()
        self.rows["contacts"] += [
            self._contact(f"aimed {number}", *call)
            for number, call in enumerate(self._calls())
            if self.rng.random() < 0.8
        ]
        return self.rows

    def _close(self) -> None:
        for row in self.rows["complaints"]:
            due = self.bench.deadlines.wd(row["received_at"], self.rng.choice((1, 2, 5, 5)))
            for column in ("closed_at", "reported_executive_at"):
                if self.rng.random() < 0.3:
                    row[column] = self.rng.choice((due, due + TICK, at(due.date())))
        for row in self.rows["notices"]:
            told = [each for each in self.rows["requests"] if self._same(each, row, "request_id", "related_id")]
            if told and told[0]["closed_at"]:
                row["published_at"] = self._edge(told[0]["closed_at"], 0, 7, 3)
        for row in self.rows["letters"]:
            if row["sent_at"] and self.rng.random() < 0.5:
                row["archived_at"] = self._edge(row["sent_at"], 30, 30, 7)

    def _send(self) -> None:
        units = {unit.label: unit for unit in _units(self.bench)}
        for row in self.rows["documents"]:
            if row["period"] in units and self.rng.random() < 0.7:
                last = units[row["period"]].last
                row["submitted_at"] = self._edge(last, -2, 0, 5)
                row["prepared_at"] = self._edge(last, -30, 0)
        for row in self.rows["meetings"]:
            noon = datetime.combine(day(row["held_at"]) + (4 - row["held_at"].weekday()) * DAY, time(12))
            if row["kind"] == "weekly_branch" and self.rng.random() < 0.8:
                row["held_at"] = self.rng.choice((noon, noon - TICK, at(noon.date()), eod(noon), eod(noon) + TICK))

    def _calls(self) -> Iterator[tuple[dict[str, Any], str, str, date, tuple[int, ...]]]:
        for row in self.rows["complaints"]:
            yield row, "complaint_id", "complaint_callback", row["closed_at"], (0, 7, 1, 14)
        for row in self.rows["requests"]:
            yield row, "request_id", "request_callback", row["closed_at"], (0, 7, 7, 3)
        for row in self.rows["work_orders"]:
            yield row, "order_id", "repair_callback", row["completed_at"], (0, 1 if row["kind"] == "general" else 3)
            storms = [each["day"] for each in self.rows["weather"] if self._same(each, row) and each["rain"] == "storm"]
            if row["kind"] == "leak" and storms:
                yield row, "order_id", "repair_callback", self.rng.choice(storms), (0, 0, 3)
        for row in self.rows["households"]:
            yield row, "household_id", "move_in_callback", row["moved_in_on"], (0, 28, 30, 31)

    @staticmethod
    def _same(first: dict[str, Any], second: dict[str, Any], one: str = "project_id", other: str = "") -> bool:
        return bool(first["project_id"] == second["project_id"] and first[one] == second[other or one])

    def _contact(
        self, name: str, row: dict[str, Any], key: str, purpose: str, since: date | None, terms: tuple[int, ...]
    ) -> dict[str, Any]:
        repairs = {"general": "phone", "rework": "door", "leak": "door"}
        wanted = (
            repairs.get(row.get("kind", ""), "door"),
            "engineering_head" if key == "order_id" else "project_manager",
        )
        modes, roles = LIKELY["contacts.mode"].split(), LIKELY["contacts.staff_role"].split()
        staff = [each["staff_id"] for each in self.rows["staff"] if self._same(each, row)]
        return {
            **{column.name: None for column in logs()["contacts"].columns},
            "contact_id": name,
            "project_id": row["project_id"],
            "household_id" if key == "household_id" else "related_id": row[key],
            "purpose": purpose,
            "mode": self.rng.choice([*modes, *[wanted[0]] * 8]),
            "staff_role": self.rng.choice([*roles, *[wanted[1]] * 8, None, None]),
            "staff_id": self.rng.choice([*staff, "S-0"]),
            "started_at": self._edge(since or self.bench.span.ends_on, *terms),
        }

    def _edge(self, since: date, *terms: int) -> datetime:
        start, due = at(since), self.bench.deadlines.days(since, self.rng.choice(terms))
        ways = (start, start - TICK, at(day(since)), start + timedelta(hours=5), due, due + TICK, at(due.date()))
        return self.rng.choice((*ways, due - timedelta(hours=9)))


def test_the_second_judge_knows_every_clause_that_a_check_judges() -> None:
    assert {name for name in RULES if standard_of(name) in STANDARDS} == CHECKS


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.period)
def test_both_judges_agree(bench: Bench) -> None:
    assert differences(messy_world(20260331, bench, 50), bench, SUPPLIED) == []


@pytest.mark.parametrize("absent", range(4))
def test_both_judges_agree_where_logs_are_absent(absent: int) -> None:
    bench = _bench("2026-Q1")
    supplied = [name for number, name in enumerate(logs()) if number % 4 != absent]
    assert differences(messy_world(absent, bench, 20), bench, supplied) == []


def test_the_worlds_hold_both_what_is_met_and_what_is_not_for_every_check() -> None:
    seen = {
        (each.clause, each.met)
        for bench in (BENCHES[0], BENCHES[2], BENCHES[5])
        for each in second(messy_world(20260331, bench, 50), bench).obligations
        if not each.record.startswith("inspection:")
    }
    assert {(clause, met) for clause in CHECKS for met in (True, False)} <= seen


@pytest.mark.parametrize(
    "bench",
    [_bench("2026-Q1", "2026-03-04"), _bench("2026-H1", deadlines=Deadlines(roll=True))],
    ids=lambda bench: bench.period,
)
def test_both_judges_agree_on_the_demo_company(bench: Bench) -> None:
    assert differences(planted_world(2026)[0].rows, bench, SUPPLIED) == []
