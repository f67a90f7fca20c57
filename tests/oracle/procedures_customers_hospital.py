"""The second judge for hospitals (HS)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from oracle.judge import Found, Row, View, clause, has, tagged
from oracle.moments import Span, by, not_after, within
from oracle.procedures_customers import from_beginning, held_in, present, yearly


@clause("HS-1", "complaints")
def _registered(view: View, register_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("complaints"):
        if row["channel"] in ("phone", "hotline", "letter", "suggestion_box"):
            due = view.by_.wd(row["received_at"], register_working_days)
            met = by(row["logged_at"], due) and present(row, "summary", "handler_id")
            yield tagged(row["complaint_id"], "registered"), due, met
            if row["closed_at"] is not None:
                due = from_beginning(row["closed_at"], row["received_at"])
                yield tagged(row["complaint_id"], "result"), due, row["result"]


@clause("HS-2", "complaints", "contacts")
def _followed_up(view: View, follow_working_days: int = 10) -> Iterator[Found]:
    for row in view.rows("complaints"):
        if row["forwarded_at"] is not None:
            due = view.by_.wd(row["forwarded_at"], follow_working_days)
            asked = any(
                not_after(row["forwarded_at"], each["started_at"]) and by(each["started_at"], due)
                for each in view.contacts("feedback", row["complaint_id"])
            )
            yield row["complaint_id"], due, asked or by(row["closed_at"], due)


@clause("HS-3", "complaints")
def _important_archived(view: View, archive_days: int = 30) -> Iterator[Found]:
    for row in view.rows("complaints", grade="major"):
        if row["closed_at"] is not None:
            due = view.by_.days(row["closed_at"], archive_days)
            yield row["complaint_id"], due, by(row["archived_at"], due)


@clause("HS-4", "surveys")
def _patients(view: View) -> Iterator[Found]:
    days = [row["distributed_on"] for row in view.rows("surveys") if row["kind"] in ("patient", "satisfaction")]
    return yearly(view, lambda year: sum(within(each, year.first, year.last) for each in days) >= 2)


def _led(rows: Sequence[Row]) -> bool:
    return any(has(row, "attendee_roles", "hospital_leader") for row in rows)


@clause("HS-5", "meetings")
def _supervisors(view: View) -> Iterator[Found]:
    return yearly(view, lambda year: _led(held_in(view, year, "supervisors_meeting")))


@clause("HS-6", "meetings")
def _community(view: View) -> Iterator[Found]:
    return yearly(view, lambda year: _led(held_in(view, year, "community_forum")))


def _forums(view: View, units: Sequence[Span], kind: str, chair: str) -> Iterator[Found]:
    for unit in filter(view.owes, units):
        due = view.by_.end(unit.last)
        forums = held_in(view, unit, kind)
        met = any(row["chaired_by_role"] == chair and by(row["minutes_at"], due) for row in forums)
        yield unit.label, due, met


@clause("HS-7", "meetings")
def _ward(view: View) -> Iterator[Found]:
    return _forums(view, view.months(), "ward_forum", "department_director")


@clause("HS-8", "meetings")
def _hospital(view: View) -> Iterator[Found]:
    return _forums(view, view.quarters(), "hospital_forum", "hospital_leader")


@clause("HS-9", "notices")
def _disclosed(view: View) -> Iterator[Found]:
    for kind in ("fee_standard", "disclosure") if view.is_standing else ():
        yield f"#{kind}", view.end, view.notice_in_force(kind)


@clause("HS-10", "contacts")
def _policy(view: View) -> Iterator[Found]:
    days = [row["started_at"] for row in view.rows("contacts") if row["party"] in ("authority", "community")]
    return yearly(view, lambda year: any(within(each, year.first, year.last) for each in days))
