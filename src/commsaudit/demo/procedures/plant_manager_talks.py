"""Plants: the manager's talks with committee, community, housing bureau and focus households (SV-5 to SV-8)."""

from __future__ import annotations

from collections.abc import Iterable

from commsaudit.demo.planted import Breach, Planting, Site
from commsaudit.demo.sharing import contacts
from commsaudit.demo.world import Row


def _talked(site: Site, party: str) -> list[Row]:
    """The manager's talks with ``party`` in the unit.

    Raises:
        LookupError: there is none.
    """
    rows = contacts(site, site.unit.starts_on, site.unit.ends_on)
    found = [row for row in rows if row["party"] == party and row["staff_role"] == "project_manager"]
    if not found:
        raise LookupError(f"{party} of {site.project.id} in {site.when}")
    return found


def _not_by_the_manager(site: Site, rows: Iterable[Row]) -> None:
    for row in rows:
        row.update(staff_role="service_supervisor", staff_id=site.world.staff(site.project, "service_supervisor"))


def director_not_seen(site: Site) -> list[Breach]:
    """The supervisor went to the committee's director instead of the manager."""
    _not_by_the_manager(site, _talked(site, "committee_director"))
    return site.breach("SV-5", site.when, site.unit.ends_on)


def community_not_seen(site: Site) -> list[Breach]:
    """The supervisor, not the manager, talked with the community in two months."""
    _not_by_the_manager(site, _talked(site, "community"))
    return site.breach("SV-7", site.when, site.unit.ends_on)


def bureau_not_seen(site: Site) -> list[Breach]:
    """The supervisor, not the manager, was at the housing bureau in the quarter."""
    _not_by_the_manager(site, _talked(site, "housing_bureau"))
    return site.breach("SV-8", site.when, site.unit.ends_on)


def focus_left_out(site: Site) -> list[Breach]:
    """The manager's talk with a focus household was the supervisor's, and there was no other."""
    focus = {row["household_id"] for row in site.world.of("households", site.project) if row["focus"]}
    rows = [row for row in _talked(site, "household") if row["household_id"] in focus]
    if {row["purpose"] for row in rows} != {"liaison"}:
        raise LookupError(f"focus households of {site.project.id} in {site.when}")
    _not_by_the_manager(site, rows)
    return site.breach("SV-6", site.when, site.unit.ends_on)


PLANTINGS: tuple[Planting, ...] = (
    (director_not_seen, "P01", "2026-03"),
    (director_not_seen, "P06", "2026-05"),
    (focus_left_out, "P09", "2026-03"),
    (focus_left_out, "P02", "2026-06"),
    (community_not_seen, "P04", "2026-B1"),
    (community_not_seen, "P08", "2026-B2"),
    (bureau_not_seen, "P09", "2026-Q1"),
    (bureau_not_seen, "P03", "2026-Q2"),
)
