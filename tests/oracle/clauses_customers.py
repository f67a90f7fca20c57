"""Clauses 2.9 to 3.11: suggestions, data, cards and doors; events, visits, notices and the owners' forum."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from oracle.clauses_complaints import kept, promise
from oracle.judge import HEAD_OR_HIGHER, UNIT_HEAD, Found, Row, View, clause, escape, has, tagged
from oracle.moments import Span, at, before, by, day, eod, not_after, within


@clause("2.9.1", "requests")
def _suggestions(view: View, forward_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("requests"):
        if row["kind"] in ("suggestion", "need"):
            due = view.by_.wd(row["received_at"], forward_working_days)
            times = by(row["logged_at"], due) and by(row["forwarded_at"], due)
            yield row["request_id"], due, times and row["handler_id"]


@clause("2.10.1", "requests", "contacts")
def _constructive(view: View, measure_working_days: int = 5, callback_working_days: int = 3) -> Iterator[Found]:
    for row in view.rows("requests", constructive=True):
        name, closed = row["request_id"], row["closed_at"]
        yield tagged(name, "measure"), view.by_.wd(row["received_at"], measure_working_days), row["measure"]
        if closed is not None:
            due = view.by_.wd(closed, callback_working_days)
            yield (
                tagged(name, "callback"),
                due,
                any(
                    not_after(closed, each["started_at"]) and by(each["started_at"], due)
                    for each in view.contacts("request_callback", name)
                ),
            )


@clause("2.11.1", "documents", "data_access")
def _data(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "#custodian", view.end, view.document_in_force("data_custodian")
    for row in view.rows("data_access"):
        due = row["accessed_at"]
        yield row["access_id"], due, row["approved_by_role"] in HEAD_OR_HIGHER and not_after(row["approved_at"], due)


@clause("2.12.1", "documents")
def _card_custodian(view: View) -> Iterator[Found]:
    if view.is_standing:
        yield "", view.end, view.document_in_force("card_custodian")


@clause("2.12.2", "documents")
def _card_review(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        due = view.by_.end(quarter.last)
        yield (
            quarter.label,
            due,
            any(
                by(row["prepared_at"], due) and has(row, "sections", "statistics", "exceptions")
                for row in view.documents("card_review", quarter)
            ),
        )


def _changed(view: View, unit: Span, **columns: object) -> bool:
    return any(within(row["changed_at"], unit.first, unit.last) for row in view.rows("codes", **columns))


@clause("2.12.3", "codes")
def _card_computer(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        yield quarter.label, view.by_.end(quarter.last), _changed(view, quarter, kind="card_computer")


@clause("2.12.4", "access_cards")
def _parking_cards(view: View) -> Iterator[Found]:
    for row in view.rows("access_cards", card_type="parking", action="reissue"):
        authorised = row["authorization_letter"] and row["driving_licence"] and row["owner_confirmed"]
        yield row["record_id"], row["acted_at"], row["owner_in_person"] or authorised


@clause("2.12.5", "staff", "access_cards")
def _leavers(view: View) -> Iterator[Found]:
    for person in view.rows("staff"):
        if person["left_on"] is None:
            continue
        due = eod(person["left_on"])
        issued: dict[str, datetime] = {}
        for row in view.rows("access_cards", card_type="staff", staff_id=person["staff_id"]):
            if row["action"] in ("issue", "reissue") and by(row["acted_at"], due):
                issued[row["card_no"]] = max(row["acted_at"], issued.get(row["card_no"], row["acted_at"]))
        for card, last in issued.items():
            yield (
                f"{escape(person['staff_id'])}/{escape(card)}",
                due,
                any(
                    row["action"] in ("return", "disable")
                    and not_after(last, row["acted_at"])
                    and by(row["acted_at"], due)
                    for row in view.rows("access_cards", card_no=card)
                ),
            )


@clause("2.12.6", "projects", "codes")
def _doors(view: View) -> Iterator[Found]:
    doors: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    for row in view.rows("codes"):
        if row["kind"] in ("lobby_door", "unit_door"):
            doors[row["kind"], row["location"]].append(row["changed_at"])
            told = row["notified_by"] in ("mailbox", "phone") and by(
                row["notified_at"], view.by_.days(row["changed_at"], -7)
            )
            yield tagged(row["change_id"], "announced"), row["changed_at"], told
    for quarter in filter(view.owes, view.quarters()):
        due = view.by_.end(quarter.last)
        old = {door: times for door, times in doors.items() if day(min(times)) < quarter.first}
        for (kind, location), times in old.items():
            met = any(within(each, quarter.first, quarter.last) for each in times)
            yield f"{escape(kind)}/{escape(location)}#{quarter.label}", due, met
        if view.type == "residential" and not old:
            every = [each for times in doors.values() for each in times]
            yield quarter.label, due, any(within(each, quarter.first, quarter.last) for each in every)


@clause("3.1.1", "documents", "events")
def _event_plan(view: View, tolerance_days: int = 7) -> Iterator[Found]:
    if view.is_standing:
        quarter = f"{view.ends_on.year}-Q{(view.ends_on.month + 2) // 3}"
        plans = [
            row
            for row in view.rows("documents", kind="event_plan")
            if row["period"] in (str(view.ends_on.year), quarter)
        ]
        yield "#plan", view.end, any(by(row["approved_at"], view.end) for row in plans)
    for row in view.rows("events"):
        if row["planned_on"] is not None and not row["cancelled"]:
            due = view.by_.days(row["planned_on"], tolerance_days)
            yield row["event_id"], due, by(row["held_on"], due)


def _held(view: View) -> Iterator[tuple[Row, date]]:
    for row in view.rows("events"):
        if row["held_on"] is not None:
            yield row, row["held_on"]


@clause("3.1.2", "events")
def _scheme(view: View) -> Iterator[Found]:
    for row, held in _held(view):
        yield row["event_id"], eod(held), by(row["scheme_at"], eod(held))


@clause("3.1.3", "events")
def _event_notice(view: View, notice_days: int = 3) -> Iterator[Found]:
    for row, held in _held(view):
        notice = row["notice_published_at"]
        met = not_after(row["approved_at"], notice) and by(notice, view.by_.days(held, -notice_days))
        yield row["event_id"], eod(held), met


@clause("3.1.4", "events")
def _event_records(view: View, archive_days: int = 7) -> Iterator[Found]:
    for row, held in _held(view):
        yield row["event_id"], view.by_.days(held, archive_days), row["records_archived"]


@clause("3.1.5", "events")
def _event_expense(view: View, manager_limit: Decimal = Decimal(5000)) -> Iterator[Found]:
    for row, held in _held(view):
        if row["expense"] is not None and row["expense"] > 0:
            roles = {"executive", "general_manager"}
            if row["expense"] <= manager_limit:
                roles.add("project_manager")
            approved = by(row["expense_approved_at"], eod(held))
            yield row["event_id"], eod(held), approved and row["expense_approved_by_role"] in roles


@clause("3.2.1", "events")
def _event_risk(view: View) -> Iterator[Found]:
    for row, held in _held(view):
        planned = row["flow"] and row["cautions"] and row["risk_plan"]
        yield row["event_id"], eod(held), planned and (row["consents"] or not row["risky"])


@clause("3.2.2", "events")
def _event_insurance(view: View) -> Iterator[Found]:
    for row, held in _held(view):
        yield row["event_id"], eod(held), row["insured"]


@clause("3.3.1", "events")
def _publicity(view: View, publicity_days: int = 7, min_channels: int = 2) -> Iterator[Found]:
    for row, held in _held(view):
        met = len(set(row["publicity_channels"] or ())) >= min_channels
        yield row["event_id"], view.by_.days(held, publicity_days), met


@clause("3.4.1", "events")
def _evaluation(view: View, evaluation_days: int = 15) -> Iterator[Found]:
    for row, held in _held(view):
        due = view.by_.days(held, evaluation_days)
        times = by(row["evaluated_at"], due) and by(row["evaluation_filed_at"], due)
        yield row["event_id"], due, times and row["head_opinion"]


@clause("3.5.1", "documents", "contacts")
def _visit_plan(view: View) -> Iterator[Found]:
    plans = view.rows("documents", kind="visit_plan")
    if view.is_standing:
        yearly = [row for row in plans if row["period"] == str(view.ends_on.year)]
        yield "#plan", view.end, any(by(row["approved_at"], view.end) for row in yearly)
    for month in view.months():
        due = view.by_.end(month.last)
        for row in plans:
            if row["period"] == month.label and (row["planned_count"] or 0) > 0 and by(row["approved_at"], due):
                visits = view.contacts_within(month, "visit", "interview")
                yield row["document_id"], due, len(visits) >= row["planned_count"]


@clause("3.5.2", "contacts")
def _interviews(view: View, min_interviews: int = 2) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        held = [row for row in view.contacts_within(month, "interview") if view.role(row) in UNIT_HEAD]
        met = len({row["household_id"] for row in held}) >= min_interviews
        yield month.label, view.by_.end(month.last), met


@clause("3.6.1", "surveys", "actions")
def _survey_follow_up(view: View, correction_days: int = 30) -> Iterator[Found]:
    for row in view.rows("surveys", kind="satisfaction"):
        if row["report_at"] is not None:
            due = view.by_.days(row["report_at"], correction_days)
            actions = view.rows("actions", source="survey", related_id=row["survey_id"])
            yield row["survey_id"], due, any(each["owner_id"] and by(each["approved_at"], due) for each in actions)


@clause("3.7.1", "notices")
def _accuracy(view: View) -> Iterator[Found]:
    for row in view.rows("notices"):
        published, corrected = row["published_at"], row["corrected_at"]
        if published is not None:
            effective = row["effective_at"]
            met = effective is None or not_after(published, effective)
            yield tagged(row["notice_id"], "timely"), published, met
        if corrected is not None:
            yield tagged(row["notice_id"], "accurate"), corrected, False


@clause("3.8.1", "letters")
def _signed_for(view: View) -> Iterator[Found]:
    for row in view.rows("letters", party="committee", direction="out"):
        yield row["letter_id"], row["sent_at"], row["receipt_signed"]


@clause("3.8.2", "projects", "documents")
def _disclosed(view: View) -> Iterator[Found]:
    if view.type == "residential":
        units, kind, number, column = view.quarters(), "management_service_report", 20, "published_at"
    elif view.type == "public":
        units, kind, number, column = view.months(), "work_brief", 3, "submitted_at"
    else:
        return
    for unit in units:
        if view.owes(unit.previous()):
            due = view.by_.dom(unit.first, number)
            yield unit.label, due, any(by(row[column], due) for row in view.documents(kind, unit.previous()))


@clause("3.9.1", "meetings")
def _forum(view: View) -> Iterator[Found]:
    for row in view.rows("meetings", kind="owners_forum"):
        met = row["agenda"] and before(row["notice_published_at"], row["held_at"])
        yield row["meeting_id"], row["held_at"], met


@clause("3.10.1", "meetings")
def _forum_record(view: View, minutes_working_days: int = 3) -> Iterator[Found]:
    for row in view.rows("meetings", kind="owners_forum"):
        due = view.by_.wd(row["held_at"], minutes_working_days)
        papers = row["minutes_by"] and row["signed_in"] and row["photos"] and has(row, "sections", "opinions")
        yield row["meeting_id"], due, papers and by(row["minutes_at"], due)


@clause("3.11.1", "actions")
def _forum_actions(view: View, action_days: int = 30) -> Iterator[Found]:
    for row in view.rows("actions", source="forum"):
        began = row["raised_at"]
        due, moved = promise(row["due_at"], at(began), view.by_.days(began, action_days))
        done = kept(row["completed_at"], due, moved) and kept(row["verified_at"], due, moved)
        yield row["action_id"], due, row["owner_id"] and done
