"""Engine and second judge agree on owner communication and steward visits, in messy worlds and the demo company."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from commsaudit.audit.surveys import survey_figures
from commsaudit.calendar.workdays import WorkingDays
from commsaudit.demo.planting import planted_world
from commsaudit.engine.database import Database
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import logs
from commsaudit.model.survey import SurveyFigures
from oracle import procedures_visits
from oracle.auditor import CATALOGUE, EVERY_CLAUSE, Bench, raw_table
from oracle.comparing import differences, second
from oracle.judge import RULES, standard_of
from oracle.messy import Messy, Shape
from oracle.moments import DAY, TICK, Deadlines, at, eod, shifted, spans
from oracle.procedures_visits import Sheets, adjusted, satisfaction

JUDGES = (procedures_visits,)
"""Importing it registers its clauses."""
STANDARDS = ("owner-communication", "steward-visits")
CLAUSES = [clause for name in STANDARDS for clause in CATALOGUE[name].clauses]
CHECKS = {clause.id for clause in CLAUSES if not clause.by_inspection}
MINUTE = timedelta(minutes=1)
Dict = dict[str, Any]

LIKELY = {
    "staff.role": "steward steward steward chief_steward project_manager service_supervisor",
    "complaints.grade": "major",
    "requests.kind": "need",
    "work_orders.kind": "urgent leak bathroom_leak",
    "life_events.kind": "bereavement",
    "contacts.purpose": "visit visit visit interview feedback move_in_welcome",
    "contacts.mode": "door door phone phone office letter",
    "contacts.party": "household committee_director community housing_bureau",
    "contacts.staff_role": "project_manager project_manager steward chief_steward service_supervisor",
    "notices.kind": "safety law general works",
    "documents.kind": "steward_visit_plan steward_visit_plan visit_summary financial_statement service_process",
    "documents.reviewed_by_role": "service_supervisor project_manager department_head executive general_manager steward",
    "surveys.kind": "satisfaction",
    "actions.source": "survey survey survey visit",
    "works.kind": "spraying water_outage power_outage elevator installation other",
    "weather.rain": "none none none rain storm",
}
SIZES = {
    "contacts": 44, "documents": 26, "households": 8, "works": 6, "notices": 8, "weather": 24, "surveys": 4, "actions": 8,
    "staff": 6, "complaints": 6, "requests": 5, "home_services": 5, "work_orders": 7, "life_events": 4,
}  # fmt: skip
UNUSED = (
    "codes", "events", "access_cards", "merchants", "custody", "keys", "letters", "meetings", "transmittals",
    "staff_changes", "committee_funds", "data_access", "insurance", "grievances", "postponements",
)  # fmt: skip
OTHER_FIGURES: dict[str, Dict] = {
    "OC-4": {"min_notices": 2},
    "OC-5": {"publish_days": 14},
    "OC-6": {"inform_working_days": 1},
    "OC-7": {"explain_working_days": 2},
    "OC-8": {"quota": ((10, Decimal("0.5")), (0, Decimal("0.011")))},
    "OC-10": {"feedback_days": 3},
    "OC-11": {"tolerance_minutes": 5},
    "OC-12": {"earliest": "09:00", "latest": "23:59"},
    "OC-15": {"return_working_days": 5},
    "OC-17": {"return_working_days": 3, "min_rate": Decimal("0.5")},
    "OC-18": {"analysis_working_days": 2},
    "OC-19": {"publish_working_days": 5},
    "OC-20": {"publish_working_days": 3, "pareto": Decimal("0.5")},
    "OC-21": {"copy_working_days": 1},
    "SV-1": {"plan_day": 15},
    "SV-10": {"quiet_hours": (("09:00", "12:00"), ("22:00", "24:00"))},
    "SV-12": {"window_days": 7},
    "SV-13": {"callback_days": 7},
    "SV-15": {"after_days": 0},
    "SV-16": {"condolence_days": 3},
    "SV-17": {"callback_days": 3},
    "SV-19": {"callback_days": 3},
    "SV-20": {"manual_days": 14},
    "SV-21": {"answer_days": 3},
}
# The start and the end of each span of the day that a clause knows, in minutes.
CLOCK = (0, 7 * 60, 9 * 60, 12 * 60, 14 * 60, 17 * 60 + 30, 19 * 60, 21 * 60, 22 * 60, 24 * 60 - 1)
QUESTIONS = ("保洁", "a#b", "50%/x", "Z", "安全", "a'b")
CHOICES = (
    "满意", "很满意", "基本满意", "一般", "不满意", "不满意", "不满意", "很不满意", "dissatisfied", "basically", "satisfied",
    None, "还行", "满意;不满意", "不满意、", " 不满意 ", "不满意|一般", "，", "　不满意", "不满意；　", "不满意\t",
)  # fmt: skip


def _bench(period: str, as_of: str | None = None, **settings: Any) -> Bench:
    return Bench(period, as_of, standards=STANDARDS, **settings)


BENCHES = (
    _bench("2026-Q1"),
    _bench("2026-03", "2026-03-15T12:00"),
    _bench("2026-W08", deadlines=Deadlines(roll=True)),
    _bench("2025-12-20..2026-02-20", "2026-01-31"),
    _bench("2024-01", parameters=OTHER_FIGURES),
    _bench("2025-Q4", deadlines=Deadlines(off=(date(2025, 10, 9),), on=(date(2025, 11, 8), date(2025, 10, 1)))),
    _bench("2026-H1", deadlines=Deadlines(roll=True), parameters=OTHER_FIGURES),
    _bench("2025", "2025-09-30", deadlines=Deadlines(roll=True)),
)


class Aimed:
    """Turns rows of a messy project towards one another, so that what is asked is often done, and often just not."""

    def __init__(self, seed: str, bench: Bench, rows: Mapping[str, list[Dict]]) -> None:
        self.rng = random.Random(seed)
        self.by = bench.deadlines
        self.span = bench.span
        self.rows = rows

    def near(self, *moments: date | None) -> datetime:
        """One of the moments, or an instant beside it, or its bare day."""
        base = at(self.rng.choice([each for each in moments if each is not None] or [self.span.ends_on]))
        return self.rng.choice(
            (base, base, base + TICK, base - TICK, at(base.date()), eod(base), base + 9 * 60 * MINUTE)
        )

    def _callbacks(self) -> Iterator[tuple[str, str, datetime | date | None, datetime | date | None, Dict]]:
        """Purpose, related id, from when, until when, and what else the contact holds."""
        fourth = self.rng.choice(("engineering_head", "department_head", "service_supervisor", "health_steward"))
        door = {"mode": "door", "companions": ["chief_steward", "steward", fourth]}
        manual = {"mode": "door", "companions": ["chief_steward", "project_manager"]}
        for row in self.rows["complaints"]:
            if closed := row["closed_at"]:
                yield "complaint_callback", row["complaint_id"], closed, self.by.days(closed, 7), door
                yield "feedback", row["complaint_id"], closed, self.by.wd(closed, 3), {}
        for row in self.rows["requests"]:
            if closed := row["closed_at"]:
                yield "request_callback", row["request_id"], closed, self.by.days(closed, 3), {"mode": "phone"}
        for row in self.rows["home_services"]:
            if done := row["completed_at"]:
                yield "service_callback", row["service_id"], done, self.by.days(done, 3), {"mode": "phone"}
                yield "service_callback", row["service_id"], done, self.by.days(done, 30), manual
        rainy = [row["day"] for row in self.rows["weather"] if row["rain"] in ("rain", "storm")]
        for row in self.rows["work_orders"]:
            if done := row["completed_at"]:
                yield "repair_callback", row["order_id"], done, done + DAY, {}
                wet = min((each for each in rainy if each > done.date()), default=None)
                yield "repair_callback", row["order_id"], wet, wet and self.by.days(wet, 1), {}

    def _households(self) -> Iterator[tuple[str, str, datetime | date | None, datetime | date | None, Dict]]:
        welcomed = {"mode": "door", "staff_role": "steward", "companions": ["health_steward", "steward"]}
        for row in self.rows["households"]:
            if moved := row["moved_in_on"]:
                opens = self.by.months(moved, 3)
                yield "move_in_welcome", row["household_id"], moved, eod(moved), welcomed
                yield "visit", row["household_id"], at(opens.date()), self.by.days(opens, 15), {}
        for row in self.rows["life_events"]:
            late = self.by.days(row["occurred_on"], 7)
            yield "condolence", row["household_id"], row["occurred_on"], late, {"mode": "door"}

    def contacts(self) -> None:
        """Half of the contacts are for a record or a household; visits lie at the edges of the day's spans."""
        related, households = list(self._callbacks()), list(self._households())
        for row in self.rows["contacts"]:
            if self.rng.random() < 0.7 and (related or households):
                column = "related_id" if not households or (related and self.rng.random() < 0.6) else "household_id"
                purpose, name, opens, due, held = self.rng.choice(related if column == "related_id" else households)
                row |= {"purpose": purpose, column: name, "started_at": self.near(opens, due), **held}
                if "mode" not in held:
                    row["mode"] = self.rng.choice(("door", "phone"))
            elif row["purpose"] in ("visit", "interview") and self.rng.random() < 0.7:
                self._visit(row)

    def _visit(self, row: Dict) -> None:
        began = at(row["started_at"].date()) + self.rng.choice(CLOCK) * MINUTE + self.rng.choice((0, 0, 1, -1)) * TICK
        apart = self.rng.choice((30, -30, 5, 0)) * MINUTE + self.rng.choice((0, 0, 1, -1)) * TICK
        if self.rng.random() < 0.2:
            row["reply_promised_at"], began = began - DAY, at(began.date())
        promised, feedback = row["reply_promised_at"], self.by.days(began, self.rng.choice((7, 3)))
        back = self.near(promised, feedback, began) if self.rng.random() < 0.9 else None
        row |= {"started_at": began, "fed_back_at": back}
        if row["appointment_at"] and self.rng.random() < 0.8:
            row["appointment_at"] = began + apart

    def answered(self) -> None:
        """Complaints are explained, and they and requests answered, at their deadlines."""
        for row in (*self.rows["complaints"], *self.rows["requests"]):
            received = row["received_at"]
            since = eod(received) if received == at(received.date()) else received
            plan = since + self.rng.choice((1, 2)) * DAY
            row |= {"plan_at": self.near(plan, received), "responded_at": self.near(plan, received)}
            if row.get("explained_at"):
                row["explained_at"] = self.near(*(self.by.wd(received, count) for count in (2, 5)))

    def notices(self) -> None:
        """Two out of three notices announce a piece of work."""
        for row in self.rows["notices"]:
            if self.rows["works"] and self.rng.random() < 0.67:
                work = self.rng.choice(self.rows["works"])
                kind = (
                    work["kind"]
                    if work["kind"] in ("spraying", "water_outage", "power_outage")
                    else self.rng.choice(("works", "general"))
                )
                start = work["starts_at"]
                row |= {"related_id": work["work_id"], "kind": kind, "published_at": self.near(start, start - DAY)}

    def documents(self) -> None:
        """Plans are reviewed at their deadlines; new services enter the manual at theirs."""
        stewards = [row["staff_id"] for row in self.rows["staff"] if row["role"] == "steward"]
        done = [row for row in self.rows["home_services"] if row["completed_at"]]
        first, last = self.span.starts_on, self.span.ends_on
        every = [unit for length in (1, 1, 12) for unit in spans(length, first, last)]
        for row in self.rows["documents"]:
            if row["kind"] == "steward_visit_plan" and stewards:
                unit = self.rng.choice(every)
                dues = eod(unit.first), self.by.dom(unit.first, 31), self.by.dom(unit.first, 15)
                row |= {"owner_id": self.rng.choice(stewards), "period": unit.label, "reviewed_at": self.near(*dues)}
            elif row["kind"] == "visit_summary" and self.rng.random() < 0.8:
                month = self.rng.choice(spans(1, first, last))
                due = self.by.dom(shifted(month.first, 1), 5)
                row |= {"period": month.label, "submitted_at": self.near(due, due, month.last)}
            elif row["kind"] == "service_process" and done:
                service = self.rng.choice(done)
                due = self.by.days(service["completed_at"], 30)
                row |= {"owner_id": service["service_id"], "prepared_at": self.near(due, service["completed_at"])}

    def surveys(self) -> None:
        """Dates at the deadlines of each survey; its answers; measures for what is complained of."""
        for row in self.rows["surveys"]:
            if out := row["distributed_on"]:
                dues = [self.by.wd(out, count).date() for count in (3, 5, 15, 30)]
                for name in ("collected_on", "analysed_on", "published_on"):
                    if row[name]:
                        row[name] = self.rng.choice((*dues, dues[-1] + DAY, dues[2] + DAY, row[name]))
                if row["report_at"] and self.rng.random() < 0.7:
                    row["report_at"] = self.near(*dues)
            if row["report_at"] and row["cc_quality_at"]:
                row["cc_quality_at"] = self.near(*(self.by.wd(row["report_at"], count) for count in (1, 5)))
            self.rows["survey_answers"].extend(self._answers(row))
        for row in self.rows["actions"]:
            if self.rows["surveys"]:
                survey = self.rng.choice(self.rows["surveys"])
                out = survey["distributed_on"] or self.span.ends_on
                dues = [self.by.wd(out, count) for count in (3, 30)]
                row |= {"related_id": survey["survey_id"], "topic": self.rng.choice(QUESTIONS[:4])}
                row["approved_at"] = row["approved_at"] and self.near(*dues)

    def _answers(self, survey: Dict) -> Iterator[Dict]:
        questions = self.rng.sample(QUESTIONS, self.rng.randrange(len(QUESTIONS)))
        for sheet in range(self.rng.choice((0, 1, 3, 6, 9))):
            for question in questions:
                same = {"project_id": survey["project_id"], "survey_id": survey["survey_id"]}
                yield {**same, "sheet_id": f"{sheet}", "question": question, "choice": self.rng.choice(CHOICES)}


def messy_world(seed: int, bench: Bench, projects: int) -> dict[str, list[Dict]]:
    shape = Shape(
        sizes={**SIZES, **dict.fromkeys(UNUSED, 0)},
        likely=LIKELY,
        absent={
            "reply_promised_at": 0.4,
            "staff_role": 0.25,
            "needs_feedback": 0.3,
            "moved_in_on": 0.25,
            "opinion": 0.4,
        },
        links={"contacts.related_id": ("complaints", "requests"), "documents.owner_id": ("staff",)},
        numbers={
            "projects.households": (0, 10, 300, 301, 500, 501, 800, 801),
            "projects.occupied_households": (0, 1, 20, 25, 26, 50, 51, 100),
            "surveys.distributed": (0, 1, 25, 50, 100),
            "surveys.collected": (0, 1, 15, 30, 29, 60, 59),
        },
        unit_lengths=(1, 12),
    )
    drawn = Messy(seed, bench.span, bench.deadlines, [clause.id for clause in CLAUSES], shape).world(projects)
    apart: dict[str, dict[str, list[Dict]]] = defaultdict(lambda: {name: [] for name in logs()})
    for log, listed in drawn.items():
        for row in listed:
            apart[row["project_id"]][log].append(row)
    for name in sorted(apart):
        aimed = Aimed(f"{seed} {name}", bench, apart[name])
        for step in (aimed.answered, aimed.contacts, aimed.notices, aimed.documents, aimed.surveys):
            step()
        drawn["survey_answers"] += apart[name]["survey_answers"]
    return drawn


def test_the_second_judge_knows_every_clause_that_a_check_judges() -> None:
    assert {name for name in RULES if standard_of(name) in STANDARDS} == CHECKS


@pytest.mark.parametrize("bench", BENCHES, ids=lambda bench: bench.period)
def test_both_judges_agree(bench: Bench) -> None:
    assert differences(messy_world(20260331, bench, 40), bench) == []


def test_the_survey_figures_are_those_of_the_second_judge() -> None:
    bench = BENCHES[0]
    world = messy_world(20260331, bench, 40)
    asked: dict[tuple[str, str], list[Dict]] = defaultdict(list)
    for row in world["survey_answers"]:
        asked[row["project_id"], row["survey_id"]].append(row)
    known = {(row["project_id"], row["survey_id"]): row for row in world["surveys"] if row["kind"] == "satisfaction"}
    found = {(each.project_id, each.survey_id): each for each in _figures(world, bench)}
    assert found.keys() == known.keys() & asked.keys()
    for key, figures in found.items():
        sheets, survey = Sheets(asked[key]), known[key]
        counts = sheets.counts()
        rate, sent, back = satisfaction(counts.values()), survey["distributed"], survey["collected"]
        fell = adjusted(rate, back, sent) if rate is not None and sent and back is not None else None
        assert {each.name: each.opinions.rate for each in figures.questions} == {
            name: _percent(satisfaction([count])) for name, count in counts.items()
        }
        assert figures.opinions.abstained == len(asked[key]) - sum(map(Counter.total, counts.values()))
        assert (figures.opinions.rate, figures.adjusted_rate) == (_percent(rate), _percent(fell))
        for pareto in (Decimal("0.80"), Decimal("0.5"), Decimal(0), Decimal(1)):
            named = [each.name for each in replace(figures, pareto=pareto).improvement]
            assert named == sheets.main_improvements(Fraction(pareto))


def _figures(world: dict[str, list[Dict]], bench: Bench) -> list[SurveyFigures]:
    with Database(threads=2) as database:
        database.prepare(bench.span, WorkingDays(), roll_to_working_day=False)
        for name in ("projects", "surveys", "survey_answers"):
            log = logs()[name]
            raw = raw_table(log, world[name])
            database.load(log, [raw], LogOptions(), "Asia/Shanghai", EVERY_CLAUSE, lambda same: same)
        database.offer(bench.span, None)
        return list(survey_figures(database, None, lambda _: Decimal("0.80")))


def _percent(rate: Fraction | None) -> Fraction | None:
    """A share as the metrics give it."""
    return None if rate is None else 100 * rate


@pytest.mark.parametrize("absent", range(3))
def test_both_judges_agree_where_logs_are_absent(absent: int) -> None:
    bench = _bench("2026-Q1")
    supplied = [name for number, name in enumerate(logs()) if number % 3 != absent]
    assert differences(messy_world(absent, bench, 20), bench, supplied) == []


def test_the_worlds_hold_both_what_is_met_and_what_is_not_for_every_check() -> None:
    seen = {
        (each.clause, each.met)
        for bench in (BENCHES[0], BENCHES[7])
        for each in second(messy_world(20260331, bench, 40), bench).obligations
        if not each.record.startswith("inspection:")
    }
    assert {(clause, met) for clause in CHECKS for met in (True, False)} - seen == set()


def test_both_judges_agree_on_the_demo_company() -> None:
    assert differences(planted_world(2026)[0].rows, _bench("2026-H1", "2026-06-20T10:00")) == []
