"""Builders: each month's visits and interviews, and the talks with committee, client and authorities."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_CEILING, Decimal

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import contact
from commsaudit.demo.world import World
from commsaudit.model.units import Unit

VISITS = 4
INTERVIEWS = 2
PLANNED = 5
"""What the month's visit plan asks for: one less than the visits and interviews that are made."""
_OPINIONS = ("希望增加充电桩", "建议加强绿化", None)
_RATES = ((300, "0.04"), (500, "0.05"), (800, "0.06"))
_RATE_ABOVE = "0.07"


def quota(project: Project) -> int:
    """How many households a month the project must visit (OC-8)."""
    rate = next((rate for bound, rate in _RATES if project.households <= bound), _RATE_ABOVE)
    return int((Decimal(rate) * project.occupied).to_integral_value(ROUND_CEILING))


def build_visits(world: World) -> None:
    """Each month four visits and two interviews by the manager, of six different households."""
    for project in PROJECTS:
        for unit in (dates.HISTORY, *dates.MONTHS):
            if project.owes(unit):
                _month(world, project, unit)


def _month(world: World, project: Project, unit: Unit) -> None:
    homes = world.rng.sample(world.residents(project), VISITS + INTERVIEWS)
    empty = not project.busy(unit.ends_on) and project.id == "P05"  # nobody lives there yet
    for nth, home in enumerate(homes):
        door = not empty and nth != 1
        day = dates.on(unit, world.rng.randint(1, 31))
        if nth == INTERVIEWS:  # on the last day of the month
            day = unit.ends_on
        started = world.moment(day, 14, 16)
        interview = nth < INTERVIEWS
        row = contact(
            world,
            project,
            "interview" if interview else "visit",
            dates.bare(day) if nth == 4 else started,
            role="project_manager" if interview else ("service_supervisor", "steward", "service", "steward")[nth - 2],
            household_id=home["household_id"],
            mode="door" if door else "phone",
            opinion=_OPINIONS[(unit.starts_on.month + nth // 3) % 3] if nth in (0, 3) else None,
        )
        if nth == 4 and unit.starts_on.month % 2:  # the role is read from the staff log
            row["staff_role"] = None
        if nth == 3 and row["opinion"]:
            row.update(needs_feedback=True, fed_back_at=dates.bare(dates.days(started, 5)))


def build_liaison(world: World) -> None:
    """Each month with the client and the committee's director, in turn with community and housing bureau."""
    for project in PROJECTS:
        for unit in dates.MONTHS:
            if project.owes(unit):
                _liaison(world, project, unit)


def _liaison(world: World, project: Project, unit: Unit) -> None:
    parties = ["client"]
    if project.committee and project.committee < unit.starts_on:
        parties.append("committee_director")
    parties.append("community" if unit.starts_on.month % 2 else "housing_bureau")
    for nth, party in enumerate(parties):
        day: date = dates.on(unit, 6 + 7 * nth)
        contact(
            world,
            project,
            "liaison",
            world.moment(day, 9, 11),
            role="project_manager",
            party=party,
            mode="office",
        )
