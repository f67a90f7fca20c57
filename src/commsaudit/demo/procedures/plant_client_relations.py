"""Plants: client communication, at forums and events, in surveys and by notices (CC-12 to CC-26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.plant_standing import late, missing
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.releases import POSTED
from commsaudit.demo.sharing import after, owners_forum, papers, published
from commsaudit.demo.world import Row, day, moment, text


def tea_instead(site: Site) -> list[Breach]:
    """In the whole half-year there were tea meetings, but no forum."""
    for row in site.world.of("meetings", site.project):
        if owners_forum(row):
            row["kind"] = "tea_party"
    return site.breach("CC-12", "2026-H1", date(2026, 6, 30))


def no_executive(site: Site) -> list[Breach]:
    """No executive came to the forum."""
    row = site.take("meetings", lambda row: moment(row, "held_at"), owners_forum)
    row["attendee_roles"] = ["project_manager", "service_supervisor"]
    return site.breach("CC-13", text(row, "meeting_id"), moment(row, "held_at"))


def forum_minutes_late(site: Site) -> list[Breach]:
    """The forum's minutes were published on the sixteenth day."""
    row = site.take("meetings", after("held_at", 15), owners_forum)
    due = dates.days(moment(row, "held_at"), 15)
    row["minutes_published_at"] = next_day(due)
    return site.breach("CC-14", text(row, "meeting_id"), due)


def plan_in_february(site: Site) -> list[Breach]:
    """The year's events plan was drawn up in February."""
    for row in papers(site, "event_plan", dates.month("2026")):
        row.update(
            prepared_at=dates.bare(date(2026, 2, 1)), reviewed_at=None, approved_at=dates.at(date(2026, 2, 4), 9)
        )
    return site.breach("CC-15", "2026", date(2026, 1, 31))


def event_unannounced(site: Site) -> list[Breach]:
    """An event was never announced: two clauses ask for that."""
    row = site.take("events", lambda row: dates.days(day(row, "held_on"), 15) if row["held_on"] else None)
    row["notice_published_at"] = None
    held = day(row, "held_on")
    return site.breach("CC-16", text(row, "event_id"), dates.days(held, 15)) + site.breach(
        "3.1.3", text(row, "event_id"), held
    )


def no_survey(site: Site) -> list[Breach]:
    """No survey in the half-year, nor leave to put it off: two clauses ask for one."""
    gone = [
        row
        for row in site.world.of("surveys", site.project)
        if row["distributed_on"] and day(row, "distributed_on") >= date(2026, 1, 1)
    ]
    ids = {row["survey_id"] for row in gone}
    site.drop("surveys", gone)
    for log, column in (("actions", "related_id"), ("survey_answers", "survey_id")):
        site.drop(log, [row for row in site.world.of(log, site.project) if row[column] in ids])
    end = date(2026, 6, 30)
    return site.breach("CC-17", "2026-H1", end) + site.breach("OC-14", "2026-H1", end)


def team_untrained(site: Site) -> list[Breach]:
    """The survey's team was trained the day after: two clauses ask for that."""
    row = site.take("surveys", lambda row: dates.eod(day(row, "distributed_on")))
    handed_out = day(row, "distributed_on")
    row["trained_at"] = next_day(handed_out)
    record = text(row, "survey_id")
    return site.breach("CC-18", record, handed_out) + site.breach("SS-7", record, handed_out)


def survey_unannounced(site: Site) -> list[Breach]:
    """Nobody was told of the survey: two clauses ask for that."""
    row = site.take("surveys", lambda row: dates.eod(day(row, "distributed_on")))
    row["announced_at"] = None
    record, due = text(row, "survey_id"), day(row, "distributed_on")
    return site.breach("CC-18", record, due) + site.breach("SS-8", record, due)


def door_survey_unarranged(site: Site) -> list[Breach]:
    """A household was asked at the door without an appointment: two clauses ask for that."""
    row = site.take("contacts", lambda row: moment(row, "started_at"), lambda row: row["purpose"] == "survey")
    row["appointment_at"] = None
    record, due = text(row, "contact_id"), moment(row, "started_at")
    return site.breach("CC-19", record, due) + site.breach("SS-12", record, due)


def _survey_measure(site: Site) -> tuple[Row, datetime]:
    def due(row: Row) -> datetime:
        until = row["due_at"]
        return dates.eod(until) if isinstance(until, datetime) else dates.days(moment(row, "raised_at"), 60)

    row = site.take("actions", due, lambda row: row["source"] == "survey")
    return row, due(row)


def survey_measure_unverified(site: Site) -> list[Breach]:
    """What a survey led to was done, but never checked."""
    row, due = _survey_measure(site)
    row["verified_at"] = None
    return site.breach("CC-20", text(row, "action_id"), due)


def survey_measure_checked_early(site: Site) -> list[Breach]:
    """What a survey led to was checked before it was done."""
    row, due = _survey_measure(site)
    row["completed_at"] = moment(row, "verified_at") + timedelta(hours=2)
    return site.breach("CC-20", text(row, "action_id"), due)


def _opinion(site: Site, purpose: str) -> tuple[Row, Row, datetime]:
    """A contact with an opinion, the measure that it led to, and by when it had to."""
    row = site.take(
        "contacts", after("started_at", 15), lambda row: row["purpose"] == purpose and row["opinion"] is not None
    )
    measure = site.find("actions", lambda action: action["related_id"] == row["contact_id"])
    return row, measure, dates.days(moment(row, "started_at"), 15)


def interview_measure_late(site: Site) -> list[Breach]:
    """What the manager was told led to a measure on the sixteenth day."""
    row, measure, due = _opinion(site, "interview")
    measure["raised_at"] = next_day(due)
    return site.breach("CC-21", text(row, "contact_id"), due)


def interview_measure_unowned(site: Site) -> list[Breach]:
    """What the manager was told led to a measure that is nobody's."""
    row, measure, due = _opinion(site, "interview")
    measure["owner_id"] = None
    return site.breach("CC-21", text(row, "contact_id"), due)


def service_measure_missing(site: Site) -> list[Breach]:
    """What was said of a service led to nothing."""
    row, measure, due = _opinion(site, "service_callback")
    site.drop("actions", [measure])
    return site.breach("CC-25", text(row, "contact_id"), due)


def _posted(row: Row) -> bool:
    channels = row["channels"]
    return isinstance(channels, list) and bool(POSTED & set(channels)) and row["kind"] in ("general", "safety")


def notice_lacks(column: str) -> Callable[[Site], list[Breach]]:
    """The plant that leaves a posted notice without what ``column`` asks for."""

    def incomplete(site: Site) -> list[Breach]:
        """A notice is not complete."""
        row = site.take("notices", published, _posted)
        row[column] = None
        return site.breach("CC-22", text(row, "notice_id"), published(row))

    return incomplete


def _taken_down(row: Row) -> datetime | None:
    return dates.days(day(row, "expires_on"), 1) if row["expires_on"] else None


def notice_left_hanging(site: Site) -> list[Breach]:
    """A notice was taken down two days after it had run out."""
    row = site.take("notices", _taken_down, _posted)
    due = dates.days(day(row, "expires_on"), 1)
    row["removed_at"] = next_day(due)
    return site.breach("CC-23", text(row, "notice_id"), due)


def notice_not_kept(site: Site) -> list[Breach]:
    """A notice that ran out was not kept."""
    row = site.take("notices", _taken_down, _posted)
    row["archived_at"] = None
    return site.breach("CC-23", text(row, "notice_id"), dates.days(day(row, "expires_on"), 1))


def broadcast_unasked(site: Site) -> list[Breach]:
    """The manager consented after the broadcast: three clauses ask for approval before."""
    row = site.take("notices", published, lambda row: row["channels"] == ["broadcast"])
    row["approved_at"] = published(row) + timedelta(minutes=25)
    record, due = text(row, "notice_id"), published(row)
    found = site.breach("CC-24", record, due) + site.breach("CB-13", record, due)
    return found if site.project.single_client else found + site.breach("CU-17", record, due)


PLANTINGS: tuple[Planting, ...] = (
    (tea_instead, "P07", "2026-Q2"),
    (no_executive, "P06", "2026-03"),
    (no_executive, "P04", "2026-04"),
    (forum_minutes_late, "P02", "2026-03"),
    (forum_minutes_late, "P10", "2026-05"),
    (plan_in_february, "P02", ""),
    (plan_in_february, "P08", ""),
    (event_unannounced, "P02", "2026-03"),
    (event_unannounced, "P07", "2026-05"),
    (no_survey, "P07", ""),
    (team_untrained, "P03", "2026-03"),
    (survey_unannounced, "P06", "2026-03"),
    (door_survey_unarranged, "P01", "2026-03"),
    (survey_measure_unverified, "P02", "2026-03"),
    (survey_measure_checked_early, "P04", "2026-Q2"),
    (interview_measure_late, "P03", "2026-03"),
    (interview_measure_unowned, "P02", "2026-04"),
    (service_measure_missing, "P04", "2026-02"),
    (service_measure_missing, "P02", "2026-05"),
    (notice_lacks("sealed"), "P03", "2026-03"),
    (notice_lacks("serial_no"), "P09", "2026-04"),
    (notice_left_hanging, "P02", "2026-03"),
    (notice_not_kept, "P08", "2026-05"),
    (broadcast_unasked, "P04", "2026-03"),
    (broadcast_unasked, "P07", "2026-06"),
    (missing("CC-26", "notice_policy"), "P04", ""),
    (late("CC-26", "notice_policy"), "P09", ""),
)
