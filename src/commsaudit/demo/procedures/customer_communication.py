"""The procedure of customer communication (CU): what the company does by it, and where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import contact
from commsaudit.demo.documents import document
from commsaudit.demo.gatherings import event, report, survey
from commsaudit.demo.outside import letter
from commsaudit.demo.planted import Planting
from commsaudit.demo.procedures import plant_customer_releases, plant_customer_visits
from commsaudit.demo.releases import PLATFORMS, notice
from commsaudit.demo.visits import PLANNED
from commsaudit.demo.world import Row, World, day, moment
from commsaudit.model.units import Unit

_INTERVIEWS = 3
_FORUM_SECTIONS = ("focus", "difficulties", "plan", "opinions")
_TEXTS = (
    ("大风蓝色预警", "今日有大风，请关好门窗，收好阳台物品。"),
    ("停梯检修提示", "今日二号电梯临时停梯检修，请改乘一号电梯。"),
    ("暴雨预警", "近日有雨，地下车库入口已备沙袋，请慢行。"),
)
_INSPECTED = ("CU-1", "CU-9", "CU-19", "CU-23", "CU-25", "CU-26", "CU-27")
"""What inspectors look at: no log shows it, or it falls due outside the half-year."""

PLANTINGS: tuple[Planting, ...] = (*plant_customer_visits.PLANTINGS, *plant_customer_releases.PLANTINGS)


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    for number, project in enumerate(PROJECTS):
        if project.single_client:  # the procedure does not apply there
            continue
        _visit_plans(world, project)
        _interviews(world, project)
        _forums(world, project)
        _calls(world, project)
        _text_messages(world, project)
        _online_releases(world, project)
        _letters(world, project, number)
        _quarters(world, project, number)
        _papers(world, project)
        _inspections(world, project, number)


def _months(project: Project) -> Iterator[Unit]:
    return (unit for unit in dates.MONTHS if project.owes(unit))


def _visit_plans(world: World, project: Project) -> None:
    """The next month's plan is approved by the 28th, in every other month at its last minute."""
    for unit in _months(project):
        following = unit.following()
        last = dates.on(unit, 28)
        plans = [
            row
            for row in world.of("documents", project)
            if row["kind"] == "visit_plan" and row["period"] == following.label
        ]
        if not plans:
            planned = PLANNED if project.owes(following) else None
            plans = [document(world, project, "visit_plan", period=following.label, planned_count=planned)]
        for row in plans:
            row.update(
                prepared_at=world.moment(last - timedelta(days=2)),
                approved_at=dates.last_minute(last) if unit.starts_on.month % 2 else dates.bare(last),
                approved_by_role="project_manager",
            )


def _interviews(world: World, project: Project) -> None:
    """Three households a month are interviewed by the manager at their door, one of them on its last day."""
    for unit in _months(project):
        asked = [
            row
            for row in world.of("contacts", project)
            if row["purpose"] == "interview" and dates.month_of(moment(row, "started_at")) == unit
        ]
        homes = {
            row["household_id"] for row in asked if row["mode"] == "door" and row["staff_role"] == "project_manager"
        }
        others = {row["household_id"] for row in asked} - homes
        free = [row["household_id"] for row in world.residents(project)]
        choice = world.rng.sample([home for home in free if home not in homes | others], _INTERVIEWS)
        for nth in range(_INTERVIEWS - len(homes)):
            contact(
                world,
                project,
                "interview",
                world.moment(dates.on(unit, 31 - 9 * nth), 14, 16),
                role="project_manager",
                household_id=choice[nth],
                mode="door",
            )


def _forums(world: World, project: Project) -> None:
    """Forums are announced ten days before, to the last minute where it was less."""
    for row in world.of("meetings", project):
        if row["kind"] != "owners_forum":
            continue
        held = moment(row, "held_at")
        announced = row["notice_published_at"]
        last = dates.last_minute(held.date() - timedelta(days=10))
        if not isinstance(announced, datetime) or announced > last:
            row["notice_published_at"] = last
        sections = row["sections"]
        said = list(sections) if isinstance(sections, list) else []
        row["sections"] = [*said, *(word for word in _FORUM_SECTIONS if word not in said)]


def _calls(world: World, project: Project) -> None:
    """Calls are recorded on their day, at the last minute where the log was written up the day after."""
    for log in ("complaints", "requests"):
        for row in world.of(log, project):
            logged, received = row["logged_at"], day(row, "received_at")
            late = not isinstance(logged, datetime) or logged > dates.eod(received)
            if row["channel"] in ("phone", "hotline") and late:
                row["logged_at"] = dates.last_minute(received)


def _text_messages(world: World, project: Project) -> None:
    """A text message in every other month, approved the minute it goes out."""
    for nth, unit in enumerate(dates.MONTHS[::2]):
        found = world.day_in(unit, project)
        if found is None:
            continue
        sent = world.moment(found, 9, 17)
        title, body = _TEXTS[nth]
        notice(
            world,
            project,
            "emergency",
            sent,
            title=title,
            body=body,
            channels=["sms", "phone"] if nth == 1 else ["sms"],
            approved_at=sent,
            personal_sender=False if nth else None,
        )


def _online_releases(world: World, project: Project) -> None:
    """What goes online is reviewed by the manager and approved above."""
    for row in world.of("notices", project):
        channels = row["channels"]
        if isinstance(channels, list) and PLATFORMS & set(channels):
            row["reviewed_by_role"] = "project_manager"
            if row["approved_by_role"] != "general_manager":
                row["approved_by_role"] = "executive"


def _letters(world: World, project: Project, number: int) -> None:
    """Owners write now and then: every other letter is important and copied at the last minute."""
    for nth, unit in enumerate(dates.MONTHS[1:5]):
        found = world.day_in(unit, project, 2, 22)
        if found is None:
            continue
        received = world.moment(found) if nth != 2 else dates.bare(found)
        important = (number + nth) % 2 == 0
        letter(
            world,
            project,
            "household",
            "in",
            kind="inquiry",
            subject="other",
            important=important or None,
            reasonable=True,
            received_at=received,
            handler_id=world.staff(project, "service", nth),
            replied_at=dates.at(dates.working_day(found, 2), 15),
            copied_at=dates.last_minute(dates.working_day(found)) if important else None,
            archived_at=dates.last_minute(found + timedelta(days=30)),
        )


def _quarters(world: World, project: Project, number: int) -> None:
    """A survey and an event each quarter, where there was none: their reports come a month later."""
    for unit, survey_day, event_day in zip(
        dates.QUARTERS, (date(2026, 3, 9), date(2026, 5, 25)), (date(2026, 3, 14), date(2026, 5, 30)), strict=True
    ):
        if not project.owes(unit):
            continue
        if not any(
            row["kind"] == "satisfaction" and _within(row["distributed_on"], unit)
            for row in world.of("surveys", project)
        ):
            report(world, project, survey(world, project, survey_day, "sample", 12), 20)
        if not any(_within(row["held_on"], unit) for row in world.of("events", project)):
            event(world, project, event_day, number)


def _within(found: object, unit: Unit) -> bool:
    return isinstance(found, date) and unit.starts_on <= found <= unit.ends_on


def _papers(world: World, project: Project) -> None:
    """The yearly spot check, and what projects on commission owe: the budget and the approved reports."""
    document(
        world,
        project,
        "service_report_spot_check",
        period="2026",
        prepared_at=world.moment(max(project.busy_from, date(2026, 5, 15))),
    )
    if project.fee_basis != "commission":
        return
    if project.committee is not None:
        document(
            world,
            project,
            "annual_budget",
            period="2026",
            prepared_at=dates.at(date(2025, 12, 22), 10),
            committee_signed_at=dates.at(date(2026, 1, 15), 10),
            published_at=dates.bare(date(2026, 1, 15)),
        )
    for unit in dates.QUARTERS:
        if project.owes(unit.previous()):
            _service_report(world, project, unit)


def _service_report(world: World, project: Project, unit: Unit) -> None:
    """Finance approves the quarterly report before it is posted, and quality has its copy by the 20th."""
    label = unit.previous().label
    reports: list[Row] = [
        row
        for row in world.of("documents", project)
        if row["kind"] == "management_service_report" and row["period"] == label and row["published_at"] is not None
    ]
    if not reports:
        reports = [
            document(
                world,
                project,
                "management_service_report",
                period=label,
                prepared_at=dates.at(dates.on(unit, 7), 9),
                submitted_at=dates.at(dates.on(unit, 9), 16),
                reviewed_at=dates.at(dates.on(unit, 12), 10),
                reviewed_by_role="project_manager",
                finance_sent_at=dates.at(dates.on(unit, 13), 9),
                approved_at=dates.at(dates.on(unit, 16), 11),
                approved_by_role="executive",
                manager_signed_at=dates.at(dates.on(unit, 17), 9),
                published_at=dates.at(dates.on(unit, 19), 10),
                sealed=True,
            )
        ]
    for row in reports:
        row["finance_approved_at"] = row["finance_approved_at"] or dates.bare(dates.on(unit, 14))
        row["cc_quality_at"] = row["cc_quality_at"] or dates.last_minute(dates.on(unit, 20))


def _inspections(world: World, project: Project, number: int) -> None:
    """Each month an inspector finds three of the clauses kept."""
    for nth, unit in enumerate(dates.MONTHS):
        found = world.day_in(unit, project, 5, 26)
        if found is None:
            continue
        for step in range(3):
            world.add(
                "inspections",
                project,
                inspection_id=world.next_id("XJ", project),
                clause=_INSPECTED[(number + 3 * nth + step) % len(_INSPECTED)],
                inspected_on=found,
                inspector=world.pick(("郑督导", "何督导", "吕督导")),
                subject="客户沟通资料",
                verdict="pass",
            )
