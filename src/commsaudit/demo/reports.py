"""Builder: the reports of each month and quarter, every one of them in time, some at the last minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.documents import document
from commsaudit.demo.visits import PLANNED
from commsaudit.demo.world import World, moment
from commsaudit.model.units import Unit

_SPECIALS = ("types", "counts", "cases", "improvements")


def build_reports(world: World) -> None:
    """All reports that the projects owe."""
    for project in PROJECTS:
        for unit in dates.MONTHS:
            _monthly(world, project, unit)
        for unit in dates.QUARTERS:
            _quarterly(world, project, unit)


def _monthly(world: World, project: Project, unit: Unit) -> None:
    if project.owes(unit):
        _month_itself(world, project, unit)
    before = unit.previous()
    if not project.owes(before):
        return
    if project.public:
        last = dates.on(unit, 3)
        sent = dates.last_minute(last) if unit.starts_on.month % 2 else dates.bare(last)
        document(
            world,
            project,
            "work_brief",
            period=before.label,
            prepared_at=dates.at(dates.on(unit, 1), 15),
            approved_at=dates.at(dates.on(unit, 2), 11),
            approved_by_role="project_manager",
            submitted_at=sent,
        )
    document(
        world,
        project,
        "visit_summary",
        period=before.label,
        prepared_at=dates.at(dates.on(unit, 3), 10),
        submitted_at=dates.at(dates.on(unit, 5), 17),
    )


def _month_itself(world: World, project: Project, unit: Unit) -> None:
    eve = unit.starts_on - timedelta(days=4)
    document(
        world,
        project,
        "visit_plan",
        period=unit.label,
        planned_count=PLANNED,
        prepared_at=world.moment(eve),
        approved_at=world.moment(eve + timedelta(days=1)),
        approved_by_role="project_manager",
    )
    document(world, project, "callback_plan", period=unit.label, prepared_at=world.moment(unit.starts_on))
    document(
        world,
        project,
        "monthly_customer_report",
        period=unit.label,
        prepared_at=world.moment(dates.on(unit, 28), 8, 11),
        submitted_at=world.moment(dates.on(unit, 28), 13, 18),
    )
    changed = unit.starts_on.month % 3 == 1
    document(
        world,
        project,
        "property_count",
        period=unit.label,
        changed=changed or None,
        prepared_at=dates.last_minute(unit.ends_on)
        if unit.starts_on.month % 3 == 2
        else world.moment(dates.on(unit, 25)),
        submitted_at=dates.bare(unit.ends_on) if changed else None,
    )
    _complaint_papers(world, project, unit)


def _complaint_papers(world: World, project: Project, unit: Unit) -> None:
    last = dates.on(unit, 28)
    if project.class_a:
        if unit.label != "2026-02":  # no complaint came in that window
            document(world, project, "complaint_analysis", period=unit.label, prepared_at=dates.last_minute(last))
        return
    edge = (world.moment(last - timedelta(days=1)), dates.last_minute(last), dates.bare(last))[unit.starts_on.month % 3]
    document(
        world,
        project,
        "complaint_summary",
        period=unit.label,
        prepared_at=world.moment(last - timedelta(days=2)),
        submitted_at=edge,
        cc_quality_at=edge,
    )


def _quarterly(world: World, project: Project, unit: Unit) -> None:
    before = unit.previous()
    if project.owes(unit):
        _card_review(world, project, unit)
    if not project.owes(before):
        return
    tenth = dates.on(unit, 10)
    if project.residential:
        _service_report(world, project, unit, before)
    _analyses(world, project, unit, before)
    document(
        world,
        project,
        "home_service_analysis",
        period=before.label,
        prepared_at=dates.last_minute(tenth),
        sections=["satisfaction", "opinions", "measures"],
    )
    document(
        world,
        project,
        "financial_statement",
        period=before.label,
        prepared_at=dates.at(tenth, 10),
        submitted_at=dates.at(tenth, 15),
        published_at=dates.bare(dates.on(unit, 20)),
    )


def _analyses(world: World, project: Project, unit: Unit, before: Unit) -> None:
    """What new, phased and large projects owe by the 10th."""
    tenth = dates.on(unit, 10)
    if owes_analysis(project, before) or project.area >= 100_000:
        document(
            world,
            project,
            "complaint_analysis_quarterly",
            period=before.label,
            prepared_at=dates.at(dates.on(unit, 6), 16),
            submitted_at=dates.last_minute(tenth),
            cc_quality_at=dates.at(tenth, 17),
            sections=list(_SPECIALS),
        )
    if owes_analysis(project, before):
        document(
            world,
            project,
            "legacy_issue_summary",
            period=before.label,
            prepared_at=dates.at(dates.on(unit, 7), 9),
            reviewed_at=dates.at(dates.on(unit, 8), 15),
            cc_quality_at=dates.bare(tenth),
        )


def owes_analysis(project: Project, before: Unit) -> bool:
    """Whether the project counts as new, or is phased, in the quarter ``before``."""
    fresh = project.delivered <= before.ends_on and dates.months(project.delivered, 12).date() >= before.starts_on
    return fresh or bool(project.phased)


def _card_review(world: World, project: Project, unit: Unit) -> None:
    last = unit.ends_on
    prepared = dates.last_minute(last) if project.residential else world.moment(last - timedelta(days=6))
    document(
        world,
        project,
        "card_review",
        period=unit.label,
        prepared_at=prepared,
        sections=["statistics", "exceptions"],
    )


def _service_report(world: World, project: Project, unit: Unit, before: Unit) -> None:
    """Reviewed by the 15th, on the intranet by the 18th, posted by the 20th; an early draft stays on file."""
    approved = dates.at(dates.on(unit, 16), 11)
    if project.id == "P01":
        draft: datetime = dates.at(dates.on(unit, 5), 10)
        document(world, project, "management_service_report", period=before.label, prepared_at=draft)
    row = document(
        world,
        project,
        "management_service_report",
        period=before.label,
        prepared_at=dates.at(dates.on(unit, 8), 9),
        submitted_at=dates.at(dates.on(unit, 10), 16),
        reviewed_at=dates.last_minute(dates.on(unit, 15)),
        reviewed_by_role="project_manager",
        finance_sent_at=dates.at(dates.on(unit, 12), 9),
        finance_approved_at=dates.at(dates.on(unit, 14), 9),
        approved_at=approved,
        approved_by_role="executive",
        intranet_at=dates.last_minute(dates.on(unit, 18)),
        manager_signed_at=dates.at(dates.on(unit, 17), 9),
        published_at=dates.last_minute(dates.on(unit, 20)),
        sealed=True,
    )
    if project.committee is not None and project.committee <= dates.on(unit, 20):
        row["committee_signed_at"] = dates.at(dates.on(unit, 19), 10)
    if project.id == "P04":  # the same day, once by the day only
        row.update(approved_at=dates.bare(dates.on(unit, 18)), published_at=dates.bare(dates.on(unit, 20)))
    if moment(row, "approved_at") > moment(row, "intranet_at"):
        raise ValueError(project.id)
