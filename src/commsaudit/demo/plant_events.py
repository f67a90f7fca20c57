"""Plants: community events (3.1 to 3.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.world import Row, day, moment, text


def _held(row: Row) -> datetime | None:
    return dates.eod(day(row, "held_on")) if row["held_on"] else None


def _event(site: Site, after: int = 0) -> tuple[Row, datetime]:
    """An event in the unit, and what falls due ``after`` days after it."""
    row = site.take("events", lambda row: dates.days(day(row, "held_on"), after) if row["held_on"] else None)
    return row, dates.days(day(row, "held_on"), after)


def event_put_off(site: Site) -> list[Breach]:
    """Held eight days after the day that was planned."""
    row, _ = _event(site)
    row["planned_on"] = day(row, "held_on") - timedelta(days=8)
    return site.breach("3.1.1", text(row, "event_id"), dates.days(day(row, "planned_on"), 7))


def event_not_held(site: Site) -> list[Breach]:
    """Planned, and neither held nor cancelled."""
    row, _ = _event(site)
    row.update(held_on=None, evaluated_at=None, evaluation_filed_at=None)
    return site.breach("3.1.1", text(row, "event_id"), dates.days(day(row, "planned_on"), 7))


def scheme_after(site: Site) -> list[Breach]:
    """The scheme was written the day after."""
    row, due = _event(site)
    row["scheme_at"] = next_day(due)
    return site.breach("3.1.2", text(row, "event_id"), due)


def told_two_days_before(site: Site) -> list[Breach]:
    """Announced two days ahead."""
    row, due = _event(site)
    row["notice_published_at"] = dates.bare(due - timedelta(days=2))
    return site.breach("3.1.3", text(row, "event_id"), due)


def told_before_approval(site: Site) -> list[Breach]:
    """Announced in time, but before the scheme was approved."""
    row, due = _event(site)
    row["approved_at"] = moment(row, "notice_published_at") + timedelta(days=1)
    return site.breach("3.1.3", text(row, "event_id"), due)


def records_lost(site: Site) -> list[Breach]:
    """A week later nothing is on file."""
    row, due = _event(site, 7)
    row["records_archived"] = None
    return site.breach("3.1.4", text(row, "event_id"), due)


def approved_too_low(site: Site) -> list[Breach]:
    """The manager alone approved more than the limit."""
    row = site.take("events", _held, lambda row: row["expense_approved_by_role"] == "executive")
    row["expense_approved_by_role"] = "project_manager"
    return site.breach("3.1.5", text(row, "event_id"), dates.eod(day(row, "held_on")))


def expense_approved_late(site: Site) -> list[Breach]:
    """The expense was approved the day after."""
    row = site.take("events", _held, lambda row: row["expense"])
    row["expense_approved_at"] = next_day(day(row, "held_on"))
    return site.breach("3.1.5", text(row, "event_id"), dates.eod(day(row, "held_on")))


def no_consents(site: Site) -> list[Breach]:
    """A risky event without the consents of those who took part."""
    row = site.take("events", _held, lambda row: row["risky"])
    row["consents"] = False
    return site.breach("3.2.1", text(row, "event_id"), dates.eod(day(row, "held_on")))


def no_risk_plan(site: Site) -> list[Breach]:
    """An event without a risk plan."""
    row, due = _event(site)
    row["risk_plan"] = None
    return site.breach("3.2.1", text(row, "event_id"), due)


def uninsured(site: Site) -> list[Breach]:
    """No accident insurance."""
    row, due = _event(site)
    row["insured"] = False
    return site.breach("3.2.2", text(row, "event_id"), due)


def one_channel(site: Site) -> list[Breach]:
    """Publicised in one place only."""
    row, due = _event(site, 7)
    row["publicity_channels"] = ["bulletin"]
    return site.breach("3.3.1", text(row, "event_id"), due)


def evaluated_late(site: Site) -> list[Breach]:
    """Evaluated on the sixteenth day."""
    row, due = _event(site, 15)
    row["evaluated_at"] = next_day(due)
    return site.breach("3.4.1", text(row, "event_id"), due) + site.breach("CC-16", text(row, "event_id"), due)


def evaluation_unfiled(site: Site) -> list[Breach]:
    """Evaluated, but never filed."""
    row, due = _event(site, 15)
    row["evaluation_filed_at"] = None
    return site.breach("3.4.1", text(row, "event_id"), due)


PLANTINGS: tuple[Planting, ...] = (
    (event_put_off, "P01", "2026-03"),
    (event_not_held, "P06", "2026-05"),
    (scheme_after, "P02", "2026-03"),
    (scheme_after, "P07", "2026-06"),
    (told_two_days_before, "P03", "2026-03"),
    (told_two_days_before, "P08", "2026-01"),
    (told_before_approval, "P09", "2026-05"),
    (records_lost, "P04", "2026-03"),
    (records_lost, "P10", "2026-04"),
    (approved_too_low, "P01", "2026-04"),
    (approved_too_low, "P10", "2026-01"),
    (expense_approved_late, "P08", "2026-03"),
    (no_consents, "P02", "2026-01"),
    (no_consents, "P09", "2026-06"),
    (no_risk_plan, "P06", "2026-03"),
    (uninsured, "P07", "2026-03"),
    (uninsured, "P03", "2026-05"),
    (one_channel, "P10", "2026-03"),
    (one_channel, "P09", "2026-02"),
    (one_channel, "P04", "2026-06"),
    (evaluated_late, "P09", "2026-03"),
    (evaluation_unfiled, "P04", "2026-05"),
)
