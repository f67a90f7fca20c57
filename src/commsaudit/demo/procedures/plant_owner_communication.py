"""Plants: works and accounts not announced, complaints and visits not followed up (OC-1 to OC-13, OC-22 to OC-26)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.contact import put_off
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Plant, Planting, Site, next_day
from commsaudit.demo.procedures import plant_owner_surveys
from commsaudit.demo.sharing import major, papers
from commsaudit.demo.visits import quota
from commsaudit.demo.world import Row, day, moment, text

_OUTAGES = ("water_outage", "power_outage")


def _starts(row: Row) -> datetime:
    return moment(row, "starts_at")


def _notices_of(site: Site, work: Row) -> list[Row]:
    return [row for row in site.world.of("notices", site.project) if row["related_id"] == work["work_id"]]


def sprayed_without_sign(site: Site) -> list[Breach]:
    """Nobody put up a warning sign where poison was sprayed."""
    row = site.take("works", _starts, lambda row: row["kind"] == "spraying")
    row["warning_sign"] = False
    return site.breach("OC-1", text(row, "work_id"), _starts(row))


def _told_as_it_began(clause: str, kinds: tuple[str, ...]) -> Plant:
    def told(site: Site) -> list[Breach]:
        """The notice went up in the minute in which the work began."""
        row = site.take("works", _starts, lambda row: row["kind"] in kinds)
        for each in _notices_of(site, row):
            each["published_at"] = _starts(row)
        return site.breach(clause, text(row, "work_id"), _starts(row))

    return told


def works_without_sign(site: Site) -> list[Breach]:
    """Repairs with neither sign nor notice."""
    row = site.take(
        "works",
        _starts,
        lambda row: row["kind"] in ("elevator", "installation", "other") and not _notices_of(site, row),
    )
    row["warning_sign"] = False
    return site.breach("OC-3", text(row, "work_id"), _starts(row))


def no_fire_safety(site: Site) -> list[Breach]:
    """What was posted in the quarter was no word on fire or law."""
    for row in site.world.of("notices", site.project):
        if row["kind"] in ("safety", "law") and dates.quarter_of(moment(row, "published_at")) == site.unit:
            row["kind"] = "general"
    return site.breach("OC-4", site.when, site.unit.ends_on)


def accounts_late(site: Site) -> list[Breach]:
    """The accounts of the quarter before are published on the sixteenth day."""
    found: list[Breach] = []
    for row in papers(site, "financial_statement", site.unit.previous()):
        due = dates.days(moment(row, "prepared_at"), 15)
        row["published_at"] = next_day(due)
        found += site.breach("OC-5", text(row, "document_id"), due)
    return found


def _told_by(row: Row) -> datetime | None:
    return None if row["closed_at"] is None else dates.wd(moment(row, "closed_at"), 3)


def _told_within_the_week(row: Row) -> bool:
    """A valid complaint that others have no word in, whose callbacks are in time for them a day after the third."""
    plain = row["complaint_class"] != "1" and not row["difficult"] and not major(row)
    due = _told_by(row)
    return row["valid"] is True and plain and due is not None and due < dates.days(moment(row, "closed_at"), 7)


def outcome_told_late(site: Site) -> list[Breach]:
    """The owner hears of the outcome a day late."""
    row = site.take("complaints", _told_by, _told_within_the_week)
    due = dates.wd(moment(row, "closed_at"), 3)
    for each in site.world.of("contacts", site.project):
        after = each["related_id"] == row["complaint_id"] and day(each, "started_at") >= day(row, "closed_at")
        if after and each["purpose"] in ("feedback", "complaint_callback"):
            put_off(each, next_day(due))
    return site.breach("OC-6", text(row, "complaint_id"), due)


def explained_late(site: Site) -> list[Breach]:
    """It takes more than five working days to explain why a complaint is not ours."""
    row = site.take(
        "complaints", lambda row: dates.wd(moment(row, "received_at"), 5), lambda row: row["valid"] is False
    )
    due = dates.wd(moment(row, "received_at"), 5)
    row["explained_at"] = next_day(due)
    return site.breach("OC-7", text(row, "complaint_id"), due)


def _visits(site: Site) -> list[Row]:
    return [
        row
        for row in site.world.of("contacts", site.project)
        if row["purpose"] == "visit" and row["household_id"] and dates.month_of(_started(row)) == site.unit
    ]


def visited_too_few(site: Site) -> list[Breach]:
    """Some of those on the list were talked with on other business: one household less than the quota was visited."""
    seen_there: dict[object, list[Row]] = {}
    for row in _visits(site):
        seen_there.setdefault(row["household_id"], []).append(row)
    for rows in list(seen_there.values()):
        if len(seen_there) >= quota(site.project) and all(map(_is_plain, rows)):
            seen_there.pop(rows[0]["household_id"])
            for row in rows:
                row["purpose"] = "other"
    return site.breach("OC-8", site.when, site.unit.ends_on)


def _is_plain(row: Row) -> bool:
    return row["staff_role"] != "service_supervisor" and row["opinion"] is None and not row["needs_feedback"]


def _started(row: Row) -> datetime:
    return moment(row, "started_at")


def _door_visit(row: Row) -> bool:
    timed = _started(row) != dates.bare(_started(row))
    return row["purpose"] == "visit" and row["mode"] == "door" and timed and _is_plain(row)


def unsigned(site: Site) -> list[Breach]:
    """The owner neither signed nor refused to."""
    row = site.take("contacts", _started, _door_visit)
    row.update(signed=False, signature_refused=None)
    return site.breach("OC-9", text(row, "contact_id"), _started(row))


def unrecorded(site: Site) -> list[Breach]:
    """A steward's visit that is on no form: two clauses ask for it."""
    row = site.take("contacts", _started, lambda row: _door_visit(row) and row["staff_role"] == "steward")
    row["form_no"] = None
    record = text(row, "contact_id")
    return site.breach("OC-9", record, _started(row)) + site.breach("SV-4", record, _started(row))


def _feedback_due(row: Row) -> datetime:
    promised = row["reply_promised_at"]
    return dates.eod(promised) if isinstance(promised, datetime) else dates.days(_started(row), 7)


def never_fed_back(site: Site) -> list[Breach]:
    """An answer was asked for, and never given."""
    row = site.take(
        "contacts",
        _feedback_due,
        lambda row: row["purpose"] == "visit" and row["needs_feedback"] and row["opinion"] is None,
    )
    row["fed_back_at"] = None
    return site.breach("OC-10", text(row, "contact_id"), _feedback_due(row))


def visited_unannounced(site: Site) -> list[Breach]:
    """A visit without an appointment."""
    row = site.take("contacts", _started, _door_visit)
    row["appointment_at"] = None
    return site.breach("OC-11", text(row, "contact_id"), _started(row))


def visited_late(site: Site) -> list[Breach]:
    """The owner waited thirty-one minutes."""
    row = site.take("contacts", _started, _door_visit)
    row["appointment_at"] = _started(row) - timedelta(minutes=31)
    return site.breach("OC-11", text(row, "contact_id"), _started(row))


def _visited_at(hour: int, minute: int) -> Plant:
    def visited(site: Site) -> list[Breach]:
        """At the door when people sleep, if by appointment."""
        row = site.take("contacts", _started, _door_visit)
        row["started_at"] = row["appointment_at"] = dates.at(day(row, "started_at"), hour, minute)
        return site.breach("OC-12", text(row, "contact_id"), _started(row))

    return visited


def summary_late(site: Site) -> list[Breach]:
    """Last month's visits are summed up on the 6th."""
    due = dates.on(site.unit, 5)
    for row in papers(site, "visit_summary", site.unit.previous()):
        row["submitted_at"] = next_day(due)
    return site.breach("OC-13", site.when, due)


def supervisor_stayed_in(site: Site) -> list[Breach]:
    """The supervisor's visits of the month were made by the front desk."""
    for row in _visits(site):
        if row["staff_role"] == "service_supervisor":
            row.update(staff_role="service", staff_id=site.world.staff(site.project, "service"))
    return site.breach("OC-22", site.when, site.unit.ends_on)


PLANTINGS: tuple[Planting, ...] = (
    (sprayed_without_sign, "P02", "2026-03"),
    (_told_as_it_began("OC-1", ("spraying",)), "P07", "2026-05"),
    (_told_as_it_began("OC-2", _OUTAGES), "P02", "2026-03"),
    (_told_as_it_began("OC-2", _OUTAGES), "P08", "2026-04"),
    (works_without_sign, "P04", "2026-03"),
    (works_without_sign, "P09", "2026-05"),
    (no_fire_safety, "P08", "2026-Q1"),
    (no_fire_safety, "P03", "2026-Q2"),
    (accounts_late, "P08", "2026-Q1"),
    (accounts_late, "P09", "2026-Q2"),
    (outcome_told_late, "P04", "2026-03"),
    (outcome_told_late, "P09", "2026-05"),
    (explained_late, "P08", "2026-03"),
    (explained_late, "P02", "2026-05"),
    (visited_too_few, "P02", "2026-03"),
    (visited_too_few, "P06", "2026-05"),
    (unsigned, "P01", "2026-03"),
    (unrecorded, "P03", "2026-04"),
    (never_fed_back, "P03", "2026-03"),
    (never_fed_back, "P09", "2026-05"),
    (visited_unannounced, "P04", "2026-03"),
    (visited_late, "P09", "2026-04"),
    (_visited_at(22, 1), "P09", "2026-03"),
    (_visited_at(6, 59), "P02", "2026-05"),
    (summary_late, "P05", "2026-03"),
    (summary_late, "P10", "2026-05"),
    *plant_owner_surveys.PLANTINGS,
    (supervisor_stayed_in, "P06", "2026-03"),
    (supervisor_stayed_in, "P01", "2026-06"),
    (faulted("OC-23"), "P03", "2026-03"),
    (faulted("OC-23"), "P09", "2026-05"),
    (faulted("OC-24"), "P04", "2026-03"),
    (faulted("OC-24"), "P07", "2026-04"),
    (faulted("OC-25"), "P01", "2026-03"),
    (faulted("OC-25"), "P10", "2026-02"),
    (faulted("OC-26"), "P02", "2026-03"),
    (faulted("OC-26"), "P08", "2026-05"),
)
