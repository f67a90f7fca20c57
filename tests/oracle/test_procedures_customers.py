"""Engine and second judge agree on CU, EM, SC, HS and SH, on random worlds of awkward rows and on the demo company."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

import pytest

from commsaudit.demo.planting import planted_world
from commsaudit.model.schema import Column, logs
from oracle import (
    procedures_customers,
    procedures_customers_company,
    procedures_customers_hospital,
    procedures_customers_students,
)
from oracle.auditor import CATALOGUE, Bench
from oracle.comparing import differences, second
from oracle.judge import RULES
from oracle.messy import Messy, Shape
from oracle.moments import TICK, Deadlines, at, eod, spans

STANDARDS = ("customer-communication", "employee-relations", "service-communication", "hospital", "student-housing")
CLAUSES = [clause.id for name in STANDARDS for clause in CATALOGUE[name].clauses]
JUDGES = (
    procedures_customers,
    procedures_customers_company,
    procedures_customers_hospital,
    procedures_customers_students,
)
MOBILE, CITIZEN = "13812345678", "11010519491231002X"
TEXTS = (
    "停水通知", "停水通知", "电话４００－８２０－８８２０", f"请电{MOBILE}", "请电 +86 138-1234 5678", "请电１３９１２３４５６７８",
    f"证号{CITIZEN}", "证号110105194912310021", f"单号{MOBILE}9", "不知道，自己看", "没办法", "爱找谁", f"8{CITIZEN}", "138  12345678",
)  # fmt: skip
KINDS = (
    "visit_plan visit_plan visit_plan service_report_spot_check annual_budget annual_budget management_service_report"
    " management_service_report exit_audit staff_bulletin suggestion_box_opening opinion_summary opinion_summary"
)
SHAPE = Shape(
    sizes={
        "documents": 55, "contacts": 26, "meetings": 32, "notices": 12, "letters": 6, "complaints": 7, "requests": 9,
        "surveys": 6, "staff": 4, "staff_changes": 4, "grievances": 4, "work_orders": 3, "events": 2, "actions": 4,
        "households": 6, "inspections": 3, "postponements": 3,
    },
    likely={
        "projects.property_type": "residential public commercial hospital hospital dormitory dormitory enterprise presales",
        "projects.fee_basis": "commission",
        "documents.kind": KINDS,
        "documents.approved_by_role": "project_manager executive department_head general_manager",
        "meetings.kind": "owners_forum owners_forum owners_assembly one_on_one exit_interview exit_interview work_interview"
        " work_interview residents_forum ward_forum hospital_forum supervisors_meeting community_forum",
        "meetings.chaired_by_role": "project_manager executive department_director hospital_leader",
        "contacts.purpose": "interview interview interview interview interview feedback feedback request_callback",
        "contacts.mode": "door door door door phone outdoor online",
        "contacts.staff_role": "project_manager project_manager project_manager executive",
        "contacts.party": "authority community household",
        "staff.role": "project_manager project_manager steward",
        "complaints.channel": "phone hotline letter suggestion_box online app wechat email",
        "requests.channel": "phone hotline online app wechat email",
        "requests.urgency": "urgent general",
        "requests.kind": "opinion suggestion need",
        "requests.responded_via": "phone door office online",
        "notices.kind": "hotline fee_standard disclosure feedback feedback policy general",
        "notices.approved_by_role": "project_manager executive general_manager department_head",
        "notices.reviewed_by_role": "project_manager executive service",
        "letters.party": "household household committee",
        "letters.direction": "in out",
        "surveys.kind": "satisfaction satisfaction employee patient",
        "actions.source": "forum",
        "grievances.form": "written oral",
        "postponements.approved_by_role": "executive executive general_manager project_manager",
    },
    full={
        "notices.channels": ["sms", "website", "bulletin"],
        "meetings.attendee_roles": ["executive", "hospital_leader"],
        "meetings.sections": ["focus", "difficulties", "plan", "opinions", "topics", "resolutions", "actions"],
    },
    absent={
        "contacts.companions": 0.6, "staff.exit_interview_declined": 0.8, "notices.important": 0.4, "letters.important": 0.4,
        "notices.personal_sender": 0.8, "grievances.named": 0.3, "grievances.accepted": 0.3, "projects.single_client": 0.9,
        "left_on": 0.4, "service_started_on": 0.5, "reply_promised_at": 0.3, "contacts.related_id": 0.1, "meetings.staff_id": 0.1,
    },
    links={
        "contacts.related_id": ("complaints", "requests"), "notices.related_id": ("requests",),
        "documents.owner_id": ("staff",),
    },
    texts={
        "notices.title": TEXTS[:3], "notices.body": TEXTS,
        "postponements.obligation": ("SC-12", "SC-12", "SC-12", "CU-9"),
        "postponements.period": ("2024", "2025", "2025", "2026", "2026年"),
    },
    numbers={"meetings.duration_min": (119, 120, 121, 240, 90)},
)  # fmt: skip
OTHER_FIGURES: dict[str, dict[str, Any]] = {
    "CU-2": {"plan_day": 31},
    "CU-4": {"min_interviews": 1},
    "CU-6": {"minutes_working_days": 2},
    "CU-7": {"cc_working_days": 2},
    "CU-8": {"publish_days": 7},
    "CU-13": {"pass_working_days": 3},
    "CU-14": {"archive_days": 7},
    "CU-21": {"pass_working_days": 2},
    "EM-2": {"answer_days": 7},
    "EM-4": {"decide_working_days": 2},
    "EM-5": {"min_minutes": 90},
    "EM-6": {"file_working_days": 1},
    "EM-7": {"interview_days": 3},
    "HS-1": {"register_working_days": 2},
    "HS-2": {"follow_working_days": 3},
    "HS-3": {"archive_days": 14},
    "SC-4": {"allowed_numbers": ("+86 138 1234 5678", "11010519491231002x", "400-820-8820")},
    "SC-5": {"response_working_days": 3},
    "SC-8": {"keep_days": 1},
    "SC-10": {"forbidden": ("爱找谁", "%", "_")},
    "SC-13": {"archive_days": 7},
    "SH-2": {"summary_days": 1},
    "SH-3": {"response_working_days": 2},
    "SH-5": {"feedback_days": 3},
    "SH-6": {"archive_days": 3},
}
BENCHES = (
    Bench("2025-Q4", standards=STANDARDS),
    Bench("2025-12", "2025-12-28T12:00", standards=STANDARDS),
    Bench("2026-W05", deadlines=Deadlines(roll=True), standards=STANDARDS),
    Bench("2025-12-20..2026-02-02", "2026-01-15", standards=STANDARDS),
    Bench("2025-H2", deadlines=Deadlines(roll=True), parameters=OTHER_FIGURES, standards=STANDARDS),
    Bench("2025", parameters=OTHER_FIGURES, standards=STANDARDS),
    Bench(
        "2026-Q1",
        deadlines=Deadlines(roll=True, off=(date(2026, 1, 15), date(2026, 2, 2)), on=(date(2026, 1, 31),)),
        standards=STANDARDS,
    ),
)


SEED, PROJECTS = 20261122, 80


class Close(Messy):
    """Rows whose times stand at the deadlines of one another, of the row that they name, and of units."""

    def _rows(self, log: str, project: str) -> list[dict[str, Any]]:
        rows = super()._rows(log, project)
        for row in rows:
            days = [at(value) for value in row.values() if isinstance(value, date) and not isinstance(value, datetime)]
            self.near.setdefault(row.get(logs()[log].record_key[0]) or "", []).extend(days)
        return rows

    def _period(self, _log: str, _column: Column) -> str:
        units = spans(self.rng.choice((1, 3, 12)), self.period.starts_on, self.period.ends_on)
        return self.rng.choice([*units, units[-1].following()]).label

    def _link(self, targets: tuple[str, ...]) -> str:
        found = super()._link(targets)
        if self.rng.random() < 0.7:
            self.calm, self.around = None, list(self.near.get(found, ()))
        return found

    def _moment(self) -> datetime:
        found = self._due() if self.rng.random() < 0.25 else super()._moment()
        if self.rng.random() < 0.35:
            self.around = [*self.around, found]
        return found

    def _due(self) -> datetime:
        """A deadline, or what follows it at once: of a unit, or of a moment that the row already holds."""
        base = self.rng.choice(self.around or self.pool)
        drawn = (
            self.deadlines.days(base, self.rng.choice((-10, -7, 7, 30))),
            self.deadlines.months(base, 3),
            self.deadlines.wd(base, self.rng.choice((1, 3, 5, 10, 15))),
            eod(base),
        )
        month = self.rng.choice(spans(1, self.period.starts_on, self.period.ends_on))
        of_units = (
            self.deadlines.dom(month.first, self.rng.choice((15, 20, 28))),
            self.deadlines.end(month.last),
            self.deadlines.days(month.last, 5),
        )
        later = self.rng.choice((timedelta(0), timedelta(0), TICK))
        return self.rng.choice(of_units if not self.around or self.rng.random() < 0.2 else drawn) + later


@cache
def messy_world(seed: int, bench: int, projects: int) -> dict[str, list[dict[str, Any]]]:
    at_hand = BENCHES[bench]
    return Close(seed, at_hand.span, at_hand.deadlines, CLAUSES, SHAPE).world(projects)


@pytest.mark.parametrize("bench", range(len(BENCHES)), ids=lambda bench: BENCHES[bench].period)
def test_both_judges_agree(bench: int) -> None:
    assert differences(messy_world(SEED, bench, PROJECTS), BENCHES[bench]) == []


@pytest.mark.parametrize("absent", range(3))
def test_both_judges_agree_where_logs_are_absent(absent: int) -> None:
    supplied = [name for number, name in enumerate(logs()) if number % 3 != absent]
    assert differences(messy_world(absent, 0, 12), BENCHES[0], supplied) == []


def test_the_worlds_hold_both_what_is_met_and_what_is_not_for_every_check() -> None:
    seen = {
        (each.clause, each.met)
        for bench, settings in enumerate(BENCHES)
        for each in second(messy_world(SEED, bench, PROJECTS), settings).obligations
        if not each.record.startswith("inspection:")
    }
    checks = {clause.id for name in STANDARDS for clause in CATALOGUE[name].clauses if not clause.by_inspection}
    assert sorted({(clause, met) for clause in checks for met in (True, False)} - seen) == []
    assert {
        rule.clause for judge in JUDGES for rule in RULES.values() if rule.judging.__module__ == judge.__name__
    } == checks


def test_both_judges_agree_on_the_demo_company() -> None:
    world, _ = planted_world(2026)
    assert differences(world.rows, Bench("2025-12-01..2026-06-30", "2026-05-20T08:00", standards=STANDARDS)) == []
