"""The callbacks (CB), complaint-intake (CI) and presales (PS) standards."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time
from decimal import Decimal

from oracle.judge import Found, Row, View, clause, has
from oracle.moments import DAY, Days, Span, at, by, day, eod, not_after, single_days, until, weeks, within

CALLBACKS = frozenset(
    {"complaint_callback", "request_callback", "repair_callback", "service_callback", "move_in_callback"}
)
MANAGER_OR_HIGHER = frozenset({"project_manager", "executive", "general_manager"})
NOON = time(12)


def _called(
    view: View,
    purpose: str,
    record: str,
    since: date,
    due: datetime,
    modes: Collection[str] = (),
    roles: Collection[str] = (),
) -> bool:
    """A callback of the record from ``since`` to ``due``, of one of the modes and roles (none named: any)."""
    return any(
        not_after(since, row["started_at"])
        and by(row["started_at"], due)
        and (not modes or row["mode"] in modes)
        and (not roles or view.role(row) in roles)
        for row in view.contacts(purpose, record)
    )


def _closed(view: View, log: str, **columns: object) -> list[Row]:
    return [row for row in view.rows(log, **columns) if row["closed_at"] is not None]


def _orders(view: View, *kinds: str) -> list[Row]:
    return [row for row in view.rows("work_orders") if row["kind"] in kinds and row["completed_at"] is not None]


@clause("CB-1", "requests", "contacts", "notices")
def _opinions(view: View, callback_days: int = 7) -> Iterator[Found]:
    for row in _closed(view, "requests"):
        if row["kind"] in ("opinion", "suggestion"):
            due = view.by_.days(row["closed_at"], callback_days)
            told = view.rows("notices", kind="feedback", related_id=row["request_id"])
            met = _called(view, "request_callback", row["request_id"], row["closed_at"], due)
            yield row["request_id"], due, met or any(by(notice["published_at"], due) for notice in told)


@clause("CB-2", "complaints", "contacts")
def _major(view: View, callback_days: int = 7) -> Iterator[Found]:
    roles = ("project_manager", "service_supervisor")
    for row in _closed(view, "complaints", grade="major"):
        name, closed = row["complaint_id"], row["closed_at"]
        due = view.by_.days(closed, callback_days)
        yield name, due, _called(view, "complaint_callback", name, closed, due, ("door",), roles)


@clause("CB-3", "requests", "contacts")
def _constructive(view: View, callback_days: int = 7) -> Iterator[Found]:
    for row in _closed(view, "requests", constructive=True):
        name, closed = row["request_id"], row["closed_at"]
        due = view.by_.days(closed, callback_days)
        yield name, due, _called(view, "request_callback", name, closed, due, ("door",), ("project_manager",))


@clause("CB-4", "work_orders", "contacts")
def _phoned(view: View, min_rate: object = "0.70") -> Iterator[Found]:
    answered = []
    for row in _orders(view, "general"):
        due = view.by_.days(row["completed_at"], 1)
        met = _called(view, "repair_callback", row["order_id"], row["completed_at"], due, ("phone",))
        answered.append((day(due), met))
    for month in view.months():
        those = [met for on, met in answered if month.first <= on <= month.last]
        if those and view.owes(month):
            yield month.label, view.by_.end(month.last), sum(those) >= Decimal(str(min_rate)) * len(those)


@clause("CB-5", "work_orders", "contacts")
def _rework(view: View) -> Iterator[Found]:
    for row in _orders(view, "rework"):
        name, done = row["order_id"], row["completed_at"]
        due = view.by_.days(done, 3)
        yield name, due, _called(view, "repair_callback", name, done, due, ("door",), ("engineering_head",))


@clause("CB-6", "work_orders", "weather", "contacts")
def _leaks(view: View, after_days: int = 3) -> Iterator[Found]:
    storms = sorted(row["day"] for row in view.rows("weather", rain="storm"))
    for row in _orders(view, "leak"):
        first = next((storm for storm in storms if storm > day(row["completed_at"])), None)
        if first is not None:
            due = view.by_.days(first, after_days)
            yield row["order_id"], due, _called(view, "repair_callback", row["order_id"], first, due, ("door",))


@clause("CB-7", "work_orders", "contacts")
def _drains(view: View) -> Iterator[Found]:
    for row in _orders(view, "bathroom_leak", "drain_blockage", "concealed"):
        name, done = row["order_id"], row["completed_at"]
        due = view.by_.days(done, 3)
        yield name, due, _called(view, "repair_callback", name, done, due, ("door", "phone"))


@clause("CB-8", "contacts")
def _new_points(view: View, reply_days: int = 7) -> Iterator[Found]:
    for row in view.rows("contacts", needs_feedback=True):
        if row["purpose"] in CALLBACKS:
            started, answered = row["started_at"], row["fed_back_at"]
            promised = until(row["reply_promised_at"])
            if promised is None:
                yield row["contact_id"], view.by_.days(started, reply_days), False
            elif promised < started:
                # What was promised for a moment before the contact itself counts as promised for its beginning.
                yield row["contact_id"], started, not_after(started, answered) and not_after(answered, started)
            else:
                yield row["contact_id"], promised, not_after(started, answered) and by(answered, promised)


@clause("CB-9", "contacts")
def _client(view: View) -> Iterator[Found]:
    reports = [row for row in view.rows("contacts", party="client") if view.role(row) == "project_manager"]
    for week in view.weeks():
        if view.owes(week):
            met = any(within(row["started_at"], week.first, week.last) for row in reports)
            yield week.label, view.by_.end(week.last), met


@clause("CB-10", "households", "contacts")
def _new_owners(view: View) -> Iterator[Found]:
    for row in view.rows("households"):
        if row["moved_in_on"] is not None:
            due = view.by_.months(row["moved_in_on"], 1)
            yield (
                row["household_id"],
                due,
                any(
                    view.role(call) == "project_manager"
                    and not_after(row["moved_in_on"], call["started_at"])
                    and by(call["started_at"], due)
                    for call in view.rows("contacts", purpose="move_in_callback", household_id=row["household_id"])
                ),
            )


def _monthly(view: View, kind: str, column: str) -> Iterator[Found]:
    for month in view.months():
        if view.owes(month):
            due = view.by_.end(month.last)
            yield month.label, due, any(by(row[column], due) for row in view.documents(kind, month))


@clause("CB-11", "documents")
def _plan(view: View) -> Iterator[Found]:
    yield from _monthly(view, "callback_plan", "prepared_at")


@clause("CB-12", "documents")
def _customer_report(view: View) -> Iterator[Found]:
    yield from _monthly(view, "monthly_customer_report", "submitted_at")


@clause("CB-13", "notices")
def _approved(view: View) -> Iterator[Found]:
    for row in view.rows("notices"):
        roles = {"general_manager"} if row["important"] else MANAGER_OR_HIGHER
        met = not_after(row["approved_at"], row["published_at"]) and row["approved_by_role"] in roles
        yield row["notice_id"], row["published_at"], met


def _letters(view: View, **columns: object) -> list[Row]:
    found = view.rows("letters", party="household", direction="out", **columns)
    return [row for row in found if row["sent_at"] is not None]


@clause("CB-14", "letters")
def _receipts(view: View) -> Iterator[Found]:
    for row in _letters(view, by_hand=True):
        yield row["letter_id"], row["sent_at"], row["receipt_signed"]


@clause("CB-15", "letters")
def _archived(view: View, archive_days: int = 30) -> Iterator[Found]:
    for row in _letters(view):
        due = view.by_.days(row["sent_at"], archive_days)
        yield row["letter_id"], due, by(row["archived_at"], due)


@clause("CB-16", "contacts")
def _on_record(view: View) -> Iterator[Found]:
    for row in view.rows("contacts"):
        if row["purpose"] in CALLBACKS:
            yield row["contact_id"], row["started_at"], row["form_no"]


@clause("CB-17", "complaints", "contacts")
def _answered_by_letter(view: View, callback_days: int = 7) -> Iterator[Found]:
    for row in _closed(view, "complaints"):
        name, closed = row["complaint_id"], row["closed_at"]
        due = view.by_.days(closed, callback_days)
        calls = view.contacts("complaint_callback", name)
        if not any(call["mode"] == "door" and by(call["started_at"], due) for call in calls):
            yield name, due, _called(view, "complaint_callback", name, closed, due, ("letter", "phone"))


@clause("CB-18", "letters")
def _registered(view: View) -> Iterator[Found]:
    for row in _letters(view):
        yield row["letter_id"], row["sent_at"], row["in_register"]


@clause("CI-1", "complaints")
def _written(view: View) -> Iterator[Found]:
    asked = ("household_id", "complainant_name", "complainant_phone", "summary")
    for row in view.rows("complaints", channel="letter"):
        yield row["complaint_id"], row["received_at"], all(row[column] is not None for column in asked)


@clause("CI-2", "complaints")
def _handled(view: View, close_working_days: int = 5) -> Iterator[Found]:
    for row in view.rows("complaints", area="property"):
        if row["valid"] is not False:
            due = view.by_.wd(row["received_at"], close_working_days)
            yield row["complaint_id"], due, row["handler_id"] is not None and by(row["closed_at"], due)


@clause("CI-3", "complaints")
def _mediated(view: View, mediate_working_days: int = 5) -> Iterator[Found]:
    for row in view.rows("complaints", area="neighbour"):
        due = view.by_.wd(row["received_at"], mediate_working_days)
        done = by(row["closed_at"], due) or by(row["reported_executive_at"], due)
        yield row["complaint_id"], due, row["process"] is not None and done


@clause("PS-1", "contacts")
def _outsourcers(view: View) -> Iterator[Found]:
    talks = view.rows("contacts", party="outsourcer")
    for week in view.weeks():
        if view.owes(week):
            met = any(within(row["started_at"], week.first, week.last) for row in talks)
            yield week.label, view.by_.end(week.last), met


@clause("PS-2", "meetings")
def _stand_up(view: View) -> Iterator[Found]:
    held = {day(row["held_at"]) for row in view.rows("meetings", kind="daily_standup")}
    for each in single_days(view.starts_on, view.ends_on):
        if view.by_.is_working(each.first) and view.owes(each):
            yield each.label, eod(each.first), each.first in held


def _fridays(view: View) -> list[tuple[Days, date]]:
    return [(week, week.first + 4 * DAY) for week in view.weeks() if view.owes(week)]


@clause("PS-3", "documents")
def _weekly_plan(view: View) -> Iterator[Found]:
    for week, friday in _fridays(view):
        plans = view.documents("weekly_plan", week)
        met = any(by(row["submitted_at"], eod(friday)) and has(row, "sections", "summary", "plan") for row in plans)
        yield week.label, eod(friday), met


@clause("PS-4", "meetings")
def _branch_meeting(view: View) -> Iterator[Found]:
    held = [at(row["held_at"]) for row in view.rows("meetings", kind="weekly_branch")]
    for week, friday in _fridays(view):
        yield week.label, eod(friday), any(datetime.combine(friday, NOON) <= each <= eod(friday) for each in held)


@clause("PS-5", "documents")
def _work_reports(view: View, report_days: int = 5) -> Iterator[Found]:
    reported = weeks(view.starts_on, view.ends_on, before=report_days // 7 + 3)
    units: list[Span | Days] = [*reported, *view.months(), *view.quarters()]
    for unit in units:
        if view.owes(unit):
            due = view.by_.days(unit.last, report_days)
            met = any(by(row["submitted_at"], due) for row in view.documents("work_report", unit))
            yield unit.label, due, met


@clause("PS-6", "contacts")
def _authorities(view: View) -> Iterator[Found]:
    parties = ("authority", "community", "housing_bureau")
    kept_up = [row for row in view.rows("contacts") if row["party"] in parties]
    for quarter in view.quarters():
        if view.owes(quarter):
            met = any(within(row["started_at"], quarter.first, quarter.last) for row in kept_up)
            yield quarter.label, view.by_.end(quarter.last), met
