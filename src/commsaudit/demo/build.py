"""The clean world: every builder in its order (people first: the others refer to them)."""

from __future__ import annotations

from commsaudit.demo import (
    complaints,
    documents,
    gatherings,
    outside,
    people,
    procedures,
    registers,
    releases,
    reports,
    services,
    visits,
)
from commsaudit.demo.world import Builder, World

BUILDERS: tuple[Builder, ...] = (
    people.build_projects,
    people.build_staff,
    people.build_staff_changes,
    people.build_households,
    people.build_life_events,
    complaints.build_complaints,
    services.build_requests,
    services.build_work_orders,
    services.build_home_services,
    visits.build_visits,
    visits.build_liaison,
    releases.build_notices,
    documents.build_documents,
    reports.build_reports,
    gatherings.build_events,
    gatherings.build_meetings,
    gatherings.build_surveys,
    registers.build_cards,
    registers.build_codes,
    registers.build_custody,
    registers.build_keys,
    registers.build_data_access,
    registers.build_committee_funds,
    registers.build_insurance,
    outside.build_merchants,
    outside.build_letters,
    outside.build_transmittals,
    outside.build_grievances,
    outside.build_weather,
    outside.build_postponements,
    outside.build_inspections,
    people.build_other_projects,
    *(procedure.build for procedure in procedures.PROCEDURES),
)


def clean_world(seed: int) -> World:
    """A company in which every clause of every standard is kept."""
    world = World(seed)
    for build in BUILDERS:
        build(world)
    return world
