"""Clauses 2.1 to 2.8: complaints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from oracle.judge import HEAD_OR_HIGHER, Found, Row, View, clause, has, tagged
from oracle.moments import at, by, not_after, shifted, until

ONLINE = frozenset({"online", "app", "wechat", "email"})
CUSTOMER_SERVICE = frozenset({"service", "service_supervisor", "steward", "chief_steward"})


@clause("2.1.2", "notices")
def _hotline(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, view.notice_in_force("hotline")


@clause("2.1.3", "notices")
def _channels(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, view.notice_in_force("complaint_channel")


@clause("2.1.4", "documents")
def _confidentiality(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, all(map(view.document_in_force, ("confidentiality_policy", "information_process")))


@clause("2.2.1", "complaints")
def _logged(view: View, log_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints"):
        due = view.by_.wd(row["received_at"], log_working_days)
        yield row["complaint_id"], due, by(row["logged_at"], due)


def _overdue(view: View) -> list[Row]:
    return [
        row
        for row in view.rows("complaints", difficult=True)
        if not by(row["closed_at"], view.by_.wd(row["received_at"], 1))
    ]


@clause("2.2.2", "complaints")
def _form(view: View, form_working_days: int = 1) -> Iterator[Found]:
    for row in _overdue(view):
        yield row["complaint_id"], view.by_.wd(row["received_at"], 1 + form_working_days), row["form_no"]


@clause("2.2.3", "complaints")
def _forwarded(view: View, forward_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints"):
        due = view.by_.wd(row["received_at"], forward_working_days)
        yield row["complaint_id"], due, row["forwarded_to"] and by(row["forwarded_at"], due)


@clause("2.2.4", "projects", "documents")
def _service_report(view: View) -> Iterator[Found]:
    for quarter in view.quarters():
        if view.type == "residential" and view.owes(quarter.previous()):
            mid, net, due = (view.by_.dom(quarter.first, number) for number in (15, 18, 20))
            yield (
                quarter.label,
                due,
                any(
                    by(row["reviewed_at"], mid)
                    and by(row["submitted_at"], mid)
                    and not_after(row["approved_at"], row["intranet_at"])
                    and by(row["intranet_at"], net)
                    and by(row["published_at"], due)
                    for row in view.documents("management_service_report", quarter.previous())
                ),
            )


@clause("2.2.5", "projects", "documents")
def _brief(view: View) -> Iterator[Found]:
    for month in view.months():
        if view.type == "public" and view.owes(month.previous()):
            due = view.by_.dom(month.first, 3)
            yield (
                month.label,
                due,
                any(
                    all(by(row[name], due) for name in ("prepared_at", "approved_at", "submitted_at"))
                    for row in view.documents("work_brief", month.previous())
                ),
            )


@clause("2.3.1", "complaints")
def _assigned(view: View, assign_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints"):
        due = view.by_.wd(row["received_at"], assign_working_days)
        if row["area"] == "developer":
            yield row["complaint_id"], due, by(row["referred_at"], due)
        else:
            yield row["complaint_id"], due, row["handler_id"] and by(row["assigned_at"], due)


@clause("2.3.2", "complaints", "contacts")
def _progress(view: View, feedback_every_days: int = 7) -> Iterator[Found]:
    for row in view.rows("complaints", area="developer"):
        received, count = row["received_at"], 1
        while (at(received) + timedelta(days=count * feedback_every_days)).date() <= view.ends_on:
            due = view.by_.days(received, count * feedback_every_days)
            last = view.by_.days(received, (count - 1) * feedback_every_days)
            if not by(row["closed_at"], due):
                yield (
                    tagged(row["complaint_id"], count),
                    due,
                    any(
                        by(each["started_at"], due)
                        and (not_after(received, each["started_at"]) if count == 1 else each["started_at"] > last)
                        for each in view.contacts("feedback", row["complaint_id"])
                    ),
                )
            count += 1


@clause("2.3.3", "complaints")
def _response(view: View, response_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints"):
        due = view.by_.wd(row["received_at"], response_working_days)
        yield row["complaint_id"], due, by(row["responded_at"], due)


@clause("2.3.4", "complaints")
def _named(view: View, assign_working_days: int = 1) -> Iterator[Found]:
    for row in _overdue(view):
        due = view.by_.wd(row["received_at"], 1 + assign_working_days)
        head = row["assigned_by_role"] in HEAD_OR_HIGHER
        yield row["complaint_id"], due, row["handler_id"] and head and by(row["assigned_at"], due)


def promise(value: datetime | None, began: datetime, default: datetime) -> tuple[datetime, bool]:
    """The due moment that a column gives, or the default; and whether it lay before the record's beginning."""
    found = until(value) or default
    return (began, True) if found < began else (found, False)


def kept(done: datetime | None, due: datetime, is_beginning: bool) -> bool:
    """done ≤ due; the record's beginning is a recorded time, anything else a computed one."""
    return not_after(done, due) if is_beginning else by(done, due)


@clause("2.3.5", "complaints")
def _closed(view: View, close_working_days: int = 5) -> Iterator[Found]:
    for row in view.rows("complaints"):
        began = row["received_at"]
        due, moved = promise(row["promised_at"], began, view.by_.wd(began, close_working_days))
        yield row["complaint_id"], due, row["result"] and kept(row["closed_at"], due, moved)


@clause("2.3.6", "complaints")
def _quality(view: View, close_working_days: int = 5, result_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints", channel="quality_dept"):
        began = row["received_at"]
        first = view.by_.wd(began, 1)
        yield tagged(row["complaint_id"], "measures"), first, by(row["measures_reported_at"], first)
        close, moved = promise(row["promised_at"], began, view.by_.wd(began, close_working_days))
        due = view.by_.wd(close, result_working_days)
        met = kept(row["closed_at"], close, moved) and by(row["result_reported_at"], due)
        yield tagged(row["complaint_id"], "result"), due, met


@clause("2.4.1", "complaints")
def _online(view: View) -> Iterator[Found]:
    for row in view.rows("complaints"):
        if row["channel"] in ONLINE:
            due = view.by_.wd(row["received_at"], 1)
            met = by(row["responded_at"], due) and row["handler_id"] and by(row["logged_at"], due)
            yield row["complaint_id"], due, met


def _callbacks(view: View, row: Row, due: datetime) -> list[Row]:
    return [
        each
        for each in view.contacts("complaint_callback", row["complaint_id"])
        if not_after(row["closed_at"], each["started_at"]) and by(each["started_at"], due)
    ]


@clause("2.5.1", "complaints", "contacts")
def _class_1(view: View, callback_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints", complaint_class="1"):
        if row["closed_at"] is not None:
            due = view.by_.wd(row["closed_at"], callback_working_days)
            called = _callbacks(view, row, due)
            yield row["complaint_id"], due, any(view.role(each) in CUSTOMER_SERVICE for each in called)


@clause("2.5.2", "complaints", "contacts")
def _form_callback(view: View, callback_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints", callback_waiver=None):
        if row["form_no"] is not None and row["closed_at"] is not None:
            due = view.by_.wd(row["closed_at"], callback_working_days)
            yield row["complaint_id"], due, _callbacks(view, row, due)


@clause("2.6.1", "projects", "complaints", "documents")
def _summary(view: View) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        opened, due = view.by_.dom(month.previous().first, 28), view.by_.dom(month.first, 28)
        if not view.is_class_a:
            yield (
                month.label,
                due,
                any(
                    by(row["submitted_at"], due) and by(row["cc_quality_at"], due)
                    for row in view.documents("complaint_summary", month)
                ),
            )
        elif any(opened < row["received_at"] <= due for row in view.rows("complaints")):
            analyses = view.documents("complaint_analysis", month)
            yield month.label, due, any(by(row["prepared_at"], due) for row in analyses)


def _is_new_or_phased(view: View, first: date, last: date) -> bool:
    delivered = view.project["delivered_on"]
    new = delivered is not None and delivered <= last and shifted(delivered, 12) >= first
    return bool(new or view.project["phased"])


@clause("2.6.2", "projects", "documents")
def _analysis(view: View, quarterly_day: int = 10) -> Iterator[Found]:
    area = view.project["gross_area_sqm"]
    for quarter in view.quarters():
        about = quarter.previous()
        large = area is not None and area >= 100_000
        if view.owes(about) and (_is_new_or_phased(view, about.first, about.last) or large):
            due = view.by_.dom(quarter.first, quarterly_day)
            yield (
                quarter.label,
                due,
                any(
                    by(row["submitted_at"], due)
                    and by(row["cc_quality_at"], due)
                    and has(row, "sections", "types", "counts", "cases", "improvements")
                    for row in view.documents("complaint_analysis_quarterly", about)
                ),
            )


@clause("2.6.3", "projects", "documents")
def _legacy(view: View, quarterly_day: int = 10) -> Iterator[Found]:
    for quarter in view.quarters():
        about = quarter.previous()
        if view.owes(about) and _is_new_or_phased(view, about.first, about.last):
            due = view.by_.dom(quarter.first, quarterly_day)
            yield (
                quarter.label,
                due,
                any(
                    by(row["reviewed_at"], due) and by(row["cc_quality_at"], due)
                    for row in view.documents("legacy_issue_summary", about)
                ),
            )


@clause("2.7.1", "complaints", "requests", "notices")
def _published(view: View) -> Iterator[Found]:
    calls = [
        row["received_at"] for row in view.rows("complaints") if row["public_interest"] or row["area"] == "neighbour"
    ]
    calls += [row["received_at"] for row in view.rows("requests", public_interest=True)]
    for month in filter(view.owes, view.months()):
        opened, due = view.by_.dom(month.previous().first, 30), view.by_.dom(month.first, 30)
        if any(opened < call <= due for call in calls):
            yield (
                month.label,
                due,
                any(
                    row["period"] in (None, month.label)
                    and by(row["published_at"], due)
                    and row["published_at"] >= at(month.first)
                    for row in view.rows("notices", kind="complaint_summary")
                ),
            )


@clause("2.8.1", "complaints")
def _major(view: View) -> Iterator[Found]:
    words = ("content", "cause", "process", "result", "lessons", "corrective")
    for row in view.rows("complaints", grade="major"):
        due = view.by_.wd(row["received_at"], 1)
        times = by(row["reported_quality_at"], due) and by(row["reported_executive_at"], due)
        yield row["complaint_id"], due, times and has(row, "report_sections", *words)
