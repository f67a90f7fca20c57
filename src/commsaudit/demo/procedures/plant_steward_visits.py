"""Plants: plans, visits and calls of the stewards (SV-1 to SV-4, SV-9 to SV-12, SV-21 to SV-23)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, escaped, next_day, tagged
from commsaudit.demo.procedures import plant_manager_talks, plant_steward_callbacks
from commsaudit.demo.sharing import contacts
from commsaudit.demo.world import Row, day, moment, text

_STEWARDS = ("steward", "chief_steward")


def _plan(site: Site, label: str) -> Row:
    return site.find("documents", lambda row: row["kind"] == "steward_visit_plan" and row["period"] == label)


def year_planned_late(site: Site) -> list[Breach]:
    """The year's plan of a steward is reviewed on 1 February."""
    due = dates.on(site.unit, 31)
    row = _plan(site, str(due.year))
    row["reviewed_at"] = next_day(due)
    return site.breach("SV-1", tagged(row, "owner_id", str(due.year)), due)


def year_reviewed_low(site: Site) -> list[Breach]:
    """The year's plan of a steward is reviewed by the chief steward alone."""
    due = dates.on(site.unit, 31)
    row = _plan(site, str(due.year))
    row["reviewed_by_role"] = "chief_steward"
    return site.breach("SV-1", tagged(row, "owner_id", str(due.year)), due)


def month_planned_late(site: Site) -> list[Breach]:
    """The month's plan of a steward is reviewed on the 2nd."""
    row = _plan(site, site.when)
    row["reviewed_at"] = next_day(site.unit.starts_on)
    return site.breach("SV-22", tagged(row, "owner_id", site.when), site.unit.starts_on)


def month_not_reviewed(site: Site) -> list[Breach]:
    """The month's plan of a steward is not reviewed."""
    row = _plan(site, site.when)
    row.update(reviewed_at=None, reviewed_by_role=None)
    return site.breach("SV-22", tagged(row, "owner_id", site.when), site.unit.starts_on)


def _only(site: Site, homes: Iterable[Row], rows: Iterable[Row], purpose: str) -> Row:
    """The contact of a household of ``homes`` that is its only one among ``rows``, and of ``purpose``.

    Raises:
        LookupError: there is none.
    """
    of_home: dict[object, list[Row]] = {}
    for row in rows:
        of_home.setdefault(row["household_id"], []).append(row)
    for home in homes:
        found = of_home.get(home["household_id"], [])
        if len(found) == 1 and found[0]["purpose"] == purpose and site.unbroken(found[0]):
            site.ground.taken.add(id(found[0]))
            return found[0]
    raise LookupError(f"{purpose} of {site.project.id} in {site.when}")


def _monthly_visit(site: Site) -> Row:
    """The only contact in the month of a steward with a household that is owed one."""
    first, last = site.unit.starts_on, site.unit.ends_on
    homes = [
        row
        for row in site.world.of("households", site.project)
        if row["steward_id"] and row["moved_in_on"] and day(row, "moved_in_on") < first
    ]
    rows = [
        row
        for row in contacts(site, first, last)
        if row["mode"] in ("door", "phone") and (row["staff_role"] is None or row["staff_role"] in _STEWARDS)
    ]
    return _only(site, homes, rows, "visit")


def chatted_only(site: Site) -> list[Breach]:
    """The month's only contact of the steward with a household was online."""
    row = _monthly_visit(site)
    row["mode"] = "online"
    return site.breach("SV-2", tagged(row, "household_id", site.when), site.unit.ends_on)


def left_to_the_desk(site: Site) -> list[Breach]:
    """The front desk, not the steward, saw a household in the month."""
    row = _monthly_visit(site)
    row.update(staff_role="service", staff_id=site.world.staff(site.project, "service"))
    return site.breach("SV-2", tagged(row, "household_id", site.when), site.unit.ends_on)


def absent_owner_written_to(site: Site) -> list[Breach]:
    """An owner who does not live there got a message in the quarter, no call."""
    unit = site.unit
    homes = [
        row
        for row in site.world.of("households", site.project)
        if row["steward_id"] and (row["moved_in_on"] is None or day(row, "moved_in_on") > unit.ends_on)
    ]
    rows = contacts(site, unit.starts_on, unit.ends_on)
    row = _only(site, homes, [row for row in rows if row["mode"] == "phone"], "visit")
    row["mode"] = "sms"
    return site.breach("SV-3", tagged(row, "household_id", site.when), unit.ends_on)


def _visit(site: Site, mode: str) -> Row:
    """A plain visit of a steward, with a time of day."""
    return site.take(
        "contacts",
        lambda row: moment(row, "started_at"),
        lambda row: (
            row["purpose"] == "visit"
            and row["mode"] == mode
            and row["staff_role"] in _STEWARDS
            and row["opinion"] is None
            and moment(row, "started_at") != dates.bare(moment(row, "started_at"))
        ),
    )


def visit_unrecorded(site: Site) -> list[Breach]:
    """A steward's visit has no form: two clauses ask for it."""
    row = _visit(site, "door")
    row["form_no"] = None
    record, due = text(row, "contact_id"), moment(row, "started_at")
    return site.breach("SV-4", record, due) + site.breach("OC-9", record, due)


def called_on_monday(site: Site) -> list[Breach]:
    """A visiting call on a Monday of the month."""
    row = _visit(site, "phone")
    started = moment(row, "started_at")
    first = started.replace(day=8)
    row["started_at"] = due = first + timedelta(days=(7 - first.weekday()) % 7)
    return site.breach("SV-9", text(row, "contact_id"), due)


def _called_at(site: Site, hour: int, minute: int) -> list[Breach]:
    row = _visit(site, "phone")
    row["started_at"] = due = dates.at(moment(row, "started_at"), hour, minute)
    return site.breach("SV-10", text(row, "contact_id"), due)


def called_at_noon(site: Site) -> list[Breach]:
    """A visiting call on the first minute of the noon rest."""
    return _called_at(site, 12, 0)


def called_at_night(site: Site) -> list[Breach]:
    """A visiting call at a quarter past nine."""
    return _called_at(site, 21, 15)


def _welcome(site: Site) -> Row:
    return site.take(
        "contacts", lambda row: dates.eod(moment(row, "started_at")), lambda row: row["purpose"] == "move_in_welcome"
    )


def welcomed_alone(site: Site) -> list[Breach]:
    """The health steward did not come to the welcome."""
    row = _welcome(site)
    row["companions"] = ["chief_steward"]
    return site.breach("SV-11", escaped(text(row, "household_id")), day(row, "started_at"))


def welcomed_late(site: Site) -> list[Breach]:
    """The welcome came on the day after."""
    row = _welcome(site)
    due = day(row, "started_at")
    row.update(started_at=next_day(due), appointment_at=next_day(due))
    return site.breach("SV-11", text(row, "household_id"), due)


def _last_day(home: Row) -> datetime:
    """Until when who moved in is called on: fifteen days after three months."""
    return dates.days(dates.months(day(home, "moved_in_on"), 3), 15)


def _called_on(site: Site, home: Row, last: datetime) -> list[Row]:
    """The calls at a household's door or by phone in the fifteen days up to ``last``."""
    rows = contacts(site, last.date() - timedelta(days=15), last.date())
    return [row for row in rows if row["household_id"] == home["household_id"] and row["mode"] in ("door", "phone")]


def not_asked_after_three_months(site: Site) -> list[Breach]:
    """Who moved in is called on a day after the window has closed."""

    def once(home: Row) -> bool:
        found = _called_on(site, home, _last_day(home)) if home["moved_in_on"] is not None else []
        return [row["purpose"] for row in found] == ["move_in_callback"] and site.unbroken(found[0])

    home = site.take("households", _last_day, once)
    last = _last_day(home)
    for row in _called_on(site, home, last):
        row.update(started_at=next_day(last), appointment_at=next_day(last))
    return site.breach("SV-12", text(home, "household_id"), last)


def _answer_due(row: Row) -> datetime:
    return dates.days(moment(row, "started_at"), 7)


def _opinion(row: Row) -> bool:
    return row["purpose"] == "visit" and row["opinion"] is not None and row["reply_promised_at"] is None


def answered_late(site: Site) -> list[Breach]:
    """An opinion gets its answer on the eighth day: two clauses ask for that."""
    row = site.take("contacts", _answer_due, lambda row: _opinion(row) and row["needs_feedback"])
    row["fed_back_at"] = next_day(_answer_due(row))
    record = text(row, "contact_id")
    return site.breach("SV-21", record, _answer_due(row)) + site.breach("OC-10", record, _answer_due(row))


PLANTINGS: tuple[Planting, ...] = (
    (year_planned_late, "P02", "2026-01"),
    (year_reviewed_low, "P09", "2026-01"),
    (chatted_only, "P10", "2026-03"),
    (chatted_only, "P09", "2026-05"),
    (left_to_the_desk, "P08", "2026-02"),
    (absent_owner_written_to, "P03", "2026-Q1"),
    (absent_owner_written_to, "P05", "2026-Q2"),
    (visit_unrecorded, "P03", "2026-03"),
    (visit_unrecorded, "P08", "2026-06"),
    (called_on_monday, "P02", "2026-03"),
    (called_on_monday, "P10", "2026-05"),
    (called_at_noon, "P04", "2026-03"),
    (called_at_night, "P07", "2026-04"),
    (welcomed_alone, "P02", "2026-03"),
    (welcomed_late, "P01", "2026-04"),
    (not_asked_after_three_months, "P08", "2026-03"),
    (not_asked_after_three_months, "P04", "2026-05"),
    (answered_late, "P03", "2026-03"),
    (answered_late, "P09", "2026-05"),
    (month_planned_late, "P06", "2026-03"),
    (month_not_reviewed, "P10", "2026-04"),
    (faulted("SV-23", "催费只发短信，未上门"), "P01", "2026-03"),
    (faulted("SV-23", "满意度调查未上门"), "P08", "2026-06"),
    *plant_manager_talks.PLANTINGS,
    *plant_steward_callbacks.PLANTINGS,
)
