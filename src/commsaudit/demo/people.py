"""Builders: projects, staff, households and what happens to them."""

from __future__ import annotations

from datetime import date, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import OTHER_PROJECTS, PROJECTS, Project
from commsaudit.demo.world import Row, World, day, text

_TEAM = (
    "project_manager",
    "department_head",
    "service_supervisor",
    "service",
    "service",
    "chief_steward",
    "steward",
    "engineering_head",
    "technician",
    "technician",
    "technician",
    "security",
    "security",
    "cleaning",
    "home_service",
    "home_service",
    "finance",
)
_CARD_HOLDERS = ("security", "technician", "cleaning")
"""Who leaves: their cards are taken back by the day they go."""


def build_projects(world: World) -> None:
    """One row a project, as the registry of the company has it."""
    for project in PROJECTS:
        _register(world, project)


def _register(world: World, project: Project) -> None:
    world.add(
        "projects",
        project,
        name=project.name,
        property_type=project.type,
        public_class=project.public_class,
        households=project.households,
        occupied_households=project.occupied,
        gross_area_sqm=project.area,
        delivered_on=project.delivered,
        phased=project.phased,
        service_started_on=project.started,
        service_ended_on=project.ended,
        single_client=project.single_client,
        fee_basis=project.fee_basis,
        committee_formed_on=project.committee,
    )


def build_other_projects(world: World) -> None:
    """The projects of other kinds, with their staff; nobody leaves there."""
    for project in OTHER_PROJECTS:
        _register(world, project)
        for role in _TEAM:
            _member(world, project, role)


def build_staff(world: World) -> None:
    """Seventeen people a project, and those who leave."""
    for number, project in enumerate(PROJECTS):
        for role in _TEAM:
            _member(world, project, role)
        for nth, role in enumerate(_CARD_HOLDERS[: 2 if project.id in ("P05", "P06", "P10") else 3]):
            gone = dates.on(dates.MONTHS[(number + 2 * nth) % 6], 9 + 6 * nth)
            if project.busy(gone) or project.id == "P05":
                _leaver(world, project, role, max(gone, date(2026, 2, 27)) if project.id == "P06" else gone)
        _certificates(world, project)


def _member(world: World, project: Project, role: str) -> Row:
    special = role == "technician"
    return world.add(
        "staff",
        project,
        staff_id=world.next_id("YG", project),
        name=world.person(),
        role=role,
        special_post=special,
        key_post=role in ("project_manager", "finance"),
        certificate_no=f"DG{project.id[1:]}{world.rng.randrange(10000):04d}" if special else None,
        certificate_expires_on=date(2027 + world.rng.randrange(3), 5, 31) if special else None,
        joined_on=project.started or date(2021, 3, 1) + timedelta(days=world.rng.randrange(900)),
    )


def _leaver(world: World, project: Project, role: str, gone: date) -> None:
    row = _member(world, project, role)
    joined = project.started or date(2023, 5, 8)
    row.update(joined_on=min(joined, gone - timedelta(days=10)), left_on=gone, exit_interview_declined=False)
    if row["special_post"]:  # runs out only after the holder is gone
        row["certificate_expires_on"] = gone + timedelta(days=5)


def _certificates(world: World, project: Project) -> None:
    """Right on the boundary: a certificate that runs out with the period, and one without an end."""
    holders = [row for row in world.of("staff", project) if row["special_post"] and row["left_on"] is None]
    holders[0]["certificate_expires_on"] = date(2026, 6, 30)
    holders[1]["certificate_expires_on"] = None


def build_households(world: World) -> None:
    """Some of each project's households, all files complete."""
    for project in PROJECTS:
        stewards = [world.staff(project, "steward"), None]
        for number in range(project.files):
            agent = number % 5 == 3
            unit = f"{number % 3 + 1}单元" if project.residential else "西区"
            world.add(
                "households",
                project,
                household_id=world.next_id("FC", project),
                building=f"{number % 4 + 1}栋{unit}",
                room=f"{number // 4 + 1:02d}{number % 4 + 1:02d}",
                owner_name=world.person(),
                phone=world.phone(),
                moved_in_on=_moved_in(world, project, number),
                steward_id=stewards[number % 9 == 8],
                focus=number % 11 == 5,
                move_in_notice=True,
                id_copies=True,
                owner_card=True,
                covenant=True,
                bank_agreement=True,
                by_agent=agent or None,
                agent_authorization=agent or None,
                agent_id_copy=agent or None,
            )
        _unfinished(world, project)


def _moved_in(world: World, project: Project, number: int) -> date | None:
    first = project.delivered
    if project.id == "P04":  # the earlier phases were delivered long ago
        first = date(2021, 5, 20)
    if project.id == "P05":
        return first + timedelta(days=1 + number) if number % 2 else None
    if project.id == "P08":
        first = date(2025, 11, 3)
    last = min(project.busy_to, date(2026, 6, 20))
    if number % 7 == 3 and first < date(2026, 1, 1):  # some move in while the demo lasts
        return min(date(2026, 1, 12) + timedelta(days=number * 6), last)
    if project.id == "P08":  # one after another, so that some are called on after three months in March
        return first + timedelta(days=2 * number)
    return first + timedelta(days=world.rng.randrange(max(1, min((date(2025, 12, 20) - first).days, 1500))))


def _unfinished(world: World, project: Project) -> None:
    """A household that is still to come owes no file yet."""
    if project.residential:
        world.add(
            "households",
            project,
            household_id=world.next_id("FC", project),
            building="5栋1单元",
            room="0301",
            owner_name=world.person(),
            phone=world.phone(),
            moved_in_on=date(2026, 7, 18) if project.phased else None,
            move_in_notice=False,
            id_copies=False,
            owner_card=None,
            covenant=False,
            bank_agreement=False,
            by_agent=True,
        )


def build_life_events(world: World) -> None:
    """A wedding or a birth here and there, and the steward's condolence after a bereavement."""
    for number, project in enumerate(PROJECTS):
        for nth, kind in enumerate(("wedding", "bereavement", "birth")):
            found = world.day_in(dates.MONTHS[(number + 2 * nth) % 6], project)
            if found is None:
                continue
            household = text(world.household(project), "household_id")
            world.add(
                "life_events",
                project,
                event_id=world.next_id("SJ", project),
                household_id=household,
                kind=kind,
                occurred_on=found,
            )


def build_staff_changes(world: World) -> None:
    """A change of pay, post or status for some of the staff."""
    kinds = ("regularised", "salary", "transfer", "evaluation")
    for number, project in enumerate(PROJECTS):
        for nth in range(3):
            found = world.day_in(dates.MONTHS[(2 * number + nth) % 6], project)
            if found is None:
                continue
            who = world.of("staff", project)[3 + nth]
            staff_change(world, project, text(who, "staff_id"), kinds[(number + nth) % 4], found)
        for row in [row for row in world.of("staff", project) if row["left_on"] is not None]:
            staff_change(world, project, text(row, "staff_id"), "resignation", day(row, "left_on") - timedelta(days=14))


def staff_change(world: World, project: Project, who: str, kind: str, occurred: date) -> Row:
    """Add what changed for the member of staff with the id ``who``."""
    return world.add(
        "staff_changes",
        project,
        change_id=world.next_id("YD", project),
        staff_id=who,
        kind=kind,
        occurred_on=occurred,
    )
