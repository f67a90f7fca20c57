"""The procedure of the owners' committee (CM): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import contact
from commsaudit.demo.documents import document
from commsaudit.demo.gatherings import meeting
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.outside import letter
from commsaudit.demo.procedures.plant_committee import PLANTINGS
from commsaudit.demo.world import Row, World
from commsaudit.model.units import Unit

__all__ = ["PLANTINGS", "build"]

_SENT = (date(2026, 2, 24), date(2026, 5, 18))
"""From when on, in each quarter, the committee's consent is sought."""


def build(world: World) -> None:
    """The committee's month, quarter and half-year, where there is one."""
    for number, project in enumerate(PROJECTS):
        if project.committee is None:
            continue
        for nth, unit in enumerate(dates.MONTHS):
            _month(world, project, unit, number + nth)
        for unit, sent in zip(dates.QUARTERS, _SENT, strict=True):
            if project.committee < unit.starts_on and project.owes(unit):
                _publication(world, project, unit, number)
            if project.committee < sent:
                _quarter(world, project, sent + timedelta(days=number), number)
        _tea_party(world, project, date(2026, 6, (1, 30, 17)[number % 3]))
        for nth, found in enumerate((date(2026, 3, 18), date(2026, 5, 20))):
            if project.committee < found:
                inspected(world, project, "CM-13", found + timedelta(days=nth + number), "业委会往来函件")


def _month(world: World, project: Project, unit: Unit, turn: int) -> None:
    """Last month's accounts by the 5th, and questions taken from the 10th to the 15th."""
    if project.committee is None or project.committee >= unit.starts_on:
        return
    fifth = dates.on(unit, 5)
    if project.owes(unit.previous()):
        document(
            world,
            project,
            "financial_statement",
            period=unit.previous().label,
            prepared_at=dates.at(dates.on(unit, 2), 16),
            submitted_at=(dates.last_minute(fifth), dates.bare(fifth), dates.at(dates.on(unit, 4), 10))[turn % 3],
            published_at=dates.at(dates.on(unit, 12), 9),
        )
    if project.owes(unit):
        contact(
            world,
            project,
            "inquiry_session",
            (dates.bare(dates.on(unit, 10)), dates.at(dates.on(unit, 15), 17), dates.at(dates.on(unit, 13), 15))[
                turn % 3
            ],
            role="project_manager",
            party="committee",
            mode="office",
        )


def _letter(world: World, project: Project, kind: str, sent: datetime, **values: object) -> Row:
    """A letter to the committee: in writing, signed for, and filed within the week."""
    row = letter(
        world,
        project,
        "committee",
        "out",
        kind=kind,
        subject="other",
        sent_at=sent,
        receipt_signed=True,
        handler_id=world.staff(project, "service"),
        archived_at=dates.at(sent + timedelta(days=6), 10),
    )
    row.update(values)
    return row


def _publication(world: World, project: Project, unit: Unit, number: int) -> None:
    """The quarter's community paper, once on the last day of the first month."""
    last = dates.on(unit, 31)
    sent = (dates.last_minute(last), dates.bare(dates.on(unit, 9)), dates.at(dates.on(unit, 16), 10))[number % 3]
    _letter(world, project, "publication", sent)


def _quarter(world: World, project: Project, sent: date, number: int) -> None:
    """A matter that needs consent, something to be told, and a demand that goes too far."""
    edge = number % 2 == 0
    planned = sent + timedelta(days=15 if edge else 23)
    _letter(
        world,
        project,
        "application",
        dates.last_minute(sent) if edge else world.moment(sent),
        subject="important_activity",
        consent_needed=True,
        planned_on=planned,
    )
    _meeting(world, project, "committee_special", dates.at(planned if edge else sent + timedelta(days=9), 19))
    told = dates.working_day(sent, 3)
    _letter(
        world,
        project,
        "notification",
        dates.last_minute(told) if edge else dates.bare(told),
        subject="regulation" if edge else "major_event",
        occurred_on=sent,
    )
    demanded = sent + timedelta(days=7)
    raised = dates.working_day(demanded)
    letter(
        world,
        project,
        "committee",
        "in",
        kind="inquiry",
        subject="other",
        reasonable=False,
        received_at=world.moment(demanded),
        handler_id=world.staff(project, "service"),
        escalated_at=dates.last_minute(raised) if edge else dates.at(raised, 9, 30),
        archived_at=dates.last_minute(demanded + timedelta(days=30)),
    )


def _tea_party(world: World, project: Project, held: date) -> None:
    _meeting(world, project, "tea_party", dates.at(held, 15))


def _meeting(world: World, project: Project, kind: str, held: datetime) -> None:
    """A meeting with the committee, minuted the next day."""
    meeting(
        world,
        project,
        kind,
        held,
        duration_min=90,
        notice_published_at=held - timedelta(days=7),
        location="业委会办公室",
        chaired_by_role="project_manager",
        attendee_roles=["project_manager", "service_supervisor", "other"],
        agenda=True,
        minutes_by=world.staff(project, "service"),
        minutes_at=held + timedelta(days=1),
        sections=["topics", "resolutions", "actions"],
    )
