"""The second judge for employee relations (EM) and service communication (SC)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oracle.judge import Found, Row, View, clause, escape, has, tagged
from oracle.moments import by, eod, not_after, within
from oracle.procedures_customers import any_channel, from_beginning, held_in, letter_time, present, published, yearly
from oracle.procedures_customers_numbers import holds_personal_number

WRITTEN = ("bulletin", "doorway", "elevator", "mailbox", "letter")
PUBLIC = ("bulletin", "doorway", "elevator", "wechat", "app", "website", "screen", "newspaper")
ONE_TO_ONE = frozenset({"door", "phone", "office", "letter", "online"})
FORBIDDEN = ("不知道", "不归我管", "没办法", "爱找谁找谁", "自己看")


@clause("EM-1", "surveys")
def _anonymous(view: View) -> Iterator[Found]:
    surveys = view.rows("surveys", kind="employee", anonymous=True)
    return yearly(view, lambda year: any(within(row["distributed_on"], year.first, year.last) for row in surveys))


@clause("EM-2", "surveys")
def _survey_answered(view: View, answer_days: int = 30) -> Iterator[Found]:
    for row in view.rows("surveys", kind="employee"):
        if row["report_at"] is not None:
            due = view.by_.days(row["report_at"], answer_days)
            yield row["survey_id"], due, by(row["published_on"], due)


def _is_unsigned(row: Row) -> bool:
    return row["form"] == "written" and row["named"] is False


@clause("EM-3", "grievances")
def _unsigned(view: View) -> Iterator[Found]:
    for row in filter(_is_unsigned, view.rows("grievances")):
        yield row["grievance_id"], row["raised_at"], not row["accepted"]


@clause("EM-4", "grievances")
def _decided(view: View, decide_working_days: int = 15) -> Iterator[Found]:
    for row in view.rows("grievances"):
        if not _is_unsigned(row):
            due = view.by_.wd(row["raised_at"], decide_working_days)
            yield row["grievance_id"], due, by(row["decided_at"], due) and by(row["notified_at"], due)


@clause("EM-5", "staff", "meetings")
def _one_to_one(view: View, min_minutes: int = 120) -> Iterator[Found]:
    for year in filter(view.owes, view.units(12)):
        held = {
            row["staff_id"]
            for row in held_in(view, year, "one_on_one")
            if row["duration_min"] is not None and row["duration_min"] >= min_minutes
        }
        for row in view.rows("staff"):
            joined, left = row["joined_on"], row["left_on"]
            if (joined is None or joined < year.first) and (left is None or left > year.last):
                yield tagged(row["staff_id"], year.label), view.by_.end(year.last), row["staff_id"] in held


@clause("EM-6", "staff", "meetings")
def _exit_interview(view: View, file_working_days: int = 3) -> Iterator[Found]:
    for row in view.rows("staff"):
        if row["left_on"] is not None and not row["exit_interview_declined"]:
            due = view.by_.wd(row["left_on"], file_working_days)
            met = any(
                by(each["held_at"], eod(row["left_on"])) and by(each["minutes_at"], due)
                for each in view.rows("meetings", kind="exit_interview", staff_id=row["staff_id"])
            )
            yield row["staff_id"], due, met


@clause("EM-7", "staff_changes", "meetings")
def _change(view: View, interview_days: int = 7) -> Iterator[Found]:
    for row in view.rows("staff_changes"):
        due = view.by_.days(row["occurred_on"], interview_days)
        after = view.by_.days(row["occurred_on"], -interview_days)
        met = row["staff_id"] is not None and any(
            after < each["held_at"] <= due
            for each in view.rows("meetings", kind="work_interview", staff_id=row["staff_id"])
        )
        yield row["change_id"], due, met


@clause("EM-8", "staff", "documents")
def _exit_audit(view: View) -> Iterator[Found]:
    for row in view.rows("staff", key_post=True):
        if row["left_on"] is not None:
            due = eod(row["left_on"])
            audits = view.rows("documents", kind="exit_audit", owner_id=row["staff_id"])
            yield row["staff_id"], due, any(by(each["prepared_at"], due) for each in audits)


@clause("EM-9", "documents")
def _bulletin(view: View) -> Iterator[Found]:
    for quarter in filter(view.owes, view.quarters()):
        due = view.by_.end(quarter.last)
        yield (
            quarter.label,
            due,
            any(by(row["published_at"], due) for row in view.documents("staff_bulletin", quarter)),
        )


@clause("SC-1", "requests")
def _urgent(view: View) -> Iterator[Found]:
    for row in view.rows("requests", urgency="urgent"):
        if row["responded_at"] is not None:
            due = from_beginning(row["responded_at"], row["received_at"])
            yield row["request_id"], due, row["responded_via"] in ("phone", "door", "office")


@clause("SC-2", "notices")
def _two_ways(view: View) -> Iterator[Found]:
    for row in published(view):
        if row["important"] or row["kind"] in ("policy", "fee_standard"):
            met = len(set(row["channels"] or ())) >= 2 and any_channel(row, *WRITTEN)
            yield row["notice_id"], row["published_at"], met


@clause("SC-3", "contacts")
def _private(view: View) -> Iterator[Found]:
    for row in view.rows("contacts", sensitive=True):
        yield row["contact_id"], row["started_at"], row["mode"] in ONE_TO_ONE and not row["companions"]


@clause("SC-4", "notices")
def _personal_data(view: View, allowed_numbers: Sequence[str] = ()) -> Iterator[Found]:
    for row in published(view, *PUBLIC):
        found = any(holds_personal_number(row[name], allowed_numbers) for name in ("title", "body"))
        yield row["notice_id"], row["published_at"], not found


@clause("SC-5", "requests")
def _in_time(view: View, response_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("requests"):
        due = view.by_.wd(row["received_at"], response_working_days)
        yield row["request_id"], due, by(row["responded_at"], due)


@clause("SC-6", "complaints", "requests", "work_orders")
def _complete(view: View) -> Iterator[Found]:
    for row in view.rows("complaints"):
        if row["closed_at"] is not None:
            who = row["household_id"] is not None or row["complainant_name"] is not None
            due = from_beginning(row["closed_at"], row["received_at"])
            yield f"complaint:{escape(row['complaint_id'])}", due, who and present(row, "summary", "process", "result")
    for row in view.rows("requests"):
        if row["closed_at"] is not None:
            due = from_beginning(row["closed_at"], row["received_at"])
            met = present(row, "summary", "household_id", "measure", "result")
            yield f"request:{escape(row['request_id'])}", due, met
    for row in view.rows("work_orders"):
        if row["completed_at"] is not None:
            due = from_beginning(row["completed_at"], row["reported_at"])
            yield f"order:{escape(row['order_id'])}", due, present(row, "household_id", "handler_id", "result")


@clause("SC-7", "meetings")
def _minutes(view: View) -> Iterator[Found]:
    for row in view.rows("meetings"):
        if row["minutes_at"] is not None:
            stated = has(row, "sections", "topics", "resolutions", "actions")
            due = from_beginning(row["minutes_at"], row["held_at"])
            yield row["meeting_id"], due, row["location"] and row["attendee_roles"] and stated


@clause("SC-8", "letters")
def _kept_letters(view: View, keep_days: int = 7) -> Iterator[Found]:
    for row in view.rows("letters", important=True):
        if letter_time(row) is not None:
            due = view.by_.days(letter_time(row), keep_days)
            yield row["letter_id"], due, by(row["archived_at"], due) or by(row["copied_at"], due)


@clause("SC-9", "documents")
def _box(view: View) -> Iterator[Found]:
    for month in filter(view.owes, view.months()):
        due = view.by_.end(month.last)
        opened = view.documents("suggestion_box_opening", month)
        yield month.label, due, any(by(row["prepared_at"], due) for row in opened)


@clause("SC-10", "notices")
def _phrases(view: View, forbidden: Sequence[str] = FORBIDDEN) -> Iterator[Found]:
    for row in published(view):
        texts = [row[name] for name in ("title", "body") if row[name] is not None]
        said = any(phrase in text for phrase in forbidden for text in texts)
        yield row["notice_id"], row["published_at"], not said


@clause("SC-11", "requests")
def _reply_date(view: View) -> Iterator[Found]:
    for row in view.rows("requests"):
        if row["responded_at"] is not None and not not_after(row["closed_at"], row["responded_at"]):
            due = from_beginning(row["responded_at"], row["received_at"])
            yield row["request_id"], due, row["reply_promised_at"] is not None


@clause("SC-12", "meetings")
def _assembly(view: View) -> Iterator[Found]:
    return yearly(view, lambda year: held_in(view, year, "owners_assembly"))


@clause("SC-13", "complaints")
def _archived(view: View, archive_days: int = 30) -> Iterator[Found]:
    for row in view.rows("complaints"):
        if row["closed_at"] is not None:
            due = view.by_.days(row["closed_at"], archive_days)
            yield row["complaint_id"], due, by(row["archived_at"], due)
