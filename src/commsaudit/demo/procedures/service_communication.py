"""The procedure of service communication (SC): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import contact
from commsaudit.demo.documents import document
from commsaudit.demo.gatherings import meeting
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.outside import letter
from commsaudit.demo.procedures.plant_service_communication import PLANTINGS
from commsaudit.demo.releases import notice
from commsaudit.demo.world import Row, World, day, moment

__all__ = ["PLANTINGS", "build"]

_WRITTEN = ("bulletin", "doorway", "elevator", "mailbox", "letter")
_AT_ONCE = ("phone", "door", "office")
_SECTIONS = ("topics", "resolutions", "actions")
_POLICIES = (
    ("装修管理规定修订", "修订后的装修管理规定已经审批，自下月起施行，全文见随信附件。"),
    ("访客登记办法", "访客登记办法自下月起施行，请各位业户配合门岗查验。"),
)
_PRIVATE = ("office", "letter", "online", "phone")
_INSPECTED = (
    ("SC-14", "前台接待"),
    ("SC-15", "与社区、媒体往来记录"),
    ("SC-12", "业主大会资料"),
)
"""What inspectors look at: no log shows it, or it falls due outside the half-year."""


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    for number, project in enumerate(PROJECTS):
        _requests(world, project)
        _complaints(world, project)
        _policies(world, project, number)
        _important_notices(world, project)
        _private_matters(world, project, number)
        _minutes(world, project)
        _letters(world, project, number)
        _suggestion_box(world, project)
        _assembly(world, project)
        _inspections(world, project, number)


def _requests(world: World, project: Project) -> None:
    """Urgent ones are answered at once; what is not settled with the answer gets a date; what is closed has a measure."""
    for nth, row in enumerate(world.of("requests", project)):
        if nth % 5 == 2 and row["urgency"] == "general":
            row["urgency"] = "urgent"
        if row["urgency"] == "urgent" and row["responded_at"] is not None:
            row["responded_via"] = _AT_ONCE[nth % 3]
        closed = row["closed_at"]
        if closed is not None:
            row["measure"] = row["measure"] or world.pick(texts.MEASURES)
        elif row["reply_promised_at"] is None:
            row["reply_promised_at"] = dates.bare(dates.working_day(moment(row, "received_at"), 5))


def _complaints(world: World, project: Project) -> None:
    """Some files are put away on the thirtieth day only."""
    closed = [row for row in world.of("complaints", project) if row["closed_at"] is not None]
    for nth, row in enumerate(closed):
        last = day(row, "closed_at") + timedelta(days=30)
        if nth % 9 == 4:
            row["archived_at"] = dates.last_minute(last)
        elif nth % 9 == 8:
            row["archived_at"] = dates.bare(last)


def _policies(world: World, project: Project, number: int) -> None:
    """Two new rules in the half-year go to every household's mailbox; the second is important."""
    for nth, unit in enumerate((dates.MONTHS[(1, 2)[number % 2]], dates.MONTHS[4])):
        found = world.day_in(unit, project, 8, 24)
        if found is None:
            continue
        title, body = _POLICIES[nth]
        notice(
            world,
            project,
            "policy",
            world.moment(found, 9, 17),
            title=title,
            body=body,
            channels=["letter", "mailbox"] if nth else ["mailbox", "sms"],
            approved_by_role="general_manager" if nth else "project_manager",
            important=True if nth else None,
        )


def _important_notices(world: World, project: Project) -> None:
    """What matters goes out in writing, and one more way."""
    for row in world.of("notices", project):
        listed = row["channels"]
        channels = list(listed) if isinstance(listed, list) else []
        if not (row["important"] or row["kind"] in ("policy", "fee_standard")):
            continue
        for more in ("letter", "mailbox"):
            if not set(channels) & set(_WRITTEN) or len(set(channels)) < 2:
                channels.append(more)
        row["channels"] = channels


def _private_matters(world: World, project: Project, number: int) -> None:
    """What is private is talked over with nobody else there."""
    for nth, unit in enumerate(dates.MONTHS):
        found = world.day_in(unit, project, 2, 26)
        if found is None:
            continue
        contact(
            world,
            project,
            "other",
            dates.bare(found) if nth == 4 else world.moment(found, 10, 11),
            role="service_supervisor",
            household_id=world.household(project)["household_id"],
            mode=_PRIVATE[(number + nth) % 4],
            sensitive=True,
        )


def _minutes(world: World, project: Project) -> None:
    """Minutes name the place, who was there, and what came of it."""
    for row in world.of("meetings", project):
        if row["minutes_at"] is None:
            continue
        said = row["sections"]
        sections = list(said) if isinstance(said, list) else []
        row["sections"] = [*sections, *(word for word in _SECTIONS if word not in sections)]
        row["location"] = row["location"] or "会议室"
        row["attendee_roles"] = row["attendee_roles"] or ["project_manager", "service_supervisor"]


def _letters(world: World, project: Project, number: int) -> None:
    """Each other month a letter to or from the authorities; every important letter is kept within the week."""
    for nth, unit in enumerate(dates.MONTHS):
        found = world.day_in(unit, project, 3, 20)
        if found is not None and (number + nth) % 2 == 0:
            _outside(world, project, found, nth)
    for row in world.of("letters", project):
        passed = row["sent_at" if row["direction"] == "out" else "received_at"]
        if row["important"] and isinstance(passed, datetime):
            _keep(row, dates.last_minute(passed + timedelta(days=7)))


def _outside(world: World, project: Project, found: date, nth: int) -> None:
    """In by turns and out, filed or copied, some on the seventh day."""
    week = found + timedelta(days=7)
    incoming = nth % 4 < 2
    passed = dates.bare(found) if nth == 3 else world.moment(found)
    letter(
        world,
        project,
        "authority" if incoming else "community",
        "in" if incoming else "out",
        kind="document",
        subject="regulation" if incoming else "important_activity",
        important=True,
        sent_at=None if incoming else passed,
        received_at=passed if incoming else None,
        receipt_signed=None if incoming else True,
        handler_id=world.staff(project, "service", nth),
        copied_at=dates.last_minute(week) if incoming else None,
        archived_at=dates.bare(week) if not incoming else dates.bare(found + timedelta(days=20)),
    )


def _keep(row: Row, last: datetime) -> None:
    kept = [found for found in (row["archived_at"], row["copied_at"]) if isinstance(found, datetime)]
    if not any(found <= last for found in kept):
        row["archived_at"] = last


def _suggestion_box(world: World, project: Project) -> None:
    """The box is opened every month, in some months on its last day."""
    for nth, unit in enumerate(dates.MONTHS):
        if project.owes(unit):
            last = unit.ends_on
            opened = (dates.last_minute(last), dates.bare(last), world.moment(last - timedelta(days=4)))[nth % 3]
            document(world, project, "suggestion_box_opening", period=unit.label, prepared_at=opened)


def _assembly(world: World, project: Project) -> None:
    """The owners of one project met in spring; another's assembly is put off until it is handed over."""
    if project.id == "P02":
        held = dates.at(date(2026, 5, 16), 9, 30)
        meeting(
            world,
            project,
            "owners_assembly",
            held,
            notice_published_at=held - timedelta(days=20),
            duration_min=150,
            location="小区中心广场",
            chaired_by_role="other",
            attendee_roles=["other", "project_manager"],
            agenda=True,
            photos=True,
            minutes_by=world.staff(project, "service"),
            minutes_at=held + timedelta(days=2),
            sections=list(_SECTIONS),
        )
    if project.id == "P05":
        world.add(
            "postponements",
            project,
            postponement_id=world.next_id("YQ", project),
            obligation="SC-12",
            period="2026",
            approved_by_role="executive",
            approved_at=dates.at(date(2026, 5, 29), 10),
            reason="新交付项目，入住未达法定比例",
        )


def _inspections(world: World, project: Project, number: int) -> None:
    """Each month an inspector finds one of the clauses kept."""
    for nth, unit in enumerate(dates.MONTHS):
        found = world.day_in(unit, project, 5, 26)
        if found is not None:
            clause, subject = _INSPECTED[(number + nth) % 3]
            inspected(world, project, clause, found, subject)
