"""Plants: calls, letters, releases, surveys and reports of the procedure of customer communication (CU)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.complaints import ONLINE
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import SECOND, Breach, Planting, Site, escaped, next_day
from commsaudit.demo.releases import PLATFORMS
from commsaudit.demo.sharing import next_working_day, papers, service_report, when
from commsaudit.demo.world import Row, day, moment, text


def hotline_gone(site: Site) -> list[Breach]:
    """The 24-hour phone is no longer published: two clauses ask for that."""
    for row in site.world.of("notices", site.project):
        if row["kind"] == "hotline":
            row["removed_at"] = dates.at(date(2026, 5, 31), 18)
    return site.standing("CU-10", periods=SECOND) + site.standing("2.1.2", periods=SECOND)


def _received(row: Row) -> datetime:
    return dates.eod(day(row, "received_at"))


def call_unrecorded(site: Site) -> list[Breach]:
    """A complaint by phone is recorded the next morning."""
    row = site.take("complaints", _received, lambda row: row["channel"] in ("phone", "hotline"))
    row["logged_at"] = next_day(_received(row))
    return site.breach("CU-11", f"complaint:{escaped(text(row, 'complaint_id'))}", _received(row))


def need_by_phone_unrecorded(site: Site) -> list[Breach]:
    """A request by phone is recorded the next morning: two clauses ask for that."""
    row = site.take("requests", _received, lambda row: row["channel"] == "phone")
    row["logged_at"] = next_day(_received(row))
    number = text(row, "request_id")
    found = site.breach("CU-11", f"request:{escaped(number)}", _received(row))
    return found + site.breach("IN-8", number, _received(row))


def _channels(row: Row) -> set[str]:
    found = row["channels"]
    return set(found) if isinstance(found, list) else set()


def _by_text(row: Row) -> bool:
    return bool(_channels(row) & {"sms", "phone"})


def _online(row: Row) -> bool:
    return bool(_channels(row) & PLATFORMS)


def personal_text(site: Site) -> list[Breach]:
    """A text message goes out in somebody's own name."""
    row = site.take("notices", when("published_at"), _by_text)
    row["personal_sender"] = True
    return site.breach("CU-12", text(row, "notice_id"), moment(row, "published_at"))


def text_unlogged(site: Site) -> list[Breach]:
    """A text message is not in the release log: two clauses ask for that."""
    row = site.take("notices", when("published_at"), _by_text)
    row["in_release_log"] = None
    due = moment(row, "published_at")
    return site.breach("CU-12", text(row, "notice_id"), due) + site.breach("CU-17", text(row, "notice_id"), due)


def release_unlogged(site: Site) -> list[Breach]:
    """A notice is not in the release log."""
    row = site.take("notices", when("published_at"), lambda row: not _by_text(row))
    row["in_release_log"] = False
    return site.breach("CU-17", text(row, "notice_id"), moment(row, "published_at"))


def online_unreviewed(site: Site) -> list[Breach]:
    """What goes online was reviewed by a supervisor."""
    row = site.take("notices", when("published_at"), _online)
    row["reviewed_by_role"] = "service_supervisor"
    return site.breach("CU-18", text(row, "notice_id"), moment(row, "published_at"))


def online_approved_below(site: Site) -> list[Breach]:
    """What goes online was approved by the manager alone."""
    row = site.take("notices", when("published_at"), lambda row: _online(row) and not row["important"])
    row["approved_by_role"] = "project_manager"
    return site.breach("CU-18", text(row, "notice_id"), moment(row, "published_at"))


def _from_household(row: Row) -> bool:
    return row["party"] == "household" and row["direction"] == "in"


def letter_unhandled(site: Site) -> list[Breach]:
    """An owner's letter is nobody's."""
    row = site.take("letters", next_working_day, _from_household)
    row["handler_id"] = None
    return site.breach("CU-13", text(row, "letter_id"), next_working_day(row))


def letter_copied_late(site: Site) -> list[Breach]:
    """An owner's important letter is copied a day late."""
    row = site.take("letters", next_working_day, lambda row: _from_household(row) and row["important"])
    row["copied_at"] = next_day(next_working_day(row))
    return site.breach("CU-13", text(row, "letter_id"), next_working_day(row))


def letter_out_filed_late(site: Site) -> list[Breach]:
    """A letter to an owner is filed on the 31st day: two clauses ask for that."""
    row = site.take(
        "letters",
        lambda row: dates.days(moment(row, "sent_at"), 30),
        lambda row: row["party"] == "household" and row["direction"] == "out",
    )
    due = dates.days(moment(row, "sent_at"), 30)
    row["archived_at"] = next_day(due)
    return site.breach("CU-14", text(row, "letter_id"), due) + site.breach("CB-15", text(row, "letter_id"), due)


def letter_in_filed_late(site: Site) -> list[Breach]:
    """An owner's letter is filed on the 31st day."""
    row = site.take("letters", lambda row: dates.days(moment(row, "received_at"), 30), _from_household)
    due = dates.days(moment(row, "received_at"), 30)
    row["archived_at"] = next_day(due)
    return site.breach("CU-14", text(row, "letter_id"), due)


def _surveys(site: Site) -> list[Row]:
    """The satisfaction surveys given out in the site's quarter, whatever else is wrong with them."""
    quarter = dates.quarter_of(site.unit.starts_on)
    return [
        row
        for row in site.world.of("surveys", site.project)
        if row["kind"] == "satisfaction" and dates.quarter_of(day(row, "distributed_on")) == quarter
    ]


def no_survey(site: Site) -> list[Breach]:
    """A quarter passed without a survey."""
    gone = _surveys(site)
    ids = {row["survey_id"] for row in gone}
    site.drop("surveys", gone)
    for log, column in (("survey_answers", "survey_id"), ("actions", "related_id")):
        site.drop(log, [row for row in site.world.of(log, site.project) if row[column] in ids])
    return site.breach("CU-15", site.when, site.unit.ends_on)


def form_reviewed_after(site: Site) -> list[Breach]:
    """The questionnaire was reviewed when it had been approved."""
    row = _surveys(site)[0]
    row["form_reviewed_at"] = moment(row, "form_approved_at") + timedelta(days=1)
    return site.breach("CU-16", text(row, "survey_id"), day(row, "distributed_on"))


def form_unreviewed(site: Site) -> list[Breach]:
    """The quality department never saw the questionnaire."""
    row = _surveys(site)[0]
    row["form_reviewed_at"] = None
    return site.breach("CU-16", text(row, "survey_id"), day(row, "distributed_on"))


def budget_late(site: Site) -> list[Breach]:
    """The year's budget is published on 16 January."""
    due = date(2026, 1, 15)
    for row in papers(site, "annual_budget", dates.month("2026")):
        row["published_at"] = next_day(due)
    return site.breach("CU-20", "2026", due)


def complaint_passed_on_late(site: Site) -> list[Breach]:
    """An online complaint is passed on a day late: two clauses ask for that."""
    row = site.take("complaints", next_working_day, lambda row: row["channel"] in ONLINE)
    row["forwarded_at"] = next_day(next_working_day(row))
    number, due = text(row, "complaint_id"), next_working_day(row)
    return site.breach("CU-21", f"complaint:{escaped(number)}", due) + site.breach("2.2.3", number, due)


def inquiry_passed_on_late(site: Site) -> list[Breach]:
    """An online inquiry or opinion is passed on a day late."""
    row = site.take(
        "requests", next_working_day, lambda row: row["channel"] in ONLINE and row["kind"] in ("inquiry", "opinion")
    )
    row["forwarded_at"] = next_day(next_working_day(row))
    return site.breach("CU-21", f"request:{escaped(text(row, 'request_id'))}", next_working_day(row))


def no_event(site: Site) -> list[Breach]:
    """A quarter passed without an event."""
    held = [row for row in site.world.of("events", site.project) if row["held_on"] is not None]
    site.drop("events", [row for row in held if dates.quarter_of(day(row, "held_on")) == site.unit])
    return site.breach("CU-22", site.when, site.unit.ends_on)


def report_copied_late(site: Site) -> list[Breach]:
    """The quality department has the service report on the 21st."""
    due = dates.on(site.unit, 20)
    service_report(site)["cc_quality_at"] = next_day(due)
    return site.breach("CU-24", site.when, due)


def report_published_unapproved(site: Site) -> list[Breach]:
    """The accounting centre approves the service report's figures an hour after it is posted."""
    row = service_report(site)
    row["finance_approved_at"] = moment(row, "published_at") + timedelta(hours=1)
    return site.breach("CU-24", site.when, dates.on(site.unit, 20))


PLANTINGS: tuple[Planting, ...] = (
    (hotline_gone, "P05", ""),
    (call_unrecorded, "P04", "2026-03"),
    (need_by_phone_unrecorded, "P09", "2026-05"),
    (personal_text, "P01", "2026-03"),
    (text_unlogged, "P10", "2026-05"),
    (letter_unhandled, "P02", "2026-03"),
    (letter_copied_late, "P04", "2026-03"),
    (letter_out_filed_late, "P01", "2026-03"),
    (letter_in_filed_late, "P09", "2026-04"),
    (no_survey, "P10", "2026-Q1"),
    (form_reviewed_after, "P09", "2026-03"),
    (form_unreviewed, "P06", "2026-03"),
    (release_unlogged, "P02", "2026-03"),
    (release_unlogged, "P08", "2026-05"),
    (online_unreviewed, "P03", "2026-03"),
    (online_approved_below, "P06", "2026-05"),
    (faulted("CU-19"), "P03", "2026-03"),
    (budget_late, "P01", "2026-01"),
    (complaint_passed_on_late, "P02", "2026-03"),
    (inquiry_passed_on_late, "P04", "2026-03"),
    (inquiry_passed_on_late, "P09", "2026-05"),
    (no_event, "P05", "2026-Q1"),
    (faulted("CU-23"), "P04", "2026-03"),
    (faulted("CU-23"), "P09", "2026-05"),
    (report_copied_late, "P08", "2026-Q2"),
    (report_published_unapproved, "P01", "2026-Q2"),
    (faulted("CU-25"), "P06", "2026-03"),
    (faulted("CU-25"), "P02", "2026-05"),
    (faulted("CU-26"), "P06", "2026-03"),
    (faulted("CU-26"), "P01", "2026-05"),
    (faulted("CU-27"), "P08", "2026-03"),
    (faulted("CU-27"), "P03", "2026-05"),
)
