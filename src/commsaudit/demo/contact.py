"""One way to add a contact: callbacks, feedback, visits and interviews look alike on record."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import Project
from commsaudit.demo.world import Row, World, moment

CALLERS = ("steward", "service", "chief_steward", "service_supervisor")
"""Who calls back after a complaint that is not a major one."""


def contact(world: World, project: Project, purpose: str, started: datetime, **values: object) -> Row:
    """Add a contact; ``role`` among the values names who made it (default: service), ``form_no`` its form."""
    role = str(values.pop("role", "service"))
    mode = str(values.get("mode", "phone"))
    form = values.pop("form_no", None) or f"HF{world.rng.randrange(100000):05d}"
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
        form_no=form,
        appointment_at=started - timedelta(minutes=10) if door else None,
        signed=True if door else None,
    )
    row.update({"mode": mode, **values})
    return row


def callback(world: World, project: Project, purpose: str, of: str, started: datetime, **values: object) -> Row:
    """Add a callback of the record with id ``of``."""
    return contact(world, project, purpose, started, related_id=of, **values)


def put_off(call: Row, started: datetime) -> None:
    """Make the call at ``started`` instead; what was promised in it, and kept, moves by as many days."""
    by = started.date() - moment(call, "started_at").date()
    call["started_at"] = started
    for column in ("reply_promised_at", "fed_back_at"):
        if call[column] is not None:
            call[column] = moment(call, column) + by


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
