"""Plants: reports, visits, surveys, releases, letters and the owners' forum (2.2, 3.5 to 3.11, 5.3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.planted import Breach, Planting, Site, next_day, tagged
from commsaudit.demo.sharing import owners_forum, papers, published, service_report
from commsaudit.demo.world import Row, day, moment, text


def report_reviewed_late(site: Site) -> list[Breach]:
    """The quarterly report is reviewed on the 16th."""
    service_report(site)["reviewed_at"] = next_day(dates.on(site.unit, 15))
    return site.breach("2.2.4", site.when, dates.on(site.unit, 20))


def report_online_unapproved(site: Site) -> list[Breach]:
    """The quarterly report is on the intranet before it is approved."""
    row = service_report(site)
    row["approved_at"] = dates.at(dates.on(site.unit, 19), 9)
    return site.breach("2.2.4", site.when, dates.on(site.unit, 20))


def report_posted_late(site: Site) -> list[Breach]:
    """The quarterly report is posted on the 21st: two clauses ask for that, of a commission project three."""
    due = dates.on(site.unit, 20)
    service_report(site)["published_at"] = next_day(due)
    found = site.breach("2.2.4", site.when, due) + site.breach("3.8.2", site.when, due)
    found += site.breach("CC-10", site.when, due)
    return found + (site.breach("CU-24", site.when, due) if site.project.fee_basis == "commission" else [])


def brief_approved_late(site: Site) -> list[Breach]:
    """The monthly brief went out before it was approved."""
    due = dates.on(site.unit, 3)
    for row in papers(site, "work_brief", site.unit.previous()):
        row["approved_at"] = next_day(due)
    return site.breach("2.2.5", site.when, due)


def brief_sent_late(site: Site) -> list[Breach]:
    """The monthly brief reaches the client on the 4th: two clauses ask for that."""
    due = dates.on(site.unit, 3)
    for row in papers(site, "work_brief", site.unit.previous()):
        row["submitted_at"] = dates.bare(next_day(due))
    return site.breach("2.2.5", site.when, due) + site.breach("3.8.2", site.when, due)


def report_unsigned(site: Site) -> list[Breach]:
    """The committee signs the quarterly report on the 21st."""
    due = dates.on(site.unit, 20)
    service_report(site)["committee_signed_at"] = next_day(due)
    return site.breach("5.3.1", f"{site.when}#report", due) + site.breach("CC-10", site.when, due)


def too_few_visits(site: Site) -> list[Breach]:
    """The plan asked for far more visits than were made."""
    row = next(row for row in papers(site, "visit_plan", site.unit))
    row["planned_count"] = 1200
    return site.breach("3.5.1", text(row, "document_id"), site.unit.ends_on)


def same_owner_twice(site: Site) -> list[Breach]:
    """All interviews of the month were with one household."""
    first, *others = [
        row
        for row in site.world.of("contacts", site.project)
        if row["purpose"] == "interview" and dates.month_of(moment(row, "started_at")) == site.unit
    ]
    for other in others:
        other["household_id"] = first["household_id"]
    found = site.breach("3.5.2", site.when, site.unit.ends_on)
    return found if site.project.single_client else found + site.breach("CU-4", site.when, site.unit.ends_on)


def interview_by_supervisor(site: Site) -> list[Breach]:
    """One of the two interviews was left to the supervisor."""
    row = next(
        row
        for row in site.world.of("contacts", site.project)
        if row["purpose"] == "interview" and dates.month_of(moment(row, "started_at")) == site.unit
    )
    row.update(staff_role="service_supervisor", staff_id=site.world.staff(site.project, "service_supervisor"))
    return site.breach("3.5.2", site.when, site.unit.ends_on)


def _survey_actions(site: Site) -> tuple[Row, list[Row], datetime]:
    survey = site.take("surveys", _report_due)
    actions = [row for row in site.world.of("actions", site.project) if row["related_id"] == survey["survey_id"]]
    return survey, actions, dates.days(moment(survey, "report_at"), 30)


def _report_due(row: Row) -> datetime | None:
    return None if row["report_at"] is None else dates.days(moment(row, "report_at"), 30)


def survey_measure_late(site: Site) -> list[Breach]:
    """What a survey called for was approved a day late."""
    survey, actions, due = _survey_actions(site)
    for action in actions:
        action["approved_at"] = next_day(due)
    return site.breach("3.6.1", text(survey, "survey_id"), due)


def survey_measure_unowned(site: Site) -> list[Breach]:
    """What a survey called for is nobody's."""
    survey, actions, due = _survey_actions(site)
    for action in actions:
        action["owner_id"] = None
    return site.breach("3.6.1", text(survey, "survey_id"), due)


def told_after_the_outage(site: Site) -> list[Breach]:
    """An outage was announced when it had begun: two clauses ask for more."""
    row = site.take("notices", published, lambda row: row["kind"] in ("water_outage", "power_outage"))
    starts = moment(row, "effective_at")
    row["published_at"] = starts + timedelta(minutes=40)
    late = site.breach("3.7.1", tagged(row, "notice_id", "timely"), published(row))
    return late + site.breach("OC-2", text(row, "related_id"), starts)


def corrected(site: Site) -> list[Breach]:
    """A notice had to be corrected."""
    row = site.take("notices", published, lambda row: row["kind"] == "general")
    row["corrected_at"] = dates.at(min(day(row, "published_at") + timedelta(days=1), site.unit.ends_on), 16)
    return site.breach("3.7.1", tagged(row, "notice_id", "accurate"), moment(row, "corrected_at"))


def _to_committee(row: Row) -> bool:
    return row["party"] == "committee" and row["direction"] == "out"


def unsigned_letter(site: Site) -> list[Breach]:
    """A letter to the committee was not signed for."""
    row = site.take("letters", lambda row: moment(row, "sent_at"), _to_committee)
    row["receipt_signed"] = False
    return site.breach("3.8.1", text(row, "letter_id"), moment(row, "sent_at"))


def unfiled_letter(site: Site) -> list[Breach]:
    """A letter about major works was filed a day late: of an important one two clauses ask for that."""
    row = site.take(
        "letters",
        lambda row: dates.days(moment(row, "sent_at"), 7),
        lambda row: _to_committee(row) and row["subject"] in ("major_repair", "facility_renewal", "owner_interest"),
    )
    due = dates.days(moment(row, "sent_at"), 7)
    row["archived_at"] = next_day(due)
    found = site.breach("5.3.1", text(row, "letter_id"), due)
    return found + (site.breach("SC-8", text(row, "letter_id"), due) if row["important"] else [])


def _held_at(row: Row) -> datetime:
    return moment(row, "held_at")


def _minutes_due(row: Row) -> datetime:
    return dates.wd(_held_at(row), 3)


def no_agenda(site: Site) -> list[Breach]:
    """A forum without an agenda."""
    row = site.take("meetings", _held_at, owners_forum)
    row["agenda"] = None
    return site.breach("3.9.1", text(row, "meeting_id"), _held_at(row))


def told_as_it_began(site: Site) -> list[Breach]:
    """The forum's notice and the forum itself are of one minute."""
    row = site.take("meetings", _held_at, owners_forum)
    row["notice_published_at"] = _held_at(row)
    found = site.breach("3.9.1", text(row, "meeting_id"), _held_at(row))
    return found + site.breach("CU-6", tagged(row, "meeting_id", "notice"), _held_at(row))


def minutes_late(site: Site) -> list[Breach]:
    """The forum's minutes come on the fourth working day or later."""
    row = site.take("meetings", _minutes_due, owners_forum)
    row["minutes_at"] = next_day(_minutes_due(row))
    return site.breach("3.10.1", text(row, "meeting_id"), _minutes_due(row))


def no_photos(site: Site) -> list[Breach]:
    """The forum was not photographed."""
    row = site.take("meetings", _minutes_due, owners_forum)
    row["photos"] = False
    return site.breach("3.10.1", text(row, "meeting_id"), _minutes_due(row))


def _action_due(row: Row) -> datetime:
    due = row["due_at"]
    return dates.eod(due) if isinstance(due, datetime) else dates.days(moment(row, "raised_at"), 30)


def _of_forum(row: Row) -> bool:
    return row["source"] == "forum"


def verified_late(site: Site) -> list[Breach]:
    """What was said at a forum was done, but checked too late."""
    row = site.take("actions", _action_due, _of_forum)
    row["verified_at"] = next_day(_action_due(row))
    return site.breach("3.11.1", text(row, "action_id"), _action_due(row))


def never_done(site: Site) -> list[Breach]:
    """What was said at a forum was never done."""
    row = site.take("actions", _action_due, _of_forum)
    row.update(completed_at=None, verified_at=None)
    return site.breach("3.11.1", text(row, "action_id"), _action_due(row))


PLANTINGS: tuple[Planting, ...] = (
    (report_reviewed_late, "P02", "2026-Q1"),
    (report_online_unapproved, "P04", "2026-Q2"),
    (report_posted_late, "P03", "2026-Q2"),
    (report_posted_late, "P01", "2026-Q1"),
    (brief_approved_late, "P07", "2026-03"),
    (brief_sent_late, "P08", "2026-05"),
    (brief_sent_late, "P08", "2026-03"),
    (report_unsigned, "P02", "2026-Q2"),
    (report_unsigned, "P04", "2026-Q1"),
    (too_few_visits, "P02", "2026-03"),
    (too_few_visits, "P08", "2026-05"),
    (same_owner_twice, "P04", "2026-03"),
    (interview_by_supervisor, "P07", "2026-01"),
    (same_owner_twice, "P10", "2026-05"),
    (survey_measure_unowned, "P09", "2026-03"),
    (survey_measure_unowned, "P01", "2026-02"),
    (survey_measure_late, "P02", "2026-05"),
    (told_after_the_outage, "P01", "2026-03"),
    (corrected, "P06", "2026-03"),
    (corrected, "P09", "2026-05"),
    (told_after_the_outage, "P03", "2026-04"),
    (unsigned_letter, "P01", "2026-03"),
    (unsigned_letter, "P06", "2026-05"),
    (unfiled_letter, "P01", "2026-02"),
    (unfiled_letter, "P06", "2026-04"),
    (unfiled_letter, "P02", "2026-03"),
    (no_agenda, "P03", "2026-03"),
    (told_as_it_began, "P08", "2026-05"),
    (minutes_late, "P09", "2026-03"),
    (no_photos, "P01", "2026-04"),
    (verified_late, "P02", "2026-03"),
    (never_done, "P07", "2026-02"),
    (never_done, "P09", "2026-04"),
)
