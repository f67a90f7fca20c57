"""Clauses CM-1 to CM-12, IN-2 to IN-8 and SS-1 to SS-13: owners' committee, internal communication, surveys.

SS-12 stands beside CC-19, which asks the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from oracle.judge import HEAD_OR_HIGHER, Found, Row, View, clause, has
from oracle.moments import DAY, Deadlines, at, by, day, eod, not_after, within
from oracle.procedures_clients import dated, held_within

OPERATIONS = frozenset({"operations_manager", "executive", "general_manager"})
GRADES = frozenset({"很满意", "满意", "一般", "不满意", "很不满意"})
TOPICS = (
    ("人员",), ("安全",), ("环境",), ("供电",), ("供水",), ("设施", "设备"), ("家居", "居家"), ("文化",), ("会所",), ("总体",),
)  # fmt: skip


def _formed(view: View, first: date | None) -> bool:
    """Whether the committee was formed before that day."""
    formed: date | None = view.project["committee_formed_on"]
    return formed is not None and first is not None and formed < day(first)


@clause("CM-1", "projects", "meetings")
def _regular(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        if _formed(view, quarter.first):
            met = held_within(view, "committee_regular", quarter.first, quarter.last)
            yield quarter.label, view.by_.end(quarter.last), met


def _letters(view: View, direction: str, *kinds: str) -> list[Row]:
    letters = view.rows("letters", party="committee", direction=direction)
    return [row for row in letters if row["kind"] in kinds]


@clause("CM-2", "projects", "letters", "meetings")
def _consent(view: View) -> Iterator[Found]:
    for row in _letters(view, "out", "application"):
        sent, planned = row["sent_at"], row["planned_on"]
        if row["consent_needed"] and sent is not None and _formed(view, planned) and planned >= day(sent):
            yield (
                row["letter_id"],
                eod(planned),
                any(
                    not_after(sent, each["held_at"]) and by(each["held_at"], eod(planned))
                    for each in view.rows("meetings", kind="committee_special")
                ),
            )


@clause("CM-3", "projects", "meetings")
def _tea(view: View) -> Iterator[Found]:
    for half in filter(view.owes, view.units(6)):
        if _formed(view, half.first):
            met = held_within(view, "tea_party", half.last.replace(day=1), half.last)
            yield half.label, view.by_.end(half.last), met


@clause("CM-4", "projects", "documents")
def _accounts(view: View) -> Iterator[Found]:
    for month in view.months():
        if view.owes(month.previous()) and _formed(view, month.first):
            due = view.by_.dom(month.first, 5)
            papers = view.documents("financial_statement", month.previous())
            yield month.label, due, any(by(row["submitted_at"], due) for row in papers)


@clause("CM-5", "projects", "contacts")
def _questions(view: View) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        if _formed(view, month.first):
            tenth, due = at(month.first + 9 * DAY), view.by_.dom(month.first, 15)
            sessions = view.rows("contacts", party="committee", purpose="inquiry_session")
            yield month.label, due, any(tenth <= row["started_at"] <= due for row in sessions)


@clause("CM-6", "projects", "letters")
def _publications(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        if _formed(view, quarter.first):
            last = Deadlines().dom(quarter.first, 31).date()
            met = any(within(row["sent_at"], quarter.first, last) for row in _letters(view, "out", "publication"))
            yield quarter.label, view.by_.end(last), met


@clause("CM-7", "projects", "letters")
def _ahead(view: View) -> Iterator[Found]:
    for row in _letters(view, "out", "application"):
        sent, planned = row["sent_at"], row["planned_on"]
        if sent is not None and planned is not None:
            due = max(eod(planned), sent)
            if _formed(view, due):
                yield row["letter_id"], due, by(sent, view.by_.days(planned, -15))


@clause("CM-8", "projects", "letters")
def _notified(view: View) -> Iterator[Found]:
    for row in _letters(view, "out", "notification"):
        sent, occurred = row["sent_at"], row["occurred_on"]
        if sent is not None and occurred is not None:
            due = view.by_.wd(occurred, 3)
            late = sent > due
            if _formed(view, sent if late else occurred):
                yield row["letter_id"], sent if late else due, not late


@clause("CM-9", "projects", "letters")
def _in_writing(view: View) -> Iterator[Found]:
    for row in _letters(view, "out", "application", "notification"):
        if _formed(view, row["sent_at"]):
            yield row["letter_id"], row["sent_at"], row["written"]


def _inquiries(view: View, working_days: int, column: str, is_reasonable: bool) -> Iterator[Found]:
    for row in _letters(view, "in", "inquiry"):
        if _formed(view, row["received_at"]) and (row["reasonable"] is not False) == is_reasonable:
            due = view.by_.wd(row["received_at"], working_days)
            yield row["letter_id"], due, by(row[column], due)


@clause("CM-10", "projects", "letters")
def _answered(view: View) -> Iterator[Found]:
    return _inquiries(view, 3, "replied_at", True)


@clause("CM-11", "projects", "letters")
def _escalated(view: View, escalate_working_days: int = 1) -> Iterator[Found]:
    return _inquiries(view, escalate_working_days, "escalated_at", False)


@clause("CM-12", "projects", "letters")
def _archived(view: View, archive_days: int = 30) -> Iterator[Found]:
    for row in view.rows("letters", party="committee"):
        began = row["sent_at"] if row["direction"] == "out" else row["received_at"]
        if _formed(view, began):
            due = view.by_.days(began, archive_days)
            yield row["letter_id"], due, by(row["archived_at"], due)


@clause("IN-2", "documents")
def _review(view: View) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        due = view.by_.end(year.last)
        papers = view.documents("internal_communication_review", year)
        yield year.label, due, any(by(row["submitted_at"], due) for row in papers)


@clause("IN-3", "meetings")
def _weekly(view: View) -> Iterator[Found]:
    for week in filter(view.owes, view.weeks()):
        yield (
            week.label,
            view.by_.end(week.last),
            any(
                within(row["held_at"], week.first, week.last)
                and row["chaired_by_role"] in HEAD_OR_HIGHER
                and row["signed_in"]
                for row in view.rows("meetings", kind="weekly")
            ),
        )


@clause("IN-4", "meetings")
def _weekly_minutes(view: View, minutes_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("meetings", kind="weekly"):
        due = view.by_.wd(row["held_at"], minutes_working_days)
        met = by(row["minutes_at"], due) and has(row, "sections", "summary", "plan", "information")
        yield row["meeting_id"], due, met


@clause("IN-5", "transmittals")
def _countersigned(view: View, sign_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("transmittals"):
        due = view.by_.wd(row["issued_at"], sign_working_days)
        yield row["slip_id"], due, by(row["acknowledged_at"], due)


@clause("IN-6", "transmittals")
def _handled(view: View, handle_working_days: int = 3) -> Iterator[Found]:
    for row in view.rows("transmittals"):
        due = view.by_.wd(row["issued_at"], handle_working_days)
        yield row["slip_id"], due, by(row["handled_at"], due) and by(row["fed_back_at"], due)


@clause("IN-7", "transmittals")
def _signed_off(view: View, sign_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("transmittals", complex=True):
        if row["fed_back_at"] is not None:
            due = view.by_.wd(row["fed_back_at"], sign_working_days)
            yield row["slip_id"], due, by(row["manager_confirmed_at"], due)


@clause("IN-8", "requests")
def _registered(view: View) -> Iterator[Found]:
    for row in view.rows("requests"):
        due = eod(row["received_at"])
        if row["channel"] in ("phone", "front_desk"):
            yield row["request_id"], due, by(row["logged_at"], due)


@clause("SS-1", "surveys")
def _planned(view: View) -> Iterator[Found]:
    for row, review in dated(view, "review_meeting_on"):
        latest = view.by_.months(review, -1)
        times = by(row["planned_at"], latest) and by(row["plan_approved_at"], latest)
        yield row["survey_id"], eod(review), times and row["plan_approved_by_role"] in OPERATIONS


@clause("SS-2", "surveys")
def _plan(view: View) -> Iterator[Found]:
    asked = ("time", "departments", "sample", "team", "method", "return_rate", "cautions")
    for row in view.rows("surveys", kind="satisfaction"):
        yield row["survey_id"], row["planned_at"], has(row, "plan_sections", *asked)


@clause("SS-3", "surveys")
def _census(view: View) -> Iterator[Found]:
    for row, sent in dated(view):
        if sent.month >= 10:
            yield row["survey_id"], eod(sent), row["scope"] == "census"


@clause("SS-4", "surveys")
def _form(view: View) -> Iterator[Found]:
    for row, sent in dated(view):
        met = by(row["form_approved_at"], eod(sent)) and row["form_approved_by_role"] in OPERATIONS
        yield row["survey_id"], eod(sent), met


def _answers(view: View) -> Iterator[tuple[Row, date, list[Row]]]:
    for row, sent in dated(view):
        answers = view.rows("survey_answers", survey_id=row["survey_id"])
        if answers:
            yield row, sent, answers


@clause("SS-5", "surveys", "survey_answers")
def _five_grades(view: View) -> Iterator[Found]:
    for row, sent, answers in _answers(view):
        cells = [re.split("[;；,，、|]", each["choice"] or "") for each in answers]
        words = [[word.strip() for word in cell if word.strip()] for cell in cells]
        yield row["survey_id"], eod(sent), {cell[0] for cell in words if len(cell) == 1} <= GRADES


@clause("SS-6", "surveys", "survey_answers")
def _ten_topics(view: View) -> Iterator[Found]:
    for row, sent, answers in _answers(view):
        asked = {each["question"] for each in answers}
        met = all(any(word in question for word in words for question in asked) for words in TOPICS)
        yield row["survey_id"], eod(sent), met


def _before_distribution(view: View, column: str) -> Iterator[Found]:
    return ((row["survey_id"], eod(sent), by(row[column], eod(sent))) for row, sent in dated(view))


@clause("SS-7", "surveys")
def _trained(view: View) -> Iterator[Found]:
    return _before_distribution(view, "trained_at")


@clause("SS-8", "surveys")
def _told(view: View) -> Iterator[Found]:
    return _before_distribution(view, "announced_at")


@clause("SS-9", "surveys")
def _returned(view: View, return_working_days: int = 15) -> Iterator[Found]:
    for row, sent in dated(view):
        handed_out, rate, collected = row["distributed"], row["planned_return_rate"], row["collected"]
        if handed_out is not None and handed_out > 0 and rate is not None:
            met = collected is not None and collected >= rate * handed_out
            yield row["survey_id"], view.by_.wd(sent, return_working_days), met


@clause("SS-10", "surveys")
def _report(view: View) -> Iterator[Found]:
    asked = ("introduction", "methods", "overall", "items", "comparison", "open_questions", "summary")
    for row in view.rows("surveys", kind="satisfaction"):
        yield row["survey_id"], row["report_at"], has(row, "report_sections", *asked)


@clause("SS-11", "surveys")
def _report_approved(view: View) -> Iterator[Found]:
    for row, review in dated(view, "review_meeting_on"):
        reported, checked, approved = row["report_at"], row["report_reviewed_at"], row["report_approved_at"]
        in_order = not_after(reported, checked) and not_after(checked, approved) and by(approved, eod(review))
        roles = (row["report_reviewed_by_role"], row["report_approved_by_role"])
        yield row["survey_id"], eod(review), in_order and roles == ("quality_manager", "management_representative")


@clause("SS-13", "surveys")
def _sample(view: View) -> Iterator[Found]:
    for row, sent in dated(view):
        if sent.month <= 6:
            yield row["survey_id"], eod(sent), row["scope"] == "sample"
