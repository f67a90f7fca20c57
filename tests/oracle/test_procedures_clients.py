"""Engine and second judge agree on client communication, committee, internal communication and surveys."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from commsaudit.demo.planting import planted_world
from commsaudit.model.schema import logs
from oracle import procedures_clients, procedures_committee
from oracle.auditor import CATALOGUE, Bench
from oracle.comparing import differences, second
from oracle.judge import RULES
from oracle.messy import Messy, Shape
from oracle.moments import DAY, TICK, Deadlines, at, eod, shifted, spans

JUDGES = (procedures_clients, procedures_committee)
"""Importing them registers their clauses."""
STANDARDS = ("client-communication", "committee", "internal-communication", "satisfaction-survey")
CLAUSES = [clause for name in STANDARDS for clause in CATALOGUE[name].clauses]
CHECKS = {clause.id for clause in CLAUSES if not clause.by_inspection}
LIKELY = {
    "complaints.grade": "major ordinary",
    "requests.channel": "phone front_desk email",
    "contacts.party": "committee committee household",
    "contacts.purpose": (
        "complaint_callback complaint_callback service_callback service_callback interview survey inquiry_session"
        " inquiry_session"
    ),
    "contacts.mode": "door door phone",
    "contacts.staff_role": "project_manager project_manager service chief_steward executive",
    "staff.role": "project_manager service_supervisor department_head",
    "notices.kind": "complaint_summary complaint_summary complaint_summary general",
    "notices.approved_by_role": "project_manager project_manager project_manager department_head executive",
    "documents.kind": (
        "management_service_report management_service_report management_service_report event_plan notice_policy"
        " financial_statement financial_statement internal_communication_review"
    ),
    "meetings.kind": (
        "owners_forum committee_regular committee_regular committee_special tea_party tea_party weekly weekly weekly"
    ),
    "meetings.chaired_by_role": "project_manager department_head executive service",
    "actions.source": "committee survey survey visit home_service",
    "surveys.scope": "sample census",
    "surveys.plan_approved_by_role": "operations_manager executive general_manager project_manager",
    "surveys.form_approved_by_role": "operations_manager executive general_manager quality_manager",
    "surveys.report_reviewed_by_role": "quality_manager quality_manager quality_manager general_manager",
    "surveys.report_approved_by_role": "management_representative management_representative executive",
    "letters.direction": "in out out",
    "letters.kind": "application notification inquiry inquiry publication",
    "postponements.approved_by_role": "executive executive general_manager project_manager",
}
FULL = {
    "notices.channels": ["broadcast", "bulletin"],
    "meetings.attendee_roles": ["project_manager", "executive"],
    "meetings.sections": ["summary", "plan", "information"],
    "surveys.plan_sections": ["time", "departments", "sample", "team", "method", "return_rate", "cautions"],
    "surveys.report_sections": [
        "introduction", "methods", "overall", "items", "comparison", "open_questions", "summary",
    ],
}  # fmt: skip
SIZES = {
    "documents": 26, "contacts": 26, "notices": 9, "meetings": 14, "letters": 12, "actions": 9, "surveys": 6,
    "transmittals": 6, "complaints": 6, "home_services": 6, "events": 4, "requests": 4, "postponements": 3,
}  # fmt: skip
UNUSED = (
    "access_cards", "codes", "custody", "keys", "merchants", "committee_funds", "works", "data_access", "insurance",
    "grievances", "weather", "work_orders", "staff_changes", "life_events",
)  # fmt: skip
TEXTS = {
    "households.owner_name": ("王", "王五", "李%四", "a_b", "欧阳 一"),
    "households.phone": ("13800000001", "8", "%"),
    "households.building": ("1栋", "A"),
    "households.room": ("101", "1-1"),
    "notices.title": ("公布", "王先生", "1栋-101", "aXb", "李某四", "1栋 101"),
    "notices.body": ("王五先生", "A1-1号", "A-1-1", "a_b", "A_B", "处理完毕", "李%四", "欧阳一", "电话13800000001。"),
    "postponements.obligation": ("CC-6", "CC-12", "CC-17", "CC-17", "CM-1"),
}  # fmt: skip
NUMBERS = {
    "surveys.distributed": (0, 1, 3, 7, 100, -1),
    "surveys.collected": (0, 1, 2, 3, 7, 29, 100),
    "surveys.planned_return_rate": tuple(map(Decimal, ("0.29", "0.333333", "0.333334", "0.07", "1", "0", "0.666667"))),
}
TOPICS = ["服务人员", "安全", "环境卫生", "供电", "供水", "公共设施/设备", "居家服务/家居", "文化", "会所", "总体评价"]
CHOICES = ("很满意", "满意", "一般", "不满意", "很不满意", "满意；一般", "满意;", " 一般", "；", None)
ODD_CHOICES = ("基本满意", "基本满意、一般", "优|良", "|差", "满 意")
OTHER_FIGURES: dict[str, dict[str, Any]] = {
    "CC-1": {"callback_days": 2, "min_rate": Decimal("0.5")},
    "CC-2": {"callback_days": 3},
    "CC-5": {"explain_days": 1},
    "CC-8": {"action_days": 14},
    "CC-9": {"minutes_days": 3},
    "CC-14": {"minutes_days": 30},
    "CC-15": {"plan_day": 10},
    "CC-16": {"evaluation_days": 7},
    "CC-20": {"action_days": 7},
    "CC-21": {"action_days": 30},
    "CC-23": {"remove_days": 3},
    "CC-25": {"action_days": 0},
    "CM-11": {"escalate_working_days": 3},
    "CM-12": {"archive_days": 7},
    "IN-4": {"minutes_working_days": 2},
    "IN-5": {"sign_working_days": 2},
    "IN-6": {"handle_working_days": 1},
    "IN-7": {"sign_working_days": 3},
    "SS-9": {"return_working_days": 5},
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
    _bench("2025", "2025-09-30"),
    _bench(
        "2025-11-10..2025-12-08",
        deadlines=Deadlines(roll=True, off=[date(2025, 11, 15) + n * DAY for n in range(18)]),
    ),
)


class Clients(Messy):
    """Worlds with the distances in days, and the answers, that these standards ask for."""

    def world(self, projects: int) -> dict[str, list[dict[str, Any]]]:
        """Rows of all logs; every second survey or so has answers."""
        rows = super().world(projects)
        rows["survey_answers"] = [
            {"project_id": row["project_id"], "survey_id": row["survey_id"], **answer}
            for row in rows["surveys"]
            for answer in self._sheets()
        ]
        return rows

    def _sheets(self) -> list[dict[str, Any]]:
        if self.rng.random() < 0.3:
            return []
        choices = CHOICES if self.rng.random() < 0.6 else CHOICES + ODD_CHOICES
        topics = [self.rng.choice(words.split("/")) for words in TOPICS]
        asked = self.rng.sample(topics, self.rng.choice((10, 10, 10, 9, 1)))
        return [
            {"sheet_id": str(sheet), "question": question, "choice": self.rng.choice(choices)}
            for question in asked
            for sheet in range(self.rng.choice((1, 1, 2)))
        ]

    def _edges(self) -> list[datetime]:
        first, last = self.period.starts_on, self.period.ends_on
        days = [unit.first + 4 * DAY for unit in spans(1, first, last)]
        for unit in spans(6, first, last):
            days += [unit.last, unit.last.replace(day=1), shifted(unit.first, 1) - DAY]
        return super()._edges() + [at(value) + self.rng.choice((timedelta(0), DAY / 2, DAY - TICK)) for value in days]

    def _moment(self) -> datetime:
        if self.rng.random() < 0.75:
            return super()._moment()
        base = self.rng.choice(self.around or self.pool)
        days = self.rng.choice((-20, -15, -1, 1, 2, 30, 60, 90))
        other = self.deadlines.days(base, days) if self.rng.random() < 0.8 else eod(shifted(base, -1))
        found: datetime = self.rng.choice((other, other + TICK, at(other.date()), other - DAY / 2))
        self.pool.append(found)
        return found


class Reports(Clients):
    """Worlds of the first days of months, in which reports, publications and call-backs often are nearly in time."""

    def _edges(self) -> list[datetime]:
        months = spans(1, self.period.starts_on, self.period.ends_on)
        months = self.rng.sample(months, min(3, len(months)))
        days = [month.first + number * DAY for month in months for number in (0, 2, 4, 5, 7, 9, 10, 14, 15, 19, 20)]
        return [at(value) + self.rng.choice((timedelta(0), DAY / 2, DAY - TICK)) for value in days]


NARROW = {
    "documents.kind": "management_service_report management_service_report financial_statement",
    "notices.kind": "complaint_summary",
    "notices.approved_by_role": "project_manager executive",
    "contacts.purpose": "service_callback service_callback complaint_callback inquiry_session",
    "meetings.kind": "committee_regular committee_special committee_special tea_party",
    "letters.kind": "application application notification",
    "letters.direction": "out",
    "actions.source": "committee committee home_service",
}
NARROW_SIZES = {"home_services": 4, "meetings": 7, "notices": 7, "complaints": 5, "contacts": 30}


def messy_world(seed: int, bench: Bench, projects: int) -> dict[str, list[dict[str, Any]]]:
    """Two thirds of the projects as they come, one third narrow."""
    world = _drawn(Clients, seed, bench, projects - projects // 3, {}, {})
    narrow = _drawn(Reports, seed + 1, bench, projects // 3, NARROW, NARROW_SIZES)
    for log, rows in narrow.items():
        world[log] += [{**row, "project_id": f"N-{row['project_id']}"} for row in rows]
    return world


def _drawn(
    messy: type[Clients],
    seed: int,
    bench: Bench,
    projects: int,
    likely: Mapping[str, str],
    sizes: Mapping[str, int],
) -> dict[str, list[dict[str, Any]]]:
    first, last = bench.span.starts_on, bench.span.ends_on
    labels = [unit.label for length in (3, 6, 6) for unit in spans(length, first, last)]
    shape = Shape(
        sizes={**SIZES, **dict.fromkeys(UNUSED, 0), **sizes},
        likely={**LIKELY, **likely},
        full=FULL,
        absent={"committee_formed_on": 0.15, "due_at": 0.3, "contacts.staff_role": 0.3, "owner_name": 0.2},
        links={
            "contacts.related_id": ("complaints", "home_services"),
            "actions.related_id": ("contacts", "complaints", "meetings"),
        },
        texts={**TEXTS, "postponements.period": labels},
        numbers=NUMBERS,
        unit_lengths=(1, 1, 3, 3, 12),
    )
    return messy(seed, bench.span, bench.deadlines, [clause.id for clause in CLAUSES], shape).world(projects)


def test_the_second_judge_knows_every_clause_that_a_check_judges() -> None:
    assert {name for name, rule in RULES.items() if rule.standard in STANDARDS} == CHECKS


@cache
def _large(number: int) -> dict[str, list[dict[str, Any]]]:
    """The world of that bench; drawn once."""
    return messy_world(20260331, BENCHES[number], 66)


@pytest.mark.parametrize("number", range(len(BENCHES)), ids=lambda number: BENCHES[number].period)
def test_both_judges_agree(number: int) -> None:
    assert differences(_large(number), BENCHES[number]) == []


@pytest.mark.parametrize("absent", range(3))
def test_both_judges_agree_where_logs_are_absent(absent: int) -> None:
    bench = _bench("2026-Q1")
    supplied = [name for number, name in enumerate(logs()) if number % 3 != absent]
    assert differences(messy_world(absent, bench, 21), bench, supplied) == []


def test_the_worlds_hold_both_what_is_met_and_what_is_not_for_every_check() -> None:
    seen = {
        (each.clause, each.met)
        for number, bench in enumerate(BENCHES)
        for each in second(_large(number), bench).obligations
        if not each.record.startswith("inspection:")
    }
    assert {(clause, met) for clause in CHECKS for met in (True, False)} - seen == set()


def test_both_judges_agree_on_the_demo_company() -> None:
    world, _ = planted_world(2026)
    assert differences(world.rows, _bench("2026-Q1")) == []
