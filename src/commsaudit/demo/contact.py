"""One way to add a contact: callbacks, feedback, visits and interviews look alike on record."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import Project
from commsaudit.demo.world import Row, World


def contact(world: World, project: Project, purpose: str, started: datetime, **values: object) -> Row:
    """Add a contact; ``role`` among the values names who made it (default: service)."""
    role = str(values.pop("role", "service"))
    mode = str(values.get("mode", "phone"))
    door = mode == "door" and started != dates.bare(started)
    row = world.add(
        "contacts",
        project,
        contact_id=world.next_id("ZF", project),
        party="household",
        purpose=purpose,
        started_at=started,
        staff_id=world.staff(project, role),
        staff_role=role,
        form_no=f"HF{world.rng.randrange(100000):05d}",
        appointment_at=started - timedelta(minutes=10) if door else None,
        signed=True if door else None,
    )
    row.update({"mode": mode, **values})
    return row


def callback(world: World, project: Project, purpose: str, of: str, started: datetime, **values: object) -> Row:
    """Add a callback of the record with id ``of``."""
    return contact(world, project, purpose, started, related_id=of, **values)


def call_time(world: World, closed: datetime, nth: int) -> datetime:
    """When a callback due within a working day is made: soon, the next day, at the last minute, or bare."""
    deadline = dates.working_day(closed)
    choices = (
        min(closed + timedelta(minutes=40), dates.last_minute(closed)),
        world.moment(deadline, 9, 11),
        dates.last_minute(deadline),
        dates.bare(closed),
    )
    return choices[nth % 4]
