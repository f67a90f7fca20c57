"""Plants: complaints not logged, passed on, assigned or answered (2.2 to 2.4, but for 2.3.5 and 2.3.6)."""

from __future__ import annotations

from datetime import datetime

from commsaudit.demo import dates
from commsaudit.demo.closing import answer_at, not_handled
from commsaudit.demo.complaints import ONLINE
from commsaudit.demo.planted import Breach, Planting, Site, next_day, tagged
from commsaudit.demo.sharing import next_working_day, received
from commsaudit.demo.world import Row, day, moment, text

_CALLS = ("phone", "hotline")


def _second(row: Row) -> datetime:
    return dates.wd(received(row), 2)


def _online(row: Row) -> bool:
    return row["channel"] in ONLINE


def plain(row: Row) -> bool:
    """An ordinary complaint about the property that no clause asks more for than for the others."""
    special = _online(row) or row["difficult"] or row["public_interest"] or row["channel"] == "quality_dept"
    return not special and row["area"] == "property" and row["grade"] == "ordinary" and row["complaint_class"] != "1"


def difficult(row: Row) -> bool:
    """A complaint for which the form is filled in."""
    return row["difficult"] is True


def _developer(row: Row) -> bool:
    return row["area"] == "developer"


def unlogged(site: Site) -> list[Breach]:
    """Logged a day late."""
    row = site.take("complaints", next_working_day, plain)
    row["logged_at"] = next_day(next_working_day(row))
    found = site.breach("2.2.1", text(row, "complaint_id"), next_working_day(row))
    if row["channel"] in _CALLS and not site.project.single_client:
        found += site.breach("CU-11", f"complaint:{text(row, 'complaint_id')}", day(row, "received_at"))
    return found


def without_form(site: Site) -> list[Breach]:
    """A difficult complaint is open past a working day, and nobody filled in the form."""
    row = site.take("complaints", _second, difficult)
    row["form_no"] = None
    return site.breach("2.2.2", text(row, "complaint_id"), _second(row))


def not_passed_on(site: Site) -> list[Breach]:
    """Nobody is named to whom it was passed."""
    row = site.take("complaints", next_working_day, plain)
    row["forwarded_to"] = None
    return site.breach("2.2.3", text(row, "complaint_id"), next_working_day(row))


def passed_on_late(site: Site) -> list[Breach]:
    """Passed on a minute after the deadline."""
    row = site.take("complaints", next_working_day, plain)
    row["forwarded_at"] = dates.bare(next_day(next_working_day(row))).replace(minute=1)
    return site.breach("2.2.3", text(row, "complaint_id"), next_working_day(row))


def unassigned(site: Site) -> list[Breach]:
    """Nobody is named to handle it."""
    row = site.take("complaints", next_working_day, plain)
    row["handler_id"] = None
    return site.breach("2.3.1", text(row, "complaint_id"), next_working_day(row)) + not_handled(site, row)


def not_referred(site: Site) -> list[Breach]:
    """A developer's complaint that went on by word of mouth only."""
    row = site.take("complaints", next_working_day, _developer)
    row["referred_at"] = None
    return site.breach("2.3.1", text(row, "complaint_id"), next_working_day(row))


def _silent(site: Site, k: int) -> list[Breach]:
    def due(row: Row) -> datetime:
        return dates.days(moment(row, "received_at"), 7 * k)

    row = site.take("complaints", due, lambda row: _developer(row) and moment(row, "closed_at") > due(row))
    start = dates.days(moment(row, "received_at"), 7 * (k - 1)) if k > 1 else moment(row, "received_at")
    gone = [
        contact
        for contact in site.world.of("contacts", site.project)
        if contact["purpose"] == "feedback"
        and contact["related_id"] == row["complaint_id"]
        and start <= moment(contact, "started_at") <= due(row)
    ]
    site.drop("contacts", gone)
    return site.breach("2.3.2", tagged(row, "complaint_id", str(k)), due(row))


def silent_first_week(site: Site) -> list[Breach]:
    """The owner hears nothing in the first week."""
    return _silent(site, 1)


def silent_second_week(site: Site) -> list[Breach]:
    """The owner hears nothing in the second week."""
    return _silent(site, 2)


def unanswered(site: Site) -> list[Breach]:
    """Answered a day late."""
    row = site.take("complaints", next_working_day, plain)
    found = answer_at(site, row, next_day(next_working_day(row)))
    return found + site.breach("2.3.3", text(row, "complaint_id"), next_working_day(row))


def assigned_too_low(site: Site) -> list[Breach]:
    """The supervisor, not the unit head, named the handler of a difficult complaint."""
    row = site.take("complaints", _second, difficult)
    row["assigned_by_role"] = "service_supervisor"
    return site.breach("2.3.4", text(row, "complaint_id"), _second(row))


def online_unanswered(site: Site) -> list[Breach]:
    """An online complaint is answered a day late: two clauses ask for that."""
    row = site.take("complaints", next_working_day, _online)
    found = answer_at(site, row, next_day(next_working_day(row)))
    record = text(row, "complaint_id")
    return (
        found
        + site.breach("2.3.3", record, next_working_day(row))
        + site.breach("2.4.1", record, next_working_day(row))
    )


def online_unassigned(site: Site) -> list[Breach]:
    """Nobody follows an online complaint up: two clauses ask for that."""
    row = site.take("complaints", next_working_day, _online)
    row["handler_id"] = None
    record = text(row, "complaint_id")
    found = site.breach("2.3.1", record, next_working_day(row)) + site.breach("2.4.1", record, next_working_day(row))
    return found + not_handled(site, row)


PLANTINGS: tuple[Planting, ...] = (
    (unlogged, "P01", "2026-03"),
    (unlogged, "P06", "2026-05"),
    (unlogged, "P09", "2026-01"),
    (without_form, "P02", "2026-03"),
    (without_form, "P08", "2026-04"),
    (without_form, "P10", "2026-01"),
    (not_passed_on, "P03", "2026-03"),
    (passed_on_late, "P10", "2026-04"),
    (unassigned, "P04", "2026-03"),
    (not_referred, "P09", "2026-03"),
    (not_referred, "P02", "2026-05"),
    (silent_first_week, "P01", "2026-03"),
    (silent_second_week, "P04", "2026-05"),
    (silent_first_week, "P08", "2026-01"),
    (unanswered, "P06", "2026-03"),
    (unanswered, "P04", "2026-02"),
    (unanswered, "P05", "2026-06"),
    (assigned_too_low, "P09", "2026-03"),
    (assigned_too_low, "P07", "2026-05"),
    (online_unanswered, "P10", "2026-03"),
    (online_unassigned, "P03", "2026-05"),
)
