"""The procedure of the owners' committee (CM): what the company does by it, and where it does not."""

from __future__ import annotations

from commsaudit.demo.planted import Planting
from commsaudit.demo.world import World


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""


PLANTINGS: tuple[Planting, ...] = ()
