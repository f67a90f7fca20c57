"""What else changes where a complaint is closed or answered late, or handled by nobody: shared by several standards."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.contact import put_off
from commsaudit.demo.planted import Breach, Site, escaped
from commsaudit.demo.world import Row, moment, text

_LIMITS = {"urgent": 24, "general": 48}


def solution_due(row: Row) -> datetime | None:
    """When a graded complaint or request must have its answer and solution; None: it is not graded."""
    if row["urgency"] is None:
        return None
    received = moment(row, "received_at")
    start = dates.eod(received) if received == dates.bare(received) else received
    return start + timedelta(hours=_LIMITS[text(row, "urgency")])


def answer_at(site: Site, row: Row, answered: datetime) -> list[Breach]:
    """Answer the complaint ``row`` at ``answered``; over a weekend that is a finding of the steward visits too."""
    row["responded_at"] = answered
    due = solution_due(row)
    if due is None or answered <= due:
        return []
    return site.breach("SV-18", f"complaint:{escaped(text(row, 'complaint_id'))}", due)


def close_at(site: Site, row: Row, closed: datetime) -> None:
    """Close the complaint ``row`` at ``closed``; who was called back before is called back on the day after."""
    row["closed_at"] = closed
    for contact in site.world.of("contacts", site.project):
        told = contact["purpose"] in ("complaint_callback", "feedback") and contact["related_id"] == row["complaint_id"]
        if told and moment(contact, "started_at") < closed:
            put_off(contact, dates.at(closed + timedelta(days=1), 15, 10))


def not_handled(site: Site, row: Row) -> list[Breach]:
    """A clear complaint that nobody handles, or not within five working days, is a finding of complaint intake too."""
    clear = row["area"] == "property" and row["valid"] is not False
    fifth = dates.wd(moment(row, "received_at"), 5)
    return site.breach("CI-2", text(row, "complaint_id"), fifth) if clear else []
