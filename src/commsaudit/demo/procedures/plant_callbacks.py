"""Plants: callbacks not made, late or by another, reports and plans that fail, papers not approved or filed (CB)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.sharing import after, calls, major, papers, week_ends, when
from commsaudit.demo.world import Row, day, moment, text
from commsaudit.model.units import UnitKind, unit_of

_CALLBACKS = ("complaint_callback", "request_callback", "repair_callback", "service_callback", "move_in_callback")


_closed = after("closed_at", 7)
_completed = after("completed_at", 3)


def _breach(site: Site, clause: str, row: Row, key: str, due: datetime | None) -> list[Breach]:
    return site.breach(clause, text(row, key), due) if due is not None else []


def _phoned_opinion(site: Site) -> Callable[[Row], bool]:
    return lambda row: row["kind"] == "opinion" and bool(calls(site, row["request_id"], "request_callback"))


def opinion_unanswered(site: Site) -> list[Breach]:
    """Who had an opinion hears no more of it."""
    row = site.take("requests", _closed, _phoned_opinion(site))
    site.drop("contacts", calls(site, row["request_id"], "request_callback"))
    return _breach(site, "CB-1", row, "request_id", _closed(row))


def opinion_answered_late(site: Site) -> list[Breach]:
    """Who had an opinion is phoned on the eighth day."""
    row = site.take("requests", _closed, _phoned_opinion(site))
    due = _closed(row)
    for call in calls(site, row["request_id"], "request_callback"):
        call["started_at"] = next_day(due) if due else None
    return _breach(site, "CB-1", row, "request_id", due)


def major_without_manager(site: Site) -> list[Breach]:
    """After a major complaint the manager phones, and only comes along when the steward calls in person."""
    row = site.take("complaints", _closed, major)
    first, *others = [call for call in calls(site, row["complaint_id"], "complaint_callback") if call["mode"] == "door"]
    first.update(mode="phone", companions=None, appointment_at=None, signed=None)
    for call in others:
        call.update(
            staff_role="chief_steward",
            staff_id=site.world.staff(site.project, "chief_steward"),
            companions=["project_manager", "steward", "department_head"],
        )
    return _breach(site, "CB-2", row, "complaint_id", _closed(row))


def thanked_by_phone(site: Site) -> list[Breach]:
    """Who made a constructive suggestion is phoned, not called on."""
    row = site.take("requests", _closed, lambda row: row["constructive"])
    for call in calls(site, row["request_id"], "request_callback"):
        call.update(mode="phone", appointment_at=None, signed=None)
    return _breach(site, "CB-3", row, "request_id", _closed(row))


def repairs_not_phoned(site: Site) -> list[Breach]:
    """Who had something mended is asked online, not by phone."""
    for row in site.world.of("work_orders", site.project):
        due = after("completed_at", 1)(row)
        if row["kind"] == "general" and due and dates.month_of(due) == site.unit:
            for call in calls(site, row["order_id"], "repair_callback"):
                call["mode"] = "online"
    return site.breach("CB-4", site.when, site.unit.ends_on)


def rework_left_to_technician(site: Site) -> list[Breach]:
    """After rework a technician calls, not the head of engineering."""
    row = site.take("work_orders", _completed, lambda row: row["kind"] == "rework")
    for call in calls(site, row["order_id"], "repair_callback"):
        call.update(staff_role="technician", staff_id=site.world.staff(site.project, "technician"))
    return _breach(site, "CB-5", row, "order_id", _completed(row))


def leak_phoned_about(site: Site) -> list[Breach]:
    """After the first rainstorm nobody looks at the leak: a phone call is all."""

    def due(row: Row) -> datetime | None:
        rows = site.world.of("weather", site.project)
        found = [day(sky, "day") for sky in rows if sky["rain"] == "storm" and row["completed_at"] is not None]
        stormed = min((on for on in found if on > day(row, "completed_at")), default=None)
        return dates.days(stormed, 3) if stormed is not None else None

    row = site.take("work_orders", due, lambda row: row["kind"] == "leak")
    for call in calls(site, row["order_id"], "repair_callback"):
        call.update(mode="phone", appointment_at=None, signed=None)
    return _breach(site, "CB-6", row, "order_id", due(row))


def drain_by_text_message(site: Site) -> list[Breach]:
    """Who had a drain cleared or pipes laid gets a text message."""
    row = site.take("work_orders", _completed, lambda row: row["kind"] in ("drain_blockage", "concealed"))
    for call in calls(site, row["order_id"], "repair_callback"):
        call.update(mode="sms", appointment_at=None, signed=None)
    return _breach(site, "CB-7", row, "order_id", _completed(row))


def _open_point(row: Row) -> bool:
    return row["purpose"] in _CALLBACKS and row["needs_feedback"] is True


def no_reply_promised(site: Site) -> list[Breach]:
    """A new point comes up, and no day is named for the answer."""
    row = site.take("contacts", after("started_at", 7), _open_point)
    row["reply_promised_at"] = None
    return _breach(site, "CB-8", row, "contact_id", after("started_at", 7)(row))


def _promised(row: Row) -> datetime | None:
    if row["reply_promised_at"] is None:
        return None
    promised = moment(row, "reply_promised_at")
    return dates.eod(promised) if promised == dates.bare(promised) else promised


def replied_late(site: Site) -> list[Breach]:
    """A new point is answered the day after the promise."""
    row = site.take("contacts", _promised, _open_point)
    due = _promised(row)
    row["fed_back_at"] = next_day(due) if due else None
    return _breach(site, "CB-8", row, "contact_id", due)


def reported_by_supervisor(site: Site) -> list[Breach]:
    """The supervisor speaks to the client that week, not the manager."""
    first = site.take("contacts", week_ends, lambda row: row["party"] == "client")
    week = unit_of(UnitKind.WEEK, day(first, "started_at"))
    for row in site.world.of("contacts", site.project):
        if row["party"] == "client" and week.starts_on <= day(row, "started_at") <= week.ends_on:
            row.update(staff_role="service_supervisor", staff_id=site.world.staff(site.project, "service_supervisor"))
    return site.breach("CB-9", week.label, week.ends_on)


def newcomer_left_to_supervisor(site: Site) -> list[Breach]:
    """The supervisor, not the manager, calls on who moved in."""

    def due(row: Row) -> datetime | None:
        return dates.months(day(row, "moved_in_on"), 1) if row["moved_in_on"] is not None else None

    row = site.take("households", due)
    for call in site.world.of("contacts", site.project):
        if call["household_id"] == row["household_id"] and call["purpose"] == "move_in_callback":
            call.update(staff_role="service_supervisor", staff_id=site.world.staff(site.project, "service_supervisor"))
    return _breach(site, "CB-10", row, "household_id", due(row))


def plan_late(site: Site) -> list[Breach]:
    """The month's callback plan is written when the month is over."""
    for row in papers(site, "callback_plan", site.unit):
        row["prepared_at"] = next_day(site.unit.ends_on)
    return site.breach("CB-11", site.when, site.unit.ends_on)


def report_late(site: Site) -> list[Breach]:
    """What customers need is passed on when the month is over."""
    for row in papers(site, "monthly_customer_report", site.unit):
        row["submitted_at"] = dates.bare(site.unit.ends_on + timedelta(days=1))
    return site.breach("CB-12", site.when, site.unit.ends_on)


def important_without_general_manager(site: Site) -> list[Breach]:
    """An important notice, on the board and beside it, goes out that the general manager has not seen."""

    def on_the_board(row: Row) -> bool:
        channels = row["channels"]
        several = isinstance(channels, list) and "bulletin" in channels and len(channels) > 1
        return several and row["kind"] == "general" and not row["important"]

    row = site.take("notices", when("published_at"), on_the_board)
    row["important"] = True
    return _breach(site, "CB-13", row, "notice_id", when("published_at")(row))


def _to_household(row: Row) -> bool:
    return row["party"] == "household" and row["direction"] == "out" and row["by_hand"] is True


def unsigned(site: Site) -> list[Breach]:
    """What was handed over at the door was not signed for."""
    row = site.take("letters", when("sent_at"), _to_household)
    row["receipt_signed"] = False
    return _breach(site, "CB-14", row, "letter_id", when("sent_at")(row))


def unregistered(site: Site) -> list[Breach]:
    """What was handed over does not stand in the register."""
    row = site.take("letters", when("sent_at"), _to_household)
    row["in_register"] = None
    return _breach(site, "CB-18", row, "letter_id", when("sent_at")(row))


def filed_late(site: Site) -> list[Breach]:
    """A letter to an owner is filed on the 31st day: two clauses ask for that, one of them not of a single client."""
    row = site.take("letters", after("sent_at", 30), _to_household)
    due = after("sent_at", 30)(row)
    row["archived_at"] = next_day(due) if due else None
    found = _breach(site, "CB-15", row, "letter_id", due)
    return found if site.project.single_client else found + _breach(site, "CU-14", row, "letter_id", due)


def off_the_record(site: Site) -> list[Breach]:
    """A callback of which there is no form."""
    row = site.take("contacts", lambda row: moment(row, "started_at"), lambda row: row["purpose"] in _CALLBACKS)
    row["form_no"] = None
    return site.breach("CB-16", text(row, "contact_id"), moment(row, "started_at"))


def called_back_online(site: Site) -> list[Breach]:
    """After a complaint there is a message online, neither a call in person nor a letter: two clauses ask for more."""

    def once(row: Row) -> bool:
        found = calls(site, row["complaint_id"], "complaint_callback")
        return len(found) == 1 and found[0]["staff_role"] == "service"

    row = site.take("complaints", _closed, once)
    for call in calls(site, row["complaint_id"], "complaint_callback"):
        call.update(mode="online", appointment_at=None, signed=None)
    due = _closed(row)
    return _breach(site, "CB-17", row, "complaint_id", due) + _breach(site, "SV-17", row, "complaint_id", due)


PLANTINGS: tuple[Planting, ...] = (
    (opinion_unanswered, "P01", "2026-03"),
    (opinion_answered_late, "P03", "2026-05"),
    (major_without_manager, "P08", "2026-03"),
    (major_without_manager, "P06", "2026-04"),
    (thanked_by_phone, "P03", "2026-03"),
    (thanked_by_phone, "P10", "2026-05"),
    (repairs_not_phoned, "P03", "2026-03"),
    (repairs_not_phoned, "P09", "2026-05"),
    (rework_left_to_technician, "P01", "2026-03"),
    (rework_left_to_technician, "P04", "2026-05"),
    (leak_phoned_about, "P02", "2026-03"),
    (leak_phoned_about, "P01", "2026-05"),
    (drain_by_text_message, "P06", "2026-03"),
    (drain_by_text_message, "P02", "2026-05"),
    (no_reply_promised, "P01", "2026-03"),
    (replied_late, "P09", "2026-05"),
    (reported_by_supervisor, "P03", "2026-03"),
    (reported_by_supervisor, "P07", "2026-05"),
    (newcomer_left_to_supervisor, "P01", "2026-02"),
    (newcomer_left_to_supervisor, "P02", "2026-05"),
    (plan_late, "P04", "2026-03"),
    (plan_late, "P10", "2026-05"),
    (report_late, "P06", "2026-03"),
    (report_late, "P01", "2026-06"),
    (important_without_general_manager, "P02", "2026-03"),
    (important_without_general_manager, "P09", "2026-05"),
    (unsigned, "P02", "2026-03"),
    (unsigned, "P09", "2026-05"),
    (filed_late, "P03", "2026-03"),
    (filed_late, "P07", "2026-05"),
    (off_the_record, "P04", "2026-03"),
    (off_the_record, "P10", "2026-04"),
    (called_back_online, "P09", "2026-03"),
    (called_back_online, "P02", "2026-05"),
    (unregistered, "P04", "2026-03"),
    (unregistered, "P08", "2026-05"),
    (faulted("CB-19", "两份征询文件未写明同意或不同意"), "P02", "2026-03"),
    (faulted("CB-19", "征询文件空白未选"), "P04", "2026-05"),
)
