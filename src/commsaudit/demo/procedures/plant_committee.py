"""Plants: the owners' committee (CM-1 to CM-13)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.world import Row, day, moment, text
from commsaudit.model.units import Unit


def _sent(row: Row) -> datetime | None:
    return moment(row, "sent_at") if row["sent_at"] else None


def _planned(row: Row) -> datetime | None:
    return dates.eod(day(row, "planned_on")) if row["planned_on"] else None


def _told_by(row: Row) -> datetime | None:
    return dates.wd(day(row, "occurred_on"), 3) if row["occurred_on"] else None


def _to_committee(kind: str, row: Row) -> bool:
    return row["party"] == "committee" and row["direction"] == "out" and row["kind"] == kind


def _from_committee(row: Row) -> bool:
    return row["party"] == "committee" and row["direction"] == "in" and row["kind"] == "inquiry"


def _within(unit: Unit, row: Row, column: str) -> bool:
    return row[column] is not None and unit.starts_on <= day(row, column) <= unit.ends_on


def no_regular_meeting(site: Site) -> list[Breach]:
    """The quarter's regular meeting was never held: two standards ask for it."""
    row = site.find("meetings", lambda row: row["kind"] == "committee_regular" and _within(site.unit, row, "held_at"))
    site.drop("meetings", [row])
    return [
        *site.breach("CM-1", site.when, site.unit.ends_on),
        *site.breach("CC-6", site.when, site.unit.ends_on),
    ]


def special_meeting_after(site: Site) -> list[Breach]:
    """The committee met on the day after the matter was begun."""
    letter = site.take("letters", _planned, lambda row: row["consent_needed"])
    due = dates.eod(day(letter, "planned_on"))
    held = [
        row
        for row in site.world.of("meetings", site.project)
        if row["kind"] == "committee_special" and abs(moment(row, "held_at") - due) < timedelta(days=30)
    ]
    for row in held:
        row.update(held_at=next_day(due), minutes_at=next_day(due) + timedelta(days=1))
    return site.breach("CM-2", text(letter, "letter_id"), due)


def tea_in_may(site: Site) -> list[Breach]:
    """The tea party was held before the last month of the half-year."""
    row = site.find("meetings", lambda row: row["kind"] == "tea_party")
    row.update(held_at=dates.at(date(2026, 5, 31), 15), minutes_at=dates.at(date(2026, 6, 1), 15))
    return site.breach("CM-3", "2026-H1", date(2026, 6, 30))


def _accounts(site: Site) -> tuple[Row, datetime]:
    label = site.unit.previous().label
    row = site.find("documents", lambda row: row["kind"] == "financial_statement" and row["period"] == label)
    return row, dates.eod(dates.on(site.unit, 5))


def accounts_late(site: Site) -> list[Breach]:
    """Last month's accounts came on the 6th."""
    row, due = _accounts(site)
    row["submitted_at"] = dates.bare(due + timedelta(days=1))
    return site.breach("CM-4", site.when, due)


def accounts_missing(site: Site) -> list[Breach]:
    """Last month's accounts were drawn up, and kept."""
    row, due = _accounts(site)
    row["submitted_at"] = None
    return site.breach("CM-4", site.when, due)


def _session(site: Site) -> tuple[Row, datetime]:
    row = site.find(
        "contacts", lambda row: row["purpose"] == "inquiry_session" and _within(site.unit, row, "started_at")
    )
    return row, dates.eod(dates.on(site.unit, 15))


def session_late(site: Site) -> list[Breach]:
    """Questions were taken on the 16th."""
    row, due = _session(site)
    row["started_at"] = next_day(due)
    return site.breach("CM-5", site.when, due)


def session_early(site: Site) -> list[Breach]:
    """Questions were taken on the 9th, at the last minute."""
    row, due = _session(site)
    row["started_at"] = dates.last_minute(dates.on(site.unit, 9))
    return site.breach("CM-5", site.when, due)


def paper_in_second_month(site: Site) -> list[Breach]:
    """The community paper came on the second day of the quarter's second month."""
    row = site.find("letters", lambda row: _to_committee("publication", row) and _within(site.unit, row, "sent_at"))
    due = dates.eod(dates.on(site.unit, 31))
    sent = dates.at(due + timedelta(days=2), 10)
    row.update(sent_at=sent, archived_at=sent + timedelta(days=5))
    return site.breach("CM-6", site.when, due)


def paper_to_nobody(site: Site) -> list[Breach]:
    """The community paper went to the community's own office instead."""
    row = site.find("letters", lambda row: _to_committee("publication", row) and _within(site.unit, row, "sent_at"))
    row["party"] = "community"
    return site.breach("CM-6", site.when, dates.on(site.unit, 31))


def _application(row: Row) -> bool:
    return _to_committee("application", row) and not row["consent_needed"] and row["planned_on"] is not None


def applied_fourteen_days_ahead(site: Site) -> list[Breach]:
    """The committee was asked fourteen days ahead."""
    row = site.take("letters", lambda row: dates.days(day(row, "sent_at"), 14), _application)
    planned = day(row, "sent_at") + timedelta(days=14)
    row["planned_on"] = planned
    return site.breach("CM-7", text(row, "letter_id"), planned)


def applied_afterwards(site: Site) -> list[Breach]:
    """The committee was asked when the work had been begun."""
    row = site.take("letters", _sent, _application)
    row["planned_on"] = day(row, "sent_at") - timedelta(days=2)
    return site.breach("CM-7", text(row, "letter_id"), moment(row, "sent_at"))


def told_late(site: Site) -> list[Breach]:
    """The committee was told on the fourth working day."""
    row = site.take("letters", _told_by, lambda row: _to_committee("notification", row))
    row["sent_at"] = dates.at(dates.working_day(day(row, "occurred_on"), 4), 9)
    return site.breach("CM-8", text(row, "letter_id"), moment(row, "sent_at"))


def told_by_word(site: Site) -> list[Breach]:
    """The committee was told by word of mouth."""
    row = site.take("letters", _sent, lambda row: _to_committee("notification", row))
    row["written"] = False
    return site.breach("CM-9", text(row, "letter_id"), moment(row, "sent_at"))


def asked_by_word(site: Site) -> list[Breach]:
    """Nobody knows whether the committee was asked in writing."""
    row = site.take("letters", _sent, _application)
    row["written"] = None
    return site.breach("CM-9", text(row, "letter_id"), moment(row, "sent_at"))


def _inquiry(site: Site, days: int, *, reasonable: bool) -> tuple[Row, datetime]:
    row = site.take(
        "letters",
        lambda row: dates.wd(day(row, "received_at"), days),
        lambda row: _from_committee(row) and row["reasonable"] is reasonable,
    )
    return row, dates.wd(day(row, "received_at"), days)


def answered_late(site: Site) -> list[Breach]:
    """A reasonable question was answered on the fourth working day."""
    row, due = _inquiry(site, 3, reasonable=True)
    row["replied_at"] = next_day(due)
    return site.breach("CM-10", text(row, "letter_id"), due)


def unanswered(site: Site) -> list[Breach]:
    """A question that nobody weighed was never answered."""
    row, due = _inquiry(site, 3, reasonable=True)
    row.update(reasonable=None, replied_at=None)
    return site.breach("CM-10", text(row, "letter_id"), due)


def demand_kept(site: Site) -> list[Breach]:
    """An unreasonable demand never went up."""
    row, due = _inquiry(site, 1, reasonable=False)
    row["escalated_at"] = None
    return site.breach("CM-11", text(row, "letter_id"), due)


def demand_late(site: Site) -> list[Breach]:
    """An unreasonable demand went up a day too late."""
    row, due = _inquiry(site, 1, reasonable=False)
    row["escalated_at"] = next_day(due)
    return site.breach("CM-11", text(row, "letter_id"), due)


def letter_unfiled(site: Site) -> list[Breach]:
    """A letter from the committee was never filed."""
    row = site.take("letters", lambda row: dates.days(day(row, "received_at"), 30), _from_committee)
    row["archived_at"] = None
    return site.breach("CM-12", text(row, "letter_id"), dates.days(day(row, "received_at"), 30))


def paper_filed_late(site: Site) -> list[Breach]:
    """A paper sent to the committee was filed on the thirty-first day."""
    row = site.find("letters", lambda row: _to_committee("publication", row) and _within(site.unit, row, "sent_at"))
    due = dates.days(day(row, "sent_at"), 30)
    row["archived_at"] = next_day(due)
    return site.breach("CM-12", text(row, "letter_id"), due)


PLANTINGS: tuple[Planting, ...] = (
    (no_regular_meeting, "P02", "2026-Q1"),
    (no_regular_meeting, "P06", "2026-Q2"),
    (special_meeting_after, "P01", "2026-03"),
    (special_meeting_after, "P02", "2026-06"),
    (tea_in_may, "P01", ""),
    (tea_in_may, "P02", ""),
    (accounts_late, "P02", "2026-03"),
    (accounts_missing, "P04", "2026-05"),
    (session_late, "P04", "2026-03"),
    (session_early, "P01", "2026-05"),
    (paper_in_second_month, "P02", "2026-Q1"),
    (paper_to_nobody, "P04", "2026-Q2"),
    (applied_fourteen_days_ahead, "P06", "2026-03"),
    (applied_afterwards, "P01", "2026-Q2"),
    (told_late, "P04", "2026-03"),
    (told_late, "P03", "2026-05"),
    (told_by_word, "P06", "2026-03"),
    (asked_by_word, "P02", "2026-05"),
    (answered_late, "P01", "2026-03"),
    (unanswered, "P04", "2026-06"),
    (demand_kept, "P06", "2026-03"),
    (demand_late, "P02", "2026-05"),
    (letter_unfiled, "P02", "2026-03"),
    (letter_unfiled, "P06", "2026-05"),
    (paper_filed_late, "P01", "2026-Q1"),
    (faulted("CM-13", "更换电梯未事先申报"), "P01", "2026-03"),
    (faulted("CM-13", "停车费调整未通报"), "P06", "2026-05"),
)
