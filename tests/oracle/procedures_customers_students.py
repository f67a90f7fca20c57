"""The second judge for student housing (SH)."""

from __future__ import annotations

from collections.abc import Iterator

from oracle.judge import Found, View, clause
from oracle.moments import DAY, by, not_after, spans, within
from oracle.procedures_customers import ONLINE, held_in


@clause("SH-1", "meetings", "surveys")
def _semester(view: View) -> Iterator[Found]:
    for semester in filter(view.owes, view.semesters()):
        surveys = view.rows("surveys", kind="satisfaction")
        asked = any(within(row["distributed_on"], semester.first, semester.last) for row in surveys)
        yield semester.label, view.by_.end(semester.last), asked or held_in(view, semester, "residents_forum")


@clause("SH-2", "documents")
def _summary(view: View, summary_days: int = 5) -> Iterator[Found]:
    for month in filter(view.owes, spans(1, view.starts_on - summary_days * DAY, view.ends_on)):
        due = view.by_.days(month.last, summary_days)
        yield month.label, due, any(by(row["prepared_at"], due) for row in view.documents("opinion_summary", month))


@clause("SH-3", "requests")
def _answered(view: View, response_working_days: int = 1) -> Iterator[Found]:
    for row in view.rows("requests"):
        if row["channel"] in ONLINE:
            due = view.by_.wd(row["received_at"], response_working_days)
            yield row["request_id"], due, by(row["responded_at"], due)


@clause("SH-4", "requests")
def _solution(view: View) -> Iterator[Found]:
    for row in view.rows("requests", kind="opinion"):
        due = view.by_.days(row["received_at"], 7)
        yield row["request_id"], due, by(row["plan_at"], due) or by(row["escalated_at"], due)


@clause("SH-5", "requests", "contacts", "notices")
def _fed_back(view: View, feedback_days: int = 7) -> Iterator[Found]:
    for row in view.rows("requests"):
        if row["kind"] in ("opinion", "suggestion") and row["closed_at"] is not None:
            due, name = view.by_.days(row["closed_at"], feedback_days), row["request_id"]
            talks = [*view.contacts("feedback", name), *view.contacts("request_callback", name)]
            times = [each["started_at"] for each in talks]
            times += [each["published_at"] for each in view.rows("notices", kind="feedback", related_id=name)]
            yield name, due, any(not_after(row["closed_at"], time) and by(time, due) for time in times)


@clause("SH-6", "documents")
def _summary_filed(view: View, archive_days: int = 30) -> Iterator[Found]:
    for row in view.rows("documents", kind="opinion_summary"):
        if row["prepared_at"] is not None:
            due = view.by_.days(row["prepared_at"], archive_days)
            yield row["document_id"], due, by(row["archived_at"], due)
