"""Builders: merchants, letters, slips, grievances, weather, postponements, inspections."""

from __future__ import annotations

from datetime import date, timedelta

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.world import Row, World
from commsaudit.model.units import Unit

INSPECTED = ("1.1.1", "2.1.1", "4.1.2", "4.5.3", "6.2.3", "6.2.4", "6.2.5", "6.2.6", "6.2.7")
"""The clauses that only an inspector can judge."""
_LETTERS = (
    "major_repair",
    "facility_renewal",
    "owner_interest",
    "report",
    "important_activity",
    "policy_support",
)


def build_merchants(world: World) -> None:
    """Shops and partners with complete files, and those that owe none yet or any more."""
    for project in PROJECTS:
        for nth in range(project.shops):
            _shop(world, project, nth, date(2024, 5, 10) + timedelta(days=40 * nth))
        for nth in range(project.partners):
            _partner(world, project, nth)
        if project.type == "commercial":
            _edges(world, project)


def _shop(world: World, project: Project, nth: int, since: date) -> Row:
    return world.add(
        "merchants",
        project,
        merchant_id=world.next_id("SH", project),
        kind="shop",
        name=texts.SHOP_NAMES[nth % len(texts.SHOP_NAMES)],
        moved_in_on=since,
        service_agreement=True,
        fire_agreement=True,
        staff_register=True,
        bank_agreement=True,
        licence_copy=True,
        id_copies=True,
        photos=True,
        archived_on=since + timedelta(days=60),
    )


def _partner(world: World, project: Project, nth: int) -> Row:
    return world.add(
        "merchants",
        project,
        merchant_id=world.next_id("SH", project),
        kind="partner",
        name=texts.PARTNER_NAMES[nth % 3],
        moved_in_on=date(2025, 4, 1) if nth else None,
        licence_copy=True,
        product_certificate=True,
        promoter_id=True,
        approved_at=dates.at(date(2025, 3, 24), 10),
        supervisor_id=world.staff(project, "service_supervisor"),
    )


def _edges(world: World, project: Project) -> None:
    """Gone on the last day of the quarter; there for three months on the last of the next; too new."""
    gone = _shop(world, project, 7, date(2024, 3, 1))
    gone.update(moved_out_on=date(2026, 3, 31), service_agreement=False, photos=False, archived_on=None)
    _shop(world, project, 8, date(2026, 3, 31)).update(archived_on=date(2026, 6, 30))
    _shop(world, project, 9, date(2026, 4, 8)).update(photos=None, licence_copy=None, archived_on=None)


def build_letters(world: World) -> None:
    """Letters to and from the committee and the owners, signed for and filed."""
    for number, project in enumerate(PROJECTS):
        for nth, unit in enumerate(dates.MONTHS):
            found = world.day_in(unit, project, 2, 22)
            if found is None:
                continue
            if project.committee is not None and project.committee <= found:
                _to_committee(world, project, found, _LETTERS[(number + nth) % 6], nth)
                _to_committee(world, project, found, _LETTERS[nth % 4], nth + 1)
                _question(world, project, found)
            _to_household(world, project, found)


def letter(world: World, project: Project, party: str, direction: str, **values: object) -> Row:
    """Add a letter, which is in writing."""
    return world.add(
        "letters",
        project,
        letter_id=world.next_id("HJ", project),
        party=party,
        direction=direction,
        written=True,
        **values,
    )


def _to_committee(world: World, project: Project, found: date, subject: str, nth: int) -> None:
    sent = dates.bare(found) if nth % 4 == 3 else world.moment(found)
    week = found + timedelta(days=7)
    letter(
        world,
        project,
        "committee",
        "out",
        subject=subject,
        kind="application" if nth % 2 else "document",
        important=nth % 3 == 0,
        sent_at=sent,
        receipt_signed=True,
        planned_on=found + timedelta(days=25),
        handler_id=world.staff(project, "service"),
        archived_at=dates.last_minute(week) if nth % 2 else dates.bare(week),
    )


def _question(world: World, project: Project, found: date) -> None:
    letter(
        world,
        project,
        "committee",
        "in",
        kind="inquiry",
        subject="owner_interest",
        reasonable=True,
        received_at=world.moment(found),
        handler_id=world.staff(project, "service"),
        replied_at=dates.at(dates.working_day(found, 2), 16),
        archived_at=dates.bare(found + timedelta(days=12)),
    )


def _to_household(world: World, project: Project, found: date) -> None:
    letter(
        world,
        project,
        "household",
        "out",
        kind="notice",
        by_hand=True,
        in_register=True,
        sent_at=world.moment(found),
        receipt_signed=True,
        archived_at=dates.bare(found + timedelta(days=9)),
    )


def build_transmittals(world: World) -> None:
    """One slip a month from the service desk to engineering."""
    for project in PROJECTS:
        for nth, unit in enumerate(dates.MONTHS):
            found = world.day_in(unit, project)
            if found is None:
                continue
            answered = dates.at(dates.working_day(found, 2), 15)
            slip(
                world,
                project,
                complex=nth % 3 == 0,
                issued_at=world.moment(found),
                acknowledged_at=dates.last_minute(found),
                handled_at=answered - timedelta(hours=3),
                fed_back_at=answered,
                manager_confirmed_at=answered + timedelta(hours=1) if nth % 3 == 0 else None,
            )


def slip(world: World, project: Project, **values: object) -> Row:
    """Add a slip from customer service to engineering."""
    return world.add(
        "transmittals",
        project,
        slip_id=world.next_id("CD", project),
        from_department="客服部",
        to_department="工程部",
        **values,
    )


def build_grievances(world: World) -> None:
    """A grievance in each other project, decided in time."""
    for project in PROJECTS[::2]:
        found = world.day_in(dates.MONTHS[4], project)
        if found is not None:
            decided = dates.at(dates.working_day(found, 8), 10)
            world.add(
                "grievances",
                project,
                grievance_id=world.next_id("SS", project),
                staff_id=world.staff(project, "cleaning"),
                form="written",
                named=True,
                raised_at=world.moment(found),
                accepted=True,
                decided_at=decided,
                notified_at=decided + timedelta(hours=5),
            )


def build_weather(world: World) -> None:
    """One city, one sky: every day of the half-year, the same rain for all projects."""
    sky = ("none", "none", "none", "rain", "none", "rain", "none", "none", "storm", "none")
    rain = {dates.HISTORY.starts_on + timedelta(days=number): world.pick(sky) for number in range(212)}
    for project in PROJECTS:
        for found, word in rain.items():
            if word != "none" or project.id == "P01":
                world.add("weather", project, day=found, rain=word)


def build_postponements(world: World) -> None:
    """The half-year's survey put off with leave: no clause of the supervision standard can be."""
    for project in PROJECTS[4:10:5]:
        world.add(
            "postponements",
            project,
            postponement_id=world.next_id("YQ", project),
            obligation="CC-17",
            period="2026-H1",
            approved_by_role="executive",
            approved_at=dates.at(date(2026, 5, 28), 10),
            reason="交付与撤场期间，暂缓调查",
        )


def build_inspections(world: World) -> None:
    """Each month an inspector looks at four clauses in each project, and finds them kept."""
    for number, project in enumerate(PROJECTS):
        for nth, unit in enumerate(dates.MONTHS):
            for clause in _looked_at(project, number, nth):
                _inspection(world, project, unit, clause)
            if not project.shops and nth % 3 == 1:
                _inspection(world, project, unit, "6.2.3", verdict="not_applicable", note="本项目无商铺")


def _looked_at(project: Project, number: int, nth: int) -> tuple[str, ...]:
    kept = INSPECTED if project.shops else INSPECTED[:4]
    return tuple(kept[(number + 4 * nth + step) % len(kept)] for step in range(4))


def _inspection(world: World, project: Project, unit: Unit, clause: str, **values: object) -> None:
    found = world.day_in(unit, project, 10, 28)
    if found is not None:
        row = inspected(world, project, clause, found, "客服前台" if clause < "3" else "商业街")
        row.update(values)
