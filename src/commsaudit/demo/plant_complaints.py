"""Plants: complaints not logged, passed on, answered, closed, called back or reported (2.2 to 2.8)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.closing import close_at, not_handled
from commsaudit.demo.planted import Breach, Planting, Site, next_day, tagged
from commsaudit.demo.world import Row, day, later, moment, text

_ONLINE = ("online", "app", "wechat", "email")
_CALLS = ("phone", "hotline")


def _due(count: int, row: Row) -> datetime:
    return dates.wd(moment(row, "received_at"), count)


def _first(row: Row) -> datetime:
    return _due(1, row)


def _second(row: Row) -> datetime:
    return _due(2, row)


def _online(row: Row) -> bool:
    return row["channel"] in _ONLINE


def _plain(row: Row) -> bool:
    special = _online(row) or row["difficult"] or row["public_interest"] or row["channel"] == "quality_dept"
    return not special and row["area"] == "property" and row["grade"] == "ordinary" and row["complaint_class"] != "1"


def _hard(row: Row) -> bool:
    return row["difficult"] is True


def _developer(row: Row) -> bool:
    return row["area"] == "developer"


def _callbacks(site: Site, row: Row) -> list[Row]:
    """The callbacks by the deadline of the supervision standard: who is called on later does not keep that one."""
    return [
        contact
        for contact in site.world.of("contacts", site.project)
        if contact["related_id"] == row["complaint_id"]
        and contact["purpose"] == "complaint_callback"
        and moment(contact, "started_at") <= _callback_due(row)
    ]


def unlogged(site: Site) -> list[Breach]:
    """Logged a day late."""
    row = site.take("complaints", _first, _plain)
    row["logged_at"] = next_day(_first(row))
    found = site.breach("2.2.1", text(row, "complaint_id"), _first(row))
    if row["channel"] in _CALLS and not site.project.single_client:
        found += site.breach("CU-11", f"complaint:{text(row, 'complaint_id')}", day(row, "received_at"))
    return found


def without_form(site: Site) -> list[Breach]:
    """A difficult complaint is open past a working day, and nobody filled in the form."""
    row = site.take("complaints", _second, _hard)
    row["form_no"] = None
    return site.breach("2.2.2", text(row, "complaint_id"), _second(row))


def not_passed_on(site: Site) -> list[Breach]:
    """Nobody is named to whom it was passed."""
    row = site.take("complaints", _first, _plain)
    row["forwarded_to"] = None
    return site.breach("2.2.3", text(row, "complaint_id"), _first(row))


def passed_on_late(site: Site) -> list[Breach]:
    """Passed on a minute after the deadline."""
    row = site.take("complaints", _first, _plain)
    row["forwarded_at"] = dates.bare(next_day(_first(row))).replace(minute=1)
    return site.breach("2.2.3", text(row, "complaint_id"), _first(row))


def unassigned(site: Site) -> list[Breach]:
    """Nobody is named to handle it."""
    row = site.take("complaints", _first, _plain)
    row["handler_id"] = None
    return site.breach("2.3.1", text(row, "complaint_id"), _first(row)) + not_handled(site, row)


def not_referred(site: Site) -> list[Breach]:
    """A developer's complaint that went on by word of mouth only."""
    row = site.take("complaints", _first, _developer)
    row["referred_at"] = None
    return site.breach("2.3.1", text(row, "complaint_id"), _first(row))


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
    row = site.take("complaints", _first, _plain)
    row["responded_at"] = next_day(_first(row))
    return site.breach("2.3.3", text(row, "complaint_id"), _first(row))


def assigned_too_low(site: Site) -> list[Breach]:
    """The supervisor, not the unit head, named the handler of a difficult complaint."""
    row = site.take("complaints", _second, _hard)
    row["assigned_by_role"] = "service_supervisor"
    return site.breach("2.3.4", text(row, "complaint_id"), _second(row))


def _closing(row: Row) -> datetime:
    promised = row["promised_at"]
    if isinstance(promised, datetime):
        return dates.eod(promised) if promised == dates.bare(promised) else promised
    return _due(5, row)


def closed_late(site: Site) -> list[Breach]:
    """Closed the day after the deadline."""
    row = site.take("complaints", _closing, _plain)
    closed = next_day(_closing(row))
    close_at(site, row, closed)
    found = site.breach("2.3.5", text(row, "complaint_id"), _closing(row))
    return found + (not_handled(site, row) if closed > _due(5, row) else [])


def closed_without_result(site: Site) -> list[Breach]:
    """Closed in time, but nobody wrote down how: the record is not complete either."""
    row = site.take("complaints", _closing, _plain)
    row["result"] = None
    found = site.breach("2.3.5", text(row, "complaint_id"), _closing(row))
    return found + site.breach("SC-6", f"complaint:{text(row, 'complaint_id')}", moment(row, "closed_at"))


def promised_in_the_past(site: Site) -> list[Breach]:
    """Promised for a day before it came in: due the moment it came, and so not met."""
    row = site.take("complaints", lambda row: moment(row, "received_at"), _plain)
    row["promised_at"] = dates.bare(moment(row, "received_at") - timedelta(days=2))
    return site.breach("2.3.5", text(row, "complaint_id"), moment(row, "received_at"))


def _quality(row: Row) -> bool:
    return row["channel"] == "quality_dept"


def _result_due(row: Row) -> datetime:
    return dates.wd(_closing(row), 1)


def measures_unreported(site: Site) -> list[Breach]:
    """The quality department never hears of the measures."""
    row = site.take("complaints", _first, _quality)
    row["measures_reported_at"] = None
    return site.breach("2.3.6", tagged(row, "complaint_id", "measures"), _first(row))


def result_reported_late(site: Site) -> list[Breach]:
    """The result is reported a day late."""
    row = site.take("complaints", _result_due, _quality)
    row["result_reported_at"] = next_day(_result_due(row))
    return site.breach("2.3.6", tagged(row, "complaint_id", "result"), _result_due(row))


def online_unanswered(site: Site) -> list[Breach]:
    """An online complaint is answered a day late: two clauses ask for that."""
    row = site.take("complaints", _first, _online)
    row["responded_at"] = next_day(_first(row))
    record = text(row, "complaint_id")
    return site.breach("2.3.3", record, _first(row)) + site.breach("2.4.1", record, _first(row))


def online_unassigned(site: Site) -> list[Breach]:
    """Nobody follows an online complaint up: two clauses ask for that."""
    row = site.take("complaints", _first, _online)
    row["handler_id"] = None
    record = text(row, "complaint_id")
    found = site.breach("2.3.1", record, _first(row)) + site.breach("2.4.1", record, _first(row))
    return found + not_handled(site, row)


def _callback_due(row: Row) -> datetime:
    return dates.wd(moment(row, "closed_at"), 1)


def _first_class(row: Row) -> bool:
    return row["complaint_class"] == "1"


def called_by_another(site: Site) -> list[Breach]:
    """Security, not customer service, called back on a class-1 complaint."""
    row = site.take("complaints", _callback_due, _first_class)
    for contact in _callbacks(site, row):
        contact.update(staff_role="security", staff_id=site.world.staff(site.project, "security"))
    return site.breach("2.5.1", text(row, "complaint_id"), _callback_due(row))


def first_class_not_called(site: Site) -> list[Breach]:
    """Nobody called back on a class-1 complaint."""
    row = site.take("complaints", _callback_due, _first_class)
    site.drop("contacts", _callbacks(site, row))
    return site.breach("2.5.1", text(row, "complaint_id"), _callback_due(row))


def _with_form(row: Row) -> bool:
    return _hard(row) and row["callback_waiver"] is None


def called_late(site: Site) -> list[Breach]:
    """The callback on a complaint with a form comes a day late."""
    row = site.take("complaints", _callback_due, _with_form)
    for contact in _callbacks(site, row):
        contact["started_at"] = next_day(_callback_due(row))
    return site.breach("2.5.2", text(row, "complaint_id"), _callback_due(row))


def called_too_early(site: Site) -> list[Breach]:
    """The only callback was before the complaint was closed."""
    row = site.take("complaints", _callback_due, _with_form)
    for contact in _callbacks(site, row):
        contact["started_at"] = later(dates.bare(moment(row, "received_at")), 590)
    return site.breach("2.5.2", text(row, "complaint_id"), _callback_due(row))


def _major(row: Row) -> bool:
    return row["grade"] == "major"


def major_report_in_part(site: Site) -> list[Breach]:
    """The report on a major complaint draws no lessons."""
    row = site.take("complaints", _first, _major)
    row["report_sections"] = ["content", "cause", "process", "result", "corrective"]
    return site.breach("2.8.1", text(row, "complaint_id"), _first(row))


def major_reported_late(site: Site) -> list[Breach]:
    """The executive hears of a major complaint a day late."""
    row = site.take("complaints", _first, _major)
    row["reported_executive_at"] = next_day(_first(row))
    return site.breach("2.8.1", text(row, "complaint_id"), _first(row))


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
    (closed_late, "P08", "2026-03"),
    (closed_without_result, "P02", "2026-06"),
    (closed_late, "P10", "2026-02"),
    (promised_in_the_past, "P09", "2026-05"),
    (measures_unreported, "P02", "2026-03"),
    (result_reported_late, "P01", "2026-04"),
    (measures_unreported, "P09", "2026-04"),
    (online_unanswered, "P10", "2026-03"),
    (online_unassigned, "P03", "2026-05"),
    (called_by_another, "P01", "2026-03"),
    (first_class_not_called, "P06", "2026-04"),
    (first_class_not_called, "P08", "2026-02"),
    (called_late, "P04", "2026-03"),
    (called_too_early, "P09", "2026-06"),
    (called_late, "P03", "2026-01"),
    (major_report_in_part, "P03", "2026-03"),
    (major_reported_late, "P01", "2026-05"),
    (major_reported_late, "P09", "2026-01"),
)
