"""The procedure of complaint intake (CI): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import datetime

from commsaudit.demo import dates
from commsaudit.demo.closing import close_at
from commsaudit.demo.company import PROJECTS
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.sharing import received
from commsaudit.demo.world import Row, World, text


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept: who writes says where from."""
    for project in PROJECTS:
        written = [row for row in world.of("complaints", project) if row["channel"] == "letter"]
        for row in written:
            if row["household_id"] is None:
                writers = [
                    home for home in world.of("households", project) if home["phone"] == row["complainant_phone"]
                ]
                row["household_id"] = writers[0]["household_id"]


def _fifth(row: Row) -> datetime:
    return dates.wd(received(row), 5)


def nowhere_to_call(site: Site) -> list[Breach]:
    """A letter of complaint is taken in without a telephone number."""
    row = site.take("complaints", received, lambda row: row["channel"] == "letter")
    row["complainant_phone"] = None
    return site.breach("CI-1", text(row, "complaint_id"), received(row))


def promised_too_far(site: Site) -> list[Breach]:
    """A clear complaint is closed within the promise, but a day after the five working days."""
    row = site.take("complaints", _fifth, lambda row: row["public_interest"] is True and row["area"] == "property")
    close_at(site, row, next_day(_fifth(row)))
    return site.breach("CI-2", text(row, "complaint_id"), _fifth(row))


def mediated_late(site: Site) -> list[Breach]:
    """A dispute is settled within the promise, but a day after the five working days, and not reported."""
    row = site.take("complaints", _fifth, lambda row: row["area"] == "neighbour")
    row["promised_at"] = dates.bare(dates.working_day(received(row), 9))
    close_at(site, row, next_day(_fifth(row)))
    return site.breach("CI-3", text(row, "complaint_id"), _fifth(row))


PLANTINGS: tuple[Planting, ...] = (
    (nowhere_to_call, "P09", "2026-03"),
    (nowhere_to_call, "P04", "2026-05"),
    (promised_too_far, "P01", "2026-03"),
    (promised_too_far, "P02", "2026-06"),
    (mediated_late, "P04", "2026-03"),
    (mediated_late, "P06", "2026-05"),
)
