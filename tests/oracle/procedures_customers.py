"""The second judge for customer communication (CU) and student housing (SH)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from oracle.judge import Found, Row, View, clause, escape, has, tagged
from oracle.moments import Span, before, by, eod, not_after, within

MANAGER = frozenset({"project_manager", "executive", "general_manager"})
EXECUTIVE = frozenset({"executive", "general_manager"})
ONLINE = ("online", "app", "wechat", "email")


def any_channel(row: Row, *words: str) -> bool:
    """The notice went out by one of these channels."""
    return not set(words).isdisjoint(row["channels"] or ())


def published(view: View, *channels: str) -> list[Row]:
    """The notices that were published, by one of ``channels`` where any are given."""
    rows = [row for row in view.rows("notices") if row["published_at"] is not None]
    return [row for row in rows if not channels or any_channel(row, *channels)]


def received(view: View, *channels: str) -> Iterator[tuple[str, Row]]:
    """Complaints and requests that came by one of these channels, by the ids that findings carry."""
    for log, prefix in (("complaints", "complaint"), ("requests", "request")):
        for row in view.rows(log):
            if row["channel"] in channels:
                yield f"{prefix}:{escape(row[f'{prefix}_id'])}", row


def letter_time(row: Row) -> Any:
    """When a letter went out, or came in."""
    return row["sent_at"] if row["direction"] == "out" else row["received_at"]


def held_in(view: View, unit: Span, kind: str) -> list[Row]:
    """The meetings of a kind that were held in a unit."""
    return [row for row in view.rows("meetings", kind=kind) if within(row["held_at"], unit.first, unit.last)]


def from_beginning(due: datetime, beginning: datetime) -> datetime:
    """A due moment read from a column, not before the record's own beginning."""
    return beginning if before(due, beginning) else due


def yearly(view: View, kept: Callable[[Span], object]) -> Iterator[Found]:
    """One obligation for each year."""
    for year in filter(view.owes, view.units(12)):
        yield year.label, view.by_.end(year.last), kept(year)


def present(row: Row, *columns: str) -> bool:
    """All these cells hold something."""
    return all(row[name] is not None for name in columns)


@clause("CU-1", "documents")
def _next_year(view: View) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        due = view.by_.dom(year.first.replace(month=12), 28)
        plans = view.documents("visit_plan", year.following())
        yield year.label, due, any(by(row["prepared_at"], due) for row in plans)


@clause("CU-2", "documents")
def _next_month(view: View, plan_day: int = 28) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        due = view.by_.dom(month.first, plan_day)
        plans = view.documents("visit_plan", month.following())
        met = any(by(row["approved_at"], due) and row["approved_by_role"] in MANAGER for row in plans)
        yield month.label, due, met


@clause("CU-3", "projects", "documents")
def _new_project(view: View) -> Iterator[Found]:
    start = view.project["service_started_on"]
    if start is not None:
        due = view.by_.months(start, 3)
        yield "", due, any(by(row["prepared_at"], due) for row in view.rows("documents", kind="visit_plan"))


@clause("CU-4", "contacts")
def _interviews(view: View, min_interviews: int = 3) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        those = {
            row["household_id"]
            for row in view.contacts_within(month, "interview")
            if row["mode"] == "door" and view.role(row) == "project_manager"
        }
        yield month.label, view.by_.end(month.last), len(those) >= min_interviews


@clause("CU-5", "contacts")
def _form(view: View) -> Iterator[Found]:
    for row in view.rows("contacts", purpose="interview"):
        yield row["contact_id"], row["started_at"], row["form_no"]


@clause("CU-6", "meetings")
def _forum(view: View, minutes_working_days: int = 5) -> Iterator[Found]:
    for row in view.rows("meetings", kind="owners_forum"):
        announced = by(row["notice_published_at"], view.by_.days(row["held_at"], -10))
        yield tagged(row["meeting_id"], "notice"), row["held_at"], announced and row["chaired_by_role"] in MANAGER
        due = view.by_.wd(row["held_at"], minutes_working_days)
        complete = has(row, "sections", "focus", "difficulties", "plan", "opinions")
        yield tagged(row["meeting_id"], "content"), due, by(row["minutes_at"], due) and complete


@clause("CU-7", "meetings")
def _minutes_copied(view: View, cc_working_days: int = 5) -> Iterator[Found]:
    for row in view.rows("meetings", kind="owners_forum"):
        due = view.by_.wd(row["held_at"], cc_working_days)
        yield (
            row["meeting_id"],
            due,
            all(by(row[name], due) for name in ("minutes_at", "cc_quality_at", "cc_executive_at")),
        )


@clause("CU-8", "actions")
def _measures(view: View, publish_days: int = 30) -> Iterator[Found]:
    for row in view.rows("actions", source="forum"):
        due = view.by_.days(row["raised_at"], publish_days)
        met = not_after(row["approved_at"], row["published_at"]) and by(row["published_at"], due)
        yield row["action_id"], due, met


@clause("CU-9", "meetings")
def _executive_attends(view: View) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        forums = held_in(view, year, "owners_forum")
        yield year.label, view.by_.end(year.last), any(has(row, "attendee_roles", "executive") for row in forums)


@clause("CU-10", "notices")
def _hotline(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, view.notice_in_force("hotline")


@clause("CU-11", "complaints", "requests")
def _calls(view: View) -> Iterator[Found]:
    for record, row in received(view, "phone", "hotline"):
        due = eod(row["received_at"])
        yield record, due, by(row["logged_at"], due)


def _approved(row: Row, roles: frozenset[str]) -> bool:
    return not_after(row["approved_at"], row["published_at"]) and row["approved_by_role"] in roles


@clause("CU-12", "notices")
def _text_messages(view: View) -> Iterator[Found]:
    for row in published(view, "sms", "phone"):
        met = _approved(row, MANAGER) and row["in_release_log"] and not row["personal_sender"]
        yield row["notice_id"], row["published_at"], met


@clause("CU-13", "letters")
def _letters_in(view: View, pass_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("letters", party="household", direction="in"):
        if row["received_at"] is not None:
            due = view.by_.wd(row["received_at"], pass_working_days)
            copied = by(row["copied_at"], due) or not row["important"]
            yield row["letter_id"], due, row["handler_id"] and copied


@clause("CU-14", "letters")
def _letters_filed(view: View, archive_days: int = 30) -> Iterator[Found]:
    for row in view.rows("letters", party="household"):
        if letter_time(row) is not None:
            due = view.by_.days(letter_time(row), archive_days)
            yield row["letter_id"], due, by(row["archived_at"], due)


@clause("CU-15", "surveys")
def _surveys(view: View) -> Iterator[Found]:
    surveys = view.rows("surveys", kind="satisfaction")
    for quarter in filter(view.owes, view.quarters()):
        met = any(within(row["distributed_on"], quarter.first, quarter.last) for row in surveys)
        yield quarter.label, view.by_.end(quarter.last), met


@clause("CU-16", "surveys")
def _questionnaire(view: View) -> Iterator[Found]:
    for row in view.rows("surveys", kind="satisfaction"):
        if row["distributed_on"] is not None:
            due = eod(row["distributed_on"])
            met = not_after(row["form_reviewed_at"], row["form_approved_at"]) and by(row["form_approved_at"], due)
            yield row["survey_id"], due, met


@clause("CU-17", "notices")
def _releases(view: View) -> Iterator[Found]:
    for row in published(view):
        yield row["notice_id"], row["published_at"], row["in_release_log"] and _approved(row, MANAGER)


@clause("CU-18", "notices")
def _online_releases(view: View) -> Iterator[Found]:
    for row in published(view, "website", "wechat", "app"):
        met = row["reviewed_by_role"] in MANAGER and _approved(row, EXECUTIVE)
        yield row["notice_id"], row["published_at"], met


@clause("CU-19", "documents")
def _spot_check(view: View) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        due = view.by_.end(year.last)
        checks = view.documents("service_report_spot_check", year)
        yield year.label, due, any(by(row["prepared_at"], due) for row in checks)


@clause("CU-20", "projects", "documents")
def _budget(view: View) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        due = view.by_.dom(year.first, 15)
        if view.project["fee_basis"] == "commission" and by(view.project["committee_formed_on"], due):
            met = any(
                not_after(row["committee_signed_at"], row["published_at"]) and by(row["published_at"], due)
                for row in view.documents("annual_budget", year)
            )
            yield year.label, due, met


@clause("CU-21", "complaints", "requests")
def _passed_on(view: View, pass_working_days: int = 1) -> Iterator[Found]:
    for record, row in received(view, *ONLINE):
        due = view.by_.wd(row["received_at"], pass_working_days)
        yield record, due, by(row["forwarded_at"], due)


@clause("CU-22", "events")
def _event(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        met = any(within(row["held_on"], quarter.first, quarter.last) for row in view.rows("events"))
        yield quarter.label, view.by_.end(quarter.last), met


@clause("CU-24", "projects", "documents")
def _finance(view: View) -> Iterator[Found]:
    for quarter in view.quarters():
        about = quarter.previous()
        if view.project["fee_basis"] == "commission" and view.owes(about):
            due = view.by_.dom(quarter.first, 20)
            met = any(
                not_after(row["finance_approved_at"], row["published_at"])
                and by(row["published_at"], due)
                and by(row["cc_quality_at"], due)
                for row in view.documents("management_service_report", about)
            )
            yield quarter.label, due, met
