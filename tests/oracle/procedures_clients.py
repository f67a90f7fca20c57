"""Clauses CC-1 to CC-26: the client communication procedure (and SS-12, which CC-19 repeats)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from oracle.clauses_complaints import CUSTOMER_SERVICE, kept, promise
from oracle.judge import Found, Row, View, clause, has
from oracle.moments import at, before, by, eod, not_after, within

MANAGER = frozenset({"project_manager", "executive", "general_manager"})
"""project_manager or a higher role."""
POSTED = frozenset({"bulletin", "doorway", "elevator"})


def held_within(view: View, kind: str, first: date, last: date) -> bool:
    """Whether a meeting of that kind was held from ``first`` to ``last``."""
    return any(within(row["held_at"], first, last) for row in view.rows("meetings", kind=kind))


@clause("CC-1", "home_services", "contacts")
def _called_back(view: View, callback_days: int = 7, min_rate: Decimal = Decimal("0.90")) -> Iterator[Found]:
    def latest(row: Row) -> datetime:
        return view.by_.days(row["completed_at"], callback_days)

    def is_called(row: Row) -> bool:
        return any(
            not_after(row["completed_at"], each["started_at"]) and by(each["started_at"], latest(row))
            for each in view.contacts("service_callback", row["service_id"])
        )

    done = [row for row in view.rows("home_services") if row["completed_at"] is not None]
    for month in filter(view.owes, view.months()):
        those = [row for row in done if within(latest(row), month.first, month.last)]
        if those:
            yield month.label, view.by_.end(month.last), sum(map(is_called, those)) >= min_rate * len(those)


@clause("CC-2", "complaints", "contacts")
def _complaints_called_back(view: View, callback_days: int = 7) -> Iterator[Found]:
    for row in view.rows("complaints"):
        closed = row["closed_at"]
        if closed is not None:
            due = view.by_.days(closed, callback_days)
            roles = {"project_manager"} | (CUSTOMER_SERVICE if row["grade"] != "major" else set())
            calls = view.contacts("complaint_callback", row["complaint_id"])
            yield (
                row["complaint_id"],
                due,
                any(
                    not_after(closed, each["started_at"]) and by(each["started_at"], due) and view.role(each) in roles
                    for each in calls
                ),
            )


@clause("CC-3", "complaints", "notices")
def _complaints_published(view: View) -> Iterator[Found]:
    for month in view.months():
        about = month.previous()
        any_came = any(within(row["received_at"], about.first, about.last) for row in view.rows("complaints"))
        if any_came and view.owes(about):
            due = view.by_.dom(month.first, 5)
            yield (
                month.label,
                due,
                any(
                    row["period"] in (None, about.label)
                    and by(month.first, row["published_at"])
                    and by(row["published_at"], due)
                    and not_after(row["approved_at"], row["published_at"])
                    and row["approved_by_role"] in MANAGER
                    for row in view.rows("notices", kind="complaint_summary")
                ),
            )


@clause("CC-4", "notices", "households")
def _nobody_named(view: View) -> Iterator[Found]:
    secrets = [secret for home in view.rows("households") for secret in _secrets(home)]
    for row in view.rows("notices", kind="complaint_summary"):
        told = [row[column] for column in ("title", "body") if row[column] is not None]
        yield row["notice_id"], row["published_at"], not any(secret in text for secret in secrets for text in told)


def _secrets(home: Row) -> Iterator[str]:
    name, phone, building, room = (home[column] for column in ("owner_name", "phone", "building", "room"))
    if name is not None and len(name) >= 2:
        yield name
    if phone is not None:
        yield phone
    if building is not None and room is not None:
        yield f"{building}-{room}"
        yield f"{building}{room}"


@clause("CC-5", "complaints")
def _explained(view: View, explain_days: int = 7) -> Iterator[Found]:
    for row in view.rows("complaints", resolvable=False):
        due = view.by_.days(row["received_at"], explain_days)
        yield row["complaint_id"], due, by(row["explained_at"], due)


@clause("CC-6", "projects", "meetings")
def _committee_meets(view: View) -> Iterator[Found]:
    formed = view.project["committee_formed_on"]
    for quarter in filter(view.owes, view.quarters()):
        if formed is not None and formed < quarter.first:
            met = held_within(view, "committee_regular", quarter.first, quarter.last)
            yield quarter.label, view.by_.end(quarter.last), met


@clause("CC-7", "meetings")
def _committee_announced(view: View) -> Iterator[Found]:
    for row in view.rows("meetings", kind="committee_regular"):
        held = row["held_at"]
        yield row["meeting_id"], held, by(row["notice_published_at"], view.by_.days(held, -20))


@clause("CC-8", "actions", "meetings")
def _resolutions(view: View, action_days: int = 90) -> Iterator[Found]:
    meetings = [row["held_at"] for row in view.rows("meetings", kind="committee_regular")]
    for row in view.rows("actions", source="committee"):
        raised, done = row["raised_at"], row["completed_at"]
        due = view.by_.days(raised, action_days)
        following = min((held for held in meetings if before(raised, held)), default=None)
        is_held = following is not None and following <= due
        if is_held:
            due = following
        yield row["action_id"], due, row["owner_id"] and (not_after(done, due) if is_held else by(done, due))


@clause("CC-9", "meetings")
def _committee_minutes(view: View, minutes_days: int = 15) -> Iterator[Found]:
    for row in view.rows("meetings", kind="committee_regular"):
        due = view.by_.days(row["held_at"], minutes_days)
        reviewed, approved, published = (row[f"minutes_{what}_at"] for what in ("reviewed", "approved", "published"))
        in_order = not_after(reviewed, approved) and not_after(approved, published)
        yield row["meeting_id"], due, in_order and by(published, due)


@clause("CC-10", "projects", "documents")
def _quarterly_report(view: View) -> Iterator[Found]:
    for quarter in view.quarters():
        if view.owes(quarter.previous()):
            tenth, fifteenth, due = (view.by_.dom(quarter.first, number) for number in (10, 15, 20))
            committee = by(view.project["committee_formed_on"], due)
            yield (
                quarter.label,
                due,
                any(
                    by(row["submitted_at"], tenth)
                    and by(row["finance_sent_at"], fifteenth)
                    and not_after(row["approved_at"], row["published_at"])
                    and by(row["published_at"], due)
                    and not_after(row["manager_signed_at"], row["published_at"])
                    and row["sealed"]
                    and (not committee or not_after(row["committee_signed_at"], row["published_at"]))
                    for row in view.documents("management_service_report", quarter.previous())
                ),
            )


@clause("CC-12", "meetings")
def _forum(view: View) -> Iterator[Found]:
    for half in filter(view.owes, view.units(6)):
        yield half.label, view.by_.end(half.last), held_within(view, "owners_forum", half.first, half.last)


@clause("CC-13", "meetings")
def _forum_chair(view: View) -> Iterator[Found]:
    for row in view.rows("meetings", kind="owners_forum"):
        met = row["chaired_by_role"] in MANAGER and has(row, "attendee_roles", "executive")
        yield row["meeting_id"], row["held_at"], met


@clause("CC-14", "meetings")
def _forum_minutes(view: View, minutes_days: int = 15) -> Iterator[Found]:
    for row in view.rows("meetings", kind="owners_forum"):
        due = view.by_.days(row["held_at"], minutes_days)
        yield row["meeting_id"], due, by(row["minutes_published_at"], due)


@clause("CC-15", "documents")
def _events_plan(view: View, plan_day: int = 31) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        due = view.by_.dom(year.first, plan_day)
        yield year.label, due, any(by(row["prepared_at"], due) for row in view.documents("event_plan", year))


@clause("CC-16", "events")
def _events(view: View, evaluation_days: int = 15) -> Iterator[Found]:
    for row in view.rows("events"):
        held, told = row["held_on"], row["notice_published_at"]
        if held is not None:
            due = view.by_.days(held, evaluation_days)
            yield row["event_id"], due, told is not None and told < at(held) and by(row["evaluated_at"], due)


def dated(view: View, column: str = "distributed_on") -> Iterator[tuple[Row, date]]:
    """The satisfaction surveys that have that date, and the date."""
    return ((row, row[column]) for row in view.rows("surveys", kind="satisfaction") if row[column] is not None)


@clause("CC-17", "surveys")
def _two_surveys(view: View) -> Iterator[Found]:
    for half in filter(view.owes, view.units(6)):
        met = any(within(sent, half.first, half.last) for _, sent in dated(view))
        yield half.label, view.by_.end(half.last), met


@clause("CC-18", "surveys")
def _survey_prepared(view: View) -> Iterator[Found]:
    for row, sent in dated(view):
        times = ("planned_at", "announced_at", "trained_at")
        yield row["survey_id"], eod(sent), all(by(row[column], eod(sent)) for column in times)


@clause("CC-19", "contacts")
@clause("SS-12", "contacts")
def _door_surveys(view: View) -> Iterator[Found]:
    for row in view.rows("contacts", purpose="survey", mode="door"):
        yield row["contact_id"], row["started_at"], row["appointment_at"] is not None


@clause("CC-20", "actions")
def _survey_measures(view: View, action_days: int = 60) -> Iterator[Found]:
    for row in view.rows("actions", source="survey"):
        began, verified = row["raised_at"], row["verified_at"]
        due, moved = promise(row["due_at"], began, view.by_.days(began, action_days))
        yield row["action_id"], due, not_after(row["completed_at"], verified) and kept(verified, due, moved)


def _measures(view: View, purpose: str, source: str, action_days: int) -> Iterator[Found]:
    for row in view.rows("contacts", purpose=purpose):
        if row["opinion"] is not None:
            due = view.by_.days(row["started_at"], action_days)
            actions = view.rows("actions", source=source, related_id=row["contact_id"])
            yield row["contact_id"], due, any(by(each["raised_at"], due) and each["owner_id"] for each in actions)


@clause("CC-21", "contacts", "actions")
def _interview_opinions(view: View, action_days: int = 15) -> Iterator[Found]:
    yield from _measures(view, "interview", "visit", action_days)


def _is_approved(row: Row) -> bool:
    return row["approved_by_role"] in MANAGER and not_after(row["approved_at"], row["published_at"])


def _posted(view: View) -> Iterator[Row]:
    return (row for row in view.rows("notices") if POSTED & set(row["channels"] or ()))


@clause("CC-22", "notices")
def _notices(view: View) -> Iterator[Found]:
    for row in _posted(view):
        papers = row["sealed"] and row["serial_no"] is not None and row["expires_on"] is not None
        yield row["notice_id"], row["published_at"], papers and _is_approved(row)


@clause("CC-23", "notices")
def _taken_down(view: View, remove_days: int = 1) -> Iterator[Found]:
    for row in _posted(view):
        if row["expires_on"] is not None:
            due = view.by_.days(row["expires_on"], remove_days)
            yield row["notice_id"], due, by(row["removed_at"], due) and by(row["archived_at"], due)


@clause("CC-24", "notices")
def _broadcasts(view: View) -> Iterator[Found]:
    for row in view.rows("notices"):
        if has(row, "channels", "broadcast"):
            yield row["notice_id"], row["published_at"], _is_approved(row)


@clause("CC-25", "contacts", "actions")
def _service_opinions(view: View, action_days: int = 15) -> Iterator[Found]:
    yield from _measures(view, "service_callback", "home_service", action_days)


@clause("CC-26", "documents")
def _notice_policy(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, view.document_in_force("notice_policy")
