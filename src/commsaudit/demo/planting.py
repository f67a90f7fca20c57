"""Everything that is planted, clause by clause in the modules it comes from."""

from __future__ import annotations

from commsaudit.demo import (
    plant_closings,
    plant_complaints,
    plant_customers,
    plant_events,
    plant_relations,
    plant_services,
    plant_standing,
    procedures,
)
from commsaudit.demo.build import clean_world
from commsaudit.demo.planted import PlantedFinding, Planting, plant_all
from commsaudit.demo.world import World

PLANTINGS: tuple[Planting, ...] = (
    *plant_complaints.PLANTINGS,
    *plant_closings.PLANTINGS,
    *plant_customers.PLANTINGS,
    *plant_events.PLANTINGS,
    *plant_relations.PLANTINGS,
    *plant_services.PLANTINGS,
    *plant_standing.PLANTINGS,
    *(planting for procedure in procedures.PROCEDURES for planting in procedure.PLANTINGS),
)


def planted_world(seed: int) -> tuple[World, list[PlantedFinding]]:
    """The demo company with everything planted, and what the audits must find in it."""
    world = clean_world(seed)
    return world, plant_all(world, PLANTINGS)
