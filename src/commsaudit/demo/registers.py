"""Builders: cards, door codes, goods in custody, keys, data access, committee funds, insurance."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.world import Row, World, day, text
from commsaudit.model.units import Unit

DOORS = (("lobby_door", "3#楼大堂"), ("unit_door", "2栋/1单元"), ("unit_door", "1栋东门"))
"""The doors of a residential project; two of their names hold signs that a record id escapes."""


def build_cards(world: World) -> None:
    """Parking cards reissued to their owners; staff cards issued, and taken back from those who leave."""
    for project in PROJECTS:
        _reissues(world, project)
        for row in world.of("staff", project):
            if row["left_on"] is not None:
                _staff_cards(world, project, row)


def card(world: World, project: Project, card_no: str, kind: str, action: str, when: date, **values: object) -> Row:
    """Add a row of the card register; a plain date is handled during office hours."""
    return world.add(
        "access_cards",
        project,
        record_id=world.next_id("IC", project),
        card_no=card_no,
        card_type=kind,
        action=action,
        acted_at=world.moment(when),
        handled_by=world.staff(project, "service"),
        **values,
    )


def _reissues(world: World, project: Project) -> None:
    for nth, unit in enumerate(dates.MONTHS):
        found = world.day_in(unit, project)
        if found is None:
            continue
        number = f"TC{nth:03d}{world.rng.randrange(1000):03d}"
        in_person = nth % 2 == 0
        card(
            world,
            project,
            number,
            "parking",
            "reissue",
            found,
            owner_in_person=in_person,
            authorization_letter=None if in_person else True,
            driving_licence=None if in_person else True,
            owner_confirmed=None if in_person else True,
        )
        card(world, project, f"MJ{nth:03d}{project.id[1:]}", "door", "issue", found, owner_in_person=False)


def _staff_cards(world: World, project: Project, row: Row) -> None:
    """A staff card that was lost and reissued once, and comes back on the last day."""
    who, gone = text(row, "staff_id"), day(row, "left_on")
    joined = day(row, "joined_on")
    number = f"YGK{who[-4:]}"
    card(world, project, number, "staff", "issue", joined, staff_id=who)
    card(world, project, number, "staff", "disable", joined + timedelta(days=3), staff_id=who)
    card(world, project, number, "staff", "reissue", joined + timedelta(days=4), staff_id=who)
    back = card(world, project, number, "staff", "return", gone, staff_id=who)
    back["acted_at"] = (dates.last_minute(gone), dates.bare(gone), world.moment(gone))[int(who[-1]) % 3]


def build_codes(world: World) -> None:
    """Every quarter a new password for the card computer and new codes for the doors."""
    quarters = (dates.month("2025-Q4"), *dates.QUARTERS)
    for number, project in enumerate(PROJECTS):
        doors = DOORS[: 2 + number % 2] if project.residential else DOORS[:1] if project.class_a else ()
        for unit in quarters:
            if project.owes(unit):
                changed = dates.last_minute(unit.ends_on) if number % 3 == 0 else world.moment(_mid(unit, 9))
                code(world, project, "card_computer", "客服中心", changed.date(), changed_at=changed)
        for unit in _door_quarters(project, quarters):
            for nth, (kind, location) in enumerate(doors):
                code(world, project, kind, location, _mid(unit, 18 + 2 * nth))


def _door_quarters(project: Project, quarters: tuple[Unit, ...]) -> tuple[Unit, ...]:
    if project.id == "P05":  # the first doors get their codes in this first quarter
        return quarters[1:]
    return tuple(unit for unit in quarters if project.owes(unit) or (project.id, unit.label) == ("P06", "2026-Q1"))


def _mid(unit: Unit, number: int) -> date:
    """Day ``number`` of the last month of the quarter."""
    return unit.ends_on.replace(day=number)


def code(world: World, project: Project, kind: str, location: str, when: date, **values: object) -> Row:
    """Add a change of code, told a week before: at the last minute of that day for some."""
    changed = world.moment(when)
    told = when - timedelta(days=7)
    row = world.add(
        "codes",
        project,
        change_id=world.next_id("MM", project),
        kind=kind,
        location=location,
        changed_at=changed,
        notified_at=None if kind == "card_computer" else dates.last_minute(told) if when.day % 4 else dates.bare(told),
        notified_by=None if kind == "card_computer" else "mailbox" if when.day % 10 else "phone",
    )
    row.update(values)
    return row


def build_custody(world: World) -> None:
    """Goods taken in and given back, always signed for."""
    for project in PROJECTS:
        for nth, unit in enumerate(dates.MONTHS):
            found = world.day_in(unit, project, 2, 24)
            if found is None:
                continue
            back = nth % 3 != 2
            world.add(
                "custody",
                project,
                item_id=world.next_id("DG", project),
                household_id=text(world.household(project), "household_id"),
                description=world.pick(texts.CUSTODY_ITEMS),
                valuable=False if nth % 2 else None,
                received_at=dates.bare(found) if nth == 4 else world.moment(found),
                received_signed=True,
                keep_until=found + timedelta(days=14),
                returned_at=world.moment(found + timedelta(days=4)) if back else None,
                returned_signed=True if back else None,
            )


def build_keys(world: World) -> None:
    """Keys received, used with leave and given back."""
    for project in PROJECTS:
        for nth, unit in enumerate(dates.MONTHS):
            found = world.day_in(unit, project, 2, 26)
            if found is None:
                continue
            home = text(world.household(project), "household_id")
            _key(world, project, home, "receive", found, in_register=True, agreement_signed=True)
            used = dates.at(found + timedelta(days=1), 10)
            allowed = (used, dates.bare(used), used - timedelta(hours=2))[nth % 3]
            row = _key(world, project, home, "use", used.date(), authorised_at=allowed, recorded=True)
            row["acted_at"] = used
            _key(world, project, home, "return", found + timedelta(days=3), recorded=True)


def _key(world: World, project: Project, home: str, action: str, when: date, **values: object) -> Row:
    return world.add(
        "keys",
        project,
        record_id=world.next_id("YS", project),
        household_id=home,
        action=action,
        acted_at=world.moment(when),
        **values,
    )


def build_data_access(world: World) -> None:
    """Files looked into, each time with a unit head's leave."""
    for project in PROJECTS:
        for nth, unit in enumerate(dates.MONTHS):
            found = world.day_in(unit, project)
            if found is None:
                continue
            accessed = world.moment(found)
            allowed = (accessed, dates.bare(accessed), accessed - timedelta(minutes=45))[nth % 3]
            world.add(
                "data_access",
                project,
                access_id=world.next_id("CY", project),
                accessed_at=accessed,
                accessed_by=world.staff(project, "service"),
                approved_by_role=("project_manager", "department_head", "general_manager")[nth % 3],
                approved_at=allowed,
            )


def build_committee_funds(world: World) -> None:
    """What the committee takes in and spends, approved on the day at the latest."""
    for project in PROJECTS:
        if project.committee is None:
            continue
        for nth, unit in enumerate(dates.MONTHS):
            found = world.day_in(unit, project)
            if found is None or project.committee > found:
                continue
            world.add(
                "committee_funds",
                project,
                entry_id=world.next_id("JF", project),
                kind="collection" if nth == 0 else "expense",
                amount=Decimal("6000.00") if nth == 0 else Decimal(world.rng.randrange(5000, 90000)) / 100,
                occurred_on=found,
                approved_at=(dates.last_minute(found), dates.bare(found))[nth % 2],
            )


def build_insurance(world: World) -> None:
    """Policies of all three kinds where they are owed; one ends with the half-year, renewed later."""
    for number, project in enumerate(PROJECTS):
        held = ["public_liability"]
        if dates.months(project.delivered, 12).date() <= date(2026, 6, 30):
            held.append("property_all_risks")
        if dates.months(project.delivered, 24).date() <= date(2026, 6, 30):
            held.append("machinery")
        for nth, kind in enumerate(held):
            start = max(date(2025, 7, 1), project.delivered if project.id in ("P05", "P08") else date.min)
            _policy(world, project, nth, kind, start, date(start.year + 1, 6, 30))
        if number % 3 == 0:  # a policy that ended with the first quarter
            _policy(world, project, 9, "public_liability", date(2025, 4, 1), date(2026, 3, 31))
    for row in world.rows["insurance"]:
        if row["project_id"] == "P04":  # taken over from the old policy on the very last day of the quarter
            row["starts_on"] = (
                max(day(row, "starts_on"), date(2026, 3, 31))
                if row["ends_on"] == date(2026, 6, 30)
                else row["starts_on"]
            )


def _policy(world: World, project: Project, nth: int, kind: str, starts: date, ends: date) -> None:
    world.add(
        "insurance",
        project,
        policy_no=f"PICC{starts.year}{project.id[1:]}{nth:02d}",
        kind=kind,
        starts_on=starts,
        ends_on=ends,
    )
