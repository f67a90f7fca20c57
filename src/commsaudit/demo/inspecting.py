"""What inspectors see: a row of `inspections`, and the plant that turns its verdict."""

from __future__ import annotations

from datetime import date

from commsaudit.demo import dates
from commsaudit.demo.company import Project
from commsaudit.demo.planted import Breach, Plant, Site, escaped
from commsaudit.demo.world import Row, World, day, text


def inspected(world: World, project: Project, clause: str, on: date, subject: str) -> Row:
    """Add a row in which an inspector finds ``clause`` kept."""
    return world.add(
        "inspections",
        project,
        inspection_id=world.next_id("XJ", project),
        clause=clause,
        inspected_on=on,
        inspector=world.pick(("郑督导", "何督导", "吕督导")),
        subject=subject,
        verdict="pass",
    )


def faulted(clause: str, note: str = "现场不符合要求，已拍照") -> Plant:
    """The plant that turns an inspector's verdict on ``clause``."""

    def found_broken(site: Site) -> list[Breach]:
        """The inspector finds the clause broken."""
        row = site.take(
            "inspections",
            lambda row: dates.eod(day(row, "inspected_on")),
            lambda row: row["clause"] == clause,
        )
        row.update(verdict="fail", note=note)
        return site.breach(clause, f"inspection:{escaped(text(row, 'inspection_id'))}", day(row, "inspected_on"))

    return found_broken
