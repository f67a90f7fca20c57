"""What else changes where a complaint is closed late or handled by nobody: shared by the plants of several standards."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.planted import Breach, Site
from commsaudit.demo.world import Row, moment, text


def close_at(site: Site, row: Row, closed: datetime) -> None:
    """Close the complaint ``row`` at ``closed``; who was called back before is called back on the day after."""
    row["closed_at"] = closed
    for contact in site.world.of("contacts", site.project):
        told = contact["purpose"] in ("complaint_callback", "feedback") and contact["related_id"] == row["complaint_id"]
        if told and moment(contact, "started_at") < closed:
            contact["started_at"] = dates.at(closed + timedelta(days=1), 15, 10)


def not_handled(site: Site, row: Row) -> list[Breach]:
    """A clear complaint that nobody handles, or not within five working days, is a finding of complaint intake too."""
    clear = row["area"] == "property" and row["valid"] is not False
    fifth = dates.wd(moment(row, "received_at"), 5)
    return site.breach("CI-2", text(row, "complaint_id"), fifth) if clear else []
