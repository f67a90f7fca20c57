"""Builder: documents that stand: policies, appointments, the year's plans, formation and delivery papers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.world import Row, World

_STANDING = (
    "confidentiality_policy",
    "information_process",
    "data_custodian",
    "card_custodian",
    "key_custodian",
    "custody_policy",
    "custody_list",
    "key_policy",
    "property_list",
    "price_filing",
    "notice_policy",
)


def build_documents(world: World) -> None:
    """What every project has on file, whatever the month."""
    for number, project in enumerate(PROJECTS):
        for kind in _standing_kinds(project):
            _standing(world, project, kind)
        _renewals(world, project, number)
        _yearly(world, project)
        if project.committee is not None:
            _formation(world, project)
        if project.delivered > date(2026, 1, 1):
            _delivery_plan(world, project)


def document(world: World, project: Project, kind: str, **values: object) -> Row:
    """Add a document."""
    return world.add("documents", project, document_id=world.next_id("WJ", project), kind=kind, **values)


def _standing_kinds(project: Project) -> Iterator[str]:
    yield from _STANDING
    if not project.class_a:  # class A needs one of the two property policies only
        yield "customer_property_policy"
    if project.shops:
        yield "merchant_policy"
    if project.committee is not None:
        yield "committee_fund_policy"


def _first_day(project: Project) -> date:
    return max(project.started or date(2024, 6, 3), date(2024, 6, 3))


def _standing(world: World, project: Project, kind: str) -> None:
    start = _first_day(project) + timedelta(days=world.rng.randrange(20))
    document(
        world,
        project,
        kind,
        prepared_at=world.moment(start),
        approved_at=world.moment(start + timedelta(days=3)),
        approved_by_role="executive",
        sealed=True,
        effective_on=start + timedelta(days=5),
        owner_id=world.staff(project, "service_supervisor") if kind.endswith("custodian") else None,
    )


def _renewals(world: World, project: Project, number: int) -> None:
    """On the edge: a custodian's term ends with the quarter, the next one's begins the day after."""
    kind = ("data_custodian", "card_custodian", "key_custodian")[number % 3]
    for row in world.of("documents", project):
        if row["kind"] == kind:
            row["expires_on"] = date(2026, 3, 31)
    document(
        world,
        project,
        kind,
        prepared_at=dates.at(date(2026, 3, 23), 10),
        approved_at=dates.at(date(2026, 3, 25), 16),
        approved_by_role="project_manager",
        effective_on=date(2026, 4, 1),
        expires_on=date(2026, 6, 30),
        owner_id=world.staff(project, "service"),
    )


def _yearly(world: World, project: Project) -> None:
    start = max(project.started or date(2025, 12, 8), date(2025, 12, 8))
    for kind in ("event_plan", "visit_plan"):
        periods = ("2026-Q1", "2026-Q2") if (kind, project.id) == ("event_plan", "P04") else ("2026",)
        for nth, period in enumerate(periods):
            first = start + timedelta(days=85 * nth)
            document(
                world,
                project,
                kind,
                period=period,
                prepared_at=world.moment(first),
                reviewed_at=world.moment(first + timedelta(days=2)),
                approved_by_role="project_manager",
                approved_at=world.moment(first + timedelta(days=4)),
                sections=["plan"],
            )


def _formation(world: World, project: Project) -> None:
    day = project.committee or date.min
    document(
        world,
        project,
        "committee_formation",
        prepared_at=world.moment(day + timedelta(days=9)),
        sections=["preparation", "candidates", "election", "filing"],
        archived_at=dates.bare(day + timedelta(days=20)),
    )


def _delivery_plan(world: World, project: Project) -> None:
    """Ready on the last day of the two months."""
    last = dates.months(project.delivered, -2)
    document(
        world,
        project,
        "delivery_plan",
        prepared_at=dates.last_minute(last),
        approved_by_role="executive",
        approved_at=world.moment(last + timedelta(days=3)),
        sections=["training", "takeover", "site", "process"],
    )
