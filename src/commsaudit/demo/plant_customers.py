"""Plants: summaries and analyses, requests, customer data, cards and codes (2.6, 2.7, 2.9 to 2.12)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.complaints import ONLINE
from commsaudit.demo.planted import Breach, Planting, Site, escaped, next_day, tagged
from commsaudit.demo.sharing import next_working_day, papers
from commsaudit.demo.world import Row, day, moment, text


def summary_copied_late(site: Site) -> list[Breach]:
    """The quality department gets its copy on the 29th."""
    due = dates.eod(dates.on(site.unit, 28))
    for row in papers(site, "complaint_summary", site.unit):
        row["cc_quality_at"] = next_day(due)
    return site.breach("2.6.1", site.when, due)


def summary_missing(site: Site) -> list[Breach]:
    """No summary (class A: no analysis) was written."""
    kind = "complaint_analysis" if site.project.class_a else "complaint_summary"
    site.drop("documents", papers(site, kind, site.unit))
    return site.breach("2.6.1", site.when, dates.on(site.unit, 28))


def analysis_in_part(site: Site) -> list[Breach]:
    """The quarterly analysis names no cases."""
    for row in papers(site, "complaint_analysis_quarterly", site.unit.previous()):
        row["sections"] = ["types", "counts", "improvements"]
    return site.breach("2.6.2", site.when, dates.on(site.unit, 10))


def analysis_late(site: Site) -> list[Breach]:
    """The quarterly analysis goes in on the 11th."""
    for row in papers(site, "complaint_analysis_quarterly", site.unit.previous()):
        row["submitted_at"] = next_day(dates.on(site.unit, 10))
    return site.breach("2.6.2", site.when, dates.on(site.unit, 10))


def legacy_unreviewed(site: Site) -> list[Breach]:
    """The summary of legacy issues was never reviewed."""
    for row in papers(site, "legacy_issue_summary", site.unit.previous()):
        row["reviewed_at"] = None
    return site.breach("2.6.3", site.when, dates.on(site.unit, 10))


def _summary_notices(site: Site) -> list[Row]:
    return [
        row
        for row in site.world.of("notices", site.project)
        if row["kind"] == "complaint_summary"
        and row["period"] in (None, site.unit.label)
        and dates.month_of(day(row, "published_at")) == site.unit
    ]


def published_late(site: Site) -> list[Breach]:
    """Published on the last day of a month of 31."""
    for row in _summary_notices(site):
        row["published_at"] = dates.at(site.unit.ends_on, 10)
    return site.breach("2.7.1", site.when, dates.on(site.unit, 30))


def unpublished(site: Site) -> list[Breach]:
    """How the month's public-interest complaints were handled was never published."""
    site.drop("notices", _summary_notices(site))
    return site.breach("2.7.1", site.when, dates.on(site.unit, 30))


def _need(row: Row) -> bool:
    return row["kind"] == "need"


def need_unassigned(site: Site) -> list[Breach]:
    """Nobody is named to follow a need up."""
    row = site.take("requests", next_working_day, _need)
    row["handler_id"] = None
    return site.breach("2.9.1", text(row, "request_id"), next_working_day(row))


def need_passed_on_late(site: Site) -> list[Breach]:
    """A need is passed on a day late: two clauses ask for that where it came online."""
    row = site.take("requests", next_working_day, _need)
    row["forwarded_at"] = next_day(next_working_day(row))
    found = site.breach("2.9.1", text(row, "request_id"), next_working_day(row))
    if row["channel"] in ONLINE and not site.project.single_client:
        found += site.breach("CU-21", f"request:{text(row, 'request_id')}", next_working_day(row))
    return found


def _suggestion(row: Row) -> bool:
    return row["kind"] == "suggestion"


def no_measure(site: Site) -> list[Breach]:
    """A constructive suggestion leads to nothing, and is closed with a record that lacks the measure."""
    row = site.take("requests", lambda row: dates.wd(moment(row, "received_at"), 5), _suggestion)
    row["measure"] = None
    found = site.breach("2.10.1", tagged(row, "request_id", "measure"), dates.wd(moment(row, "received_at"), 5))
    return found + site.breach("SC-6", f"request:{text(row, 'request_id')}", moment(row, "closed_at"))


def _thanks_due(row: Row) -> datetime | None:
    closed = row["closed_at"]
    return dates.wd(closed, 3) if isinstance(closed, datetime) else None


def no_thanks(site: Site) -> list[Breach]:
    """Who made a constructive suggestion is not called back: three clauses ask for that."""
    row = site.take("requests", _thanks_due, _suggestion)
    calls = [call for call in site.world.of("contacts", site.project) if call["related_id"] == row["request_id"]]
    site.drop("contacts", calls)
    found = site.breach("2.10.1", tagged(row, "request_id", "callback"), dates.wd(moment(row, "closed_at"), 3))
    week = dates.days(moment(row, "closed_at"), 7)
    return found + [each for clause in ("CB-1", "CB-3") for each in site.breach(clause, text(row, "request_id"), week)]


def _accessed(row: Row) -> datetime:
    return moment(row, "accessed_at")


def access_approved_after(site: Site) -> list[Breach]:
    """Files were looked into before leave was given."""
    row = site.take("data_access", _accessed)
    row["approved_at"] = _accessed(row) + timedelta(minutes=1)
    return site.breach("2.11.1", text(row, "access_id"), _accessed(row))


def access_approved_too_low(site: Site) -> list[Breach]:
    """A supervisor gave leave."""
    row = site.take("data_access", _accessed)
    row["approved_by_role"] = "service_supervisor"
    return site.breach("2.11.1", text(row, "access_id"), _accessed(row))


def card_review_in_part(site: Site) -> list[Breach]:
    """The quarter's card review looked for nothing unusual."""
    for row in papers(site, "card_review", site.unit):
        row["sections"] = ["statistics"]
    return site.breach("2.12.2", site.when, site.unit.ends_on)


def card_review_late(site: Site) -> list[Breach]:
    """The cards were reviewed on the first day of the next quarter."""
    for row in papers(site, "card_review", site.unit):
        row["prepared_at"] = dates.bare(next_day(site.unit.ends_on))
    return site.breach("2.12.2", site.when, site.unit.ends_on)


def _changes(site: Site, kind: str, location: str | None = None) -> list[Row]:
    return [
        row
        for row in site.world.of("codes", site.project)
        if row["kind"] == kind
        and location in (None, row["location"])
        and dates.quarter_of(day(row, "changed_at")) == site.unit
    ]


def password_unchanged(site: Site) -> list[Breach]:
    """The card computer keeps its password over the quarter."""
    site.drop("codes", _changes(site, "card_computer"))
    return site.breach("2.12.3", site.when, site.unit.ends_on)


def _reissue(row: Row) -> bool:
    return row["card_type"] == "parking" and row["action"] == "reissue"


def card_without_licence(site: Site) -> list[Breach]:
    """A parking card went to somebody with a letter, but without the driving licence."""
    row = site.take("access_cards", lambda row: moment(row, "acted_at"), _reissue)
    row.update(owner_in_person=False, authorization_letter=True, driving_licence=None, owner_confirmed=True)
    return site.breach("2.12.4", text(row, "record_id"), moment(row, "acted_at"))


def card_bare_date(site: Site) -> list[Breach]:
    """A parking card reissued without any proof, on a day without a time: due at the bare date."""
    row = site.take("access_cards", lambda row: moment(row, "acted_at"), _reissue)
    row.update(owner_in_person=None, authorization_letter=None, driving_licence=None, owner_confirmed=None)
    row["acted_at"] = dates.bare(moment(row, "acted_at"))
    return site.breach("2.12.4", text(row, "record_id"), moment(row, "acted_at"))


def _leaver(site: Site) -> tuple[Row, Row]:
    """Who leaves in the unit, and the row in which the card comes back."""
    gone = site.take("staff", lambda row: dates.eod(day(row, "left_on")) if row["left_on"] else None)
    back = site.find("access_cards", lambda row: row["staff_id"] == gone["staff_id"] and row["action"] == "return")
    return gone, back


def _kept(site: Site, gone: Row, back: Row) -> list[Breach]:
    record = f"{escaped(text(gone, 'staff_id'))}/{escaped(text(back, 'card_no'))}"
    return site.breach("2.12.5", record, day(gone, "left_on"))


def card_back_late(site: Site) -> list[Breach]:
    """The card comes back the day after."""
    gone, back = _leaver(site)
    back["acted_at"] = next_day(day(gone, "left_on"))
    return _kept(site, gone, back)


def card_kept(site: Site) -> list[Breach]:
    """The card never comes back: that an older one was disabled does not count."""
    gone, back = _leaver(site)
    site.drop("access_cards", [back])
    return _kept(site, gone, back)


def lobby_unchanged(site: Site) -> list[Breach]:
    """The lobby's door keeps its code over the quarter; its name holds a sign that the record id escapes."""
    return _door_unchanged(site, "lobby_door", "3#楼大堂")


def unit_door_unchanged(site: Site) -> list[Breach]:
    """The same of a door whose name holds a slash."""
    return _door_unchanged(site, "unit_door", "2栋/1单元")


def _door_unchanged(site: Site, kind: str, location: str) -> list[Breach]:
    site.drop("codes", _changes(site, kind, location))
    return site.breach("2.12.6", f"{kind}/{escaped(location)}#{site.when}", site.unit.ends_on)


def no_door_changed(site: Site) -> list[Breach]:
    """A residential project without a door so far changes none in the quarter."""
    site.drop("codes", _changes(site, "lobby_door") + _changes(site, "unit_door"))
    return site.breach("2.12.6", site.when, site.unit.ends_on)


def _door(row: Row) -> bool:
    return row["kind"] != "card_computer"


def announced_late(site: Site) -> list[Breach]:
    """The new code is announced six days before."""
    row = site.take("codes", lambda row: moment(row, "changed_at"), _door)
    row["notified_at"] = dates.bare(moment(row, "changed_at") - timedelta(days=6))
    return site.breach("2.12.6", tagged(row, "change_id", "announced"), moment(row, "changed_at"))


def announced_in_public(site: Site) -> list[Breach]:
    """The new code hangs on the notice board."""
    row = site.take("codes", lambda row: moment(row, "changed_at"), _door)
    row["notified_by"] = "bulletin"
    return site.breach("2.12.6", tagged(row, "change_id", "announced"), moment(row, "changed_at"))


PLANTINGS: tuple[Planting, ...] = (
    (summary_copied_late, "P01", "2026-03"),
    (summary_missing, "P08", "2026-04"),
    (summary_missing, "P07", "2026-05"),
    (analysis_in_part, "P04", "2026-Q1"),
    (analysis_late, "P09", "2026-Q2"),
    (legacy_unreviewed, "P03", "2026-Q1"),
    (legacy_unreviewed, "P04", "2026-Q2"),
    (published_late, "P01", "2026-03"),
    (unpublished, "P04", "2026-04"),
    (published_late, "P02", "2026-05"),
    (need_unassigned, "P02", "2026-03"),
    (need_passed_on_late, "P10", "2026-05"),
    (need_passed_on_late, "P04", "2026-01"),
    (no_measure, "P03", "2026-03"),
    (no_thanks, "P09", "2026-03"),
    (no_thanks, "P06", "2026-05"),
    (no_measure, "P08", "2026-01"),
    (access_approved_after, "P07", "2026-03"),
    (access_approved_too_low, "P02", "2026-05"),
    (card_review_in_part, "P02", "2026-Q1"),
    (card_review_late, "P09", "2026-Q2"),
    (password_unchanged, "P03", "2026-Q1"),
    (password_unchanged, "P08", "2026-Q2"),
    (card_without_licence, "P01", "2026-03"),
    (card_bare_date, "P04", "2026-06"),
    (card_back_late, "P01", "2026-03"),
    (card_kept, "P09", "2026-03"),
    (card_kept, "P02", "2026-06"),
    (lobby_unchanged, "P01", "2026-Q1"),
    (no_door_changed, "P05", "2026-Q1"),
    (lobby_unchanged, "P07", "2026-Q2"),
    (unit_door_unchanged, "P03", "2026-Q2"),
    (announced_late, "P02", "2026-03"),
    (announced_in_public, "P03", "2026-06"),
)
