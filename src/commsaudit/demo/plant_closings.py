"""Plants: complaints not closed, called back or reported as they should be (2.3.5, 2.3.6, 2.5 and 2.8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.closing import close_at, not_handled
from commsaudit.demo.contact import put_off
from commsaudit.demo.plant_complaints import difficult, plain
from commsaudit.demo.planted import Breach, Planting, Site, next_day, tagged
from commsaudit.demo.sharing import calls, major, next_working_day, received
from commsaudit.demo.world import Row, later, moment, text


def _closing(row: Row) -> datetime:
    promised = row["promised_at"]
    if isinstance(promised, datetime):
        return dates.eod(promised) if promised == dates.bare(promised) else promised
    return dates.wd(received(row), 5)


def closed_late(site: Site) -> list[Breach]:
    """Closed the day after the deadline."""
    row = site.take("complaints", _closing, plain)
    closed = next_day(_closing(row))
    close_at(site, row, closed)
    found = site.breach("2.3.5", text(row, "complaint_id"), _closing(row))
    return found + (not_handled(site, row) if closed > dates.wd(received(row), 5) else [])


def closed_without_result(site: Site) -> list[Breach]:
    """Closed in time, but nobody wrote down how: the record is not complete either."""
    row = site.take("complaints", _closing, plain)
    row["result"] = None
    found = site.breach("2.3.5", text(row, "complaint_id"), _closing(row))
    return found + site.breach("SC-6", f"complaint:{text(row, 'complaint_id')}", moment(row, "closed_at"))


def promised_in_the_past(site: Site) -> list[Breach]:
    """Promised for a day before it came in: due the moment it came, and so not met."""
    row = site.take("complaints", received, plain)
    row["promised_at"] = dates.bare(received(row) - timedelta(days=2))
    return site.breach("2.3.5", text(row, "complaint_id"), received(row))


def _quality(row: Row) -> bool:
    return row["channel"] == "quality_dept"


def _result_due(row: Row) -> datetime:
    return dates.wd(_closing(row), 1)


def measures_unreported(site: Site) -> list[Breach]:
    """The quality department never hears of the measures."""
    row = site.take("complaints", next_working_day, _quality)
    row["measures_reported_at"] = None
    return site.breach("2.3.6", tagged(row, "complaint_id", "measures"), next_working_day(row))


def result_reported_late(site: Site) -> list[Breach]:
    """The result is reported a day late."""
    row = site.take("complaints", _result_due, _quality)
    row["result_reported_at"] = next_day(_result_due(row))
    return site.breach("2.3.6", tagged(row, "complaint_id", "result"), _result_due(row))


def _callback_due(row: Row) -> datetime:
    return dates.wd(moment(row, "closed_at"), 1)


def _callbacks(site: Site, row: Row) -> list[Row]:
    """The callbacks by the deadline of the supervision standard: who is called on later does not keep that one."""
    made = calls(site, row["complaint_id"], "complaint_callback")
    return [call for call in made if moment(call, "started_at") <= _callback_due(row)]


def _closed(site: Site, test: Callable[[Row], bool]) -> Row:
    """A complaint with a callback after that deadline too, which within the week keeps what the procedures ask for."""

    def called_again(row: Row) -> bool:
        last = dates.days(moment(row, "closed_at"), 7)
        made = calls(site, row["complaint_id"], "complaint_callback")
        return test(row) and any(_callback_due(row) < moment(call, "started_at") <= last for call in made)

    return site.take("complaints", _callback_due, called_again)


def _first_class(row: Row) -> bool:
    return row["complaint_class"] == "1"


def called_by_another(site: Site) -> list[Breach]:
    """Security, not customer service, called back on a class-1 complaint."""
    row = _closed(site, _first_class)
    for contact in _callbacks(site, row):
        contact.update(staff_role="security", staff_id=site.world.staff(site.project, "security"))
    return site.breach("2.5.1", text(row, "complaint_id"), _callback_due(row))


def first_class_not_called(site: Site) -> list[Breach]:
    """Nobody called back on a class-1 complaint."""
    row = _closed(site, _first_class)
    site.drop("contacts", _callbacks(site, row))
    return site.breach("2.5.1", text(row, "complaint_id"), _callback_due(row))


def _with_form(row: Row) -> bool:
    return difficult(row) and row["callback_waiver"] is None


def called_late(site: Site) -> list[Breach]:
    """The callback on a complaint with a form comes a day late."""
    row = _closed(site, _with_form)
    for contact in _callbacks(site, row):
        put_off(contact, next_day(_callback_due(row)))
    return site.breach("2.5.2", text(row, "complaint_id"), _callback_due(row))


def called_too_early(site: Site) -> list[Breach]:
    """The only callback was before the complaint was closed."""
    row = _closed(site, _with_form)
    for contact in _callbacks(site, row):
        put_off(contact, later(dates.bare(received(row)), 590))
    return site.breach("2.5.2", text(row, "complaint_id"), _callback_due(row))


def major_report_in_part(site: Site) -> list[Breach]:
    """The report on a major complaint draws no lessons."""
    row = site.take("complaints", next_working_day, major)
    row["report_sections"] = ["content", "cause", "process", "result", "corrective"]
    return site.breach("2.8.1", text(row, "complaint_id"), next_working_day(row))


def major_reported_late(site: Site) -> list[Breach]:
    """The executive hears of a major complaint a day late."""
    row = site.take("complaints", next_working_day, major)
    row["reported_executive_at"] = next_day(next_working_day(row))
    return site.breach("2.8.1", text(row, "complaint_id"), next_working_day(row))


PLANTINGS: tuple[Planting, ...] = (
    (closed_late, "P08", "2026-03"),
    (closed_without_result, "P02", "2026-06"),
    (closed_late, "P10", "2026-02"),
    (promised_in_the_past, "P09", "2026-05"),
    (measures_unreported, "P02", "2026-03"),
    (result_reported_late, "P01", "2026-04"),
    (measures_unreported, "P09", "2026-04"),
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
