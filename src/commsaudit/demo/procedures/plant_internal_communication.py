"""Plants: internal communication (IN-1 to IN-9)."""

from __future__ import annotations

from datetime import datetime

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, escaped, next_day
from commsaudit.demo.world import Row, day, text
from commsaudit.model.units import UnitKind, unit_of


def _weekly(site: Site) -> tuple[Row, str, datetime]:
    """A weekly meeting whose week ends in the unit, with the week's label and end."""
    row = site.take(
        "meetings",
        lambda row: dates.eod(unit_of(UnitKind.WEEK, day(row, "held_at")).ends_on),
        lambda row: row["kind"] == "weekly",
    )
    week = unit_of(UnitKind.WEEK, day(row, "held_at"))
    return row, week.label, dates.eod(week.ends_on)


def not_signed_in(site: Site) -> list[Breach]:
    """Nobody signed in."""
    row, week, due = _weekly(site)
    row["signed_in"] = False
    return site.breach("IN-3", week, due)


def chaired_by_supervisor(site: Site) -> list[Breach]:
    """The service supervisor took the chair."""
    row, week, due = _weekly(site)
    row["chaired_by_role"] = "service_supervisor"
    return site.breach("IN-3", week, due)


def week_without_meeting(site: Site) -> list[Breach]:
    """No meeting that week."""
    row, week, due = _weekly(site)
    site.drop("meetings", [row])
    return site.breach("IN-3", week, due)


def _minuted(site: Site) -> tuple[Row, datetime]:
    row = site.take("meetings", lambda row: dates.wd(day(row, "held_at"), 1), lambda row: row["kind"] == "weekly")
    return row, dates.wd(day(row, "held_at"), 1)


def information_left_out(site: Site) -> list[Breach]:
    """The meeting did not look at the information received."""
    row, due = _minuted(site)
    row["sections"] = ["summary", "plan", "topics", "resolutions", "actions"]
    return site.breach("IN-4", text(row, "meeting_id"), due)


def minutes_late(site: Site) -> list[Breach]:
    """The minutes came on the morning after the term."""
    row, due = _minuted(site)
    row["minutes_at"] = next_day(due)
    return site.breach("IN-4", text(row, "meeting_id"), due)


def _slip(site: Site, days: int) -> tuple[Row, datetime]:
    row = site.take("transmittals", lambda row: dates.wd(day(row, "issued_at"), days), lambda row: not row["complex"])
    return row, dates.wd(day(row, "issued_at"), days)


def signed_late(site: Site) -> list[Breach]:
    """The other department signed a day too late."""
    row, due = _slip(site, 1)
    row["acknowledged_at"] = next_day(due)
    return site.breach("IN-5", text(row, "slip_id"), due)


def unsigned(site: Site) -> list[Breach]:
    """The other department never signed."""
    row, due = _slip(site, 1)
    row["acknowledged_at"] = None
    return site.breach("IN-5", text(row, "slip_id"), due)


def handled_late(site: Site) -> list[Breach]:
    """Handled and answered on the fourth working day."""
    row, due = _slip(site, 3)
    row.update(handled_at=next_day(due), fed_back_at=next_day(due))
    return site.breach("IN-6", text(row, "slip_id"), due)


def never_answered(site: Site) -> list[Breach]:
    """Handled, and nobody told."""
    row, due = _slip(site, 3)
    row["fed_back_at"] = None
    return site.breach("IN-6", text(row, "slip_id"), due)


def _complex(site: Site) -> tuple[Row, datetime]:
    row = site.take(
        "transmittals",
        lambda row: dates.wd(day(row, "fed_back_at"), 1) if row["fed_back_at"] else None,
        lambda row: row["complex"],
    )
    return row, dates.wd(day(row, "fed_back_at"), 1)


def not_signed_off(site: Site) -> list[Breach]:
    """The manager never signed off a complex problem."""
    row, due = _complex(site)
    row["manager_confirmed_at"] = None
    return site.breach("IN-7", text(row, "slip_id"), due)


def signed_off_late(site: Site) -> list[Breach]:
    """The manager signed off a day too late."""
    row, due = _complex(site)
    row["manager_confirmed_at"] = next_day(due)
    return site.breach("IN-7", text(row, "slip_id"), due)


def _came_or_called(row: Row) -> bool:
    return row["channel"] in ("front_desk", "phone")


def registered_next_day(site: Site) -> list[Breach]:
    """Who came to the desk, or called, was registered the next morning."""
    row = site.take("requests", lambda row: dates.eod(day(row, "received_at")), _came_or_called)
    request, due = text(row, "request_id"), dates.eod(day(row, "received_at"))
    row["logged_at"] = next_day(due)
    broken = site.breach("IN-8", request, due)
    if row["channel"] == "phone":  # calls are asked for by the customers' procedure too
        broken += site.breach("CU-11", f"request:{escaped(request)}", due)
    return broken


PLANTINGS: tuple[Planting, ...] = (
    (faulted("IN-1", "外包保洁员不知向谁反映问题"), "P02", "2026-03"),
    (faulted("IN-1", "外包保洁员不知向谁反映问题"), "P06", "2026-05"),
    (faulted("IN-2", "管理者代表上年未汇报沟通效果"), "P03", "2026-03"),
    (faulted("IN-2", "管理者代表上年未汇报沟通效果"), "P07", "2026-05"),
    (not_signed_in, "P01", "2026-03"),
    (chaired_by_supervisor, "P08", "2026-05"),
    (week_without_meeting, "P05", "2026-02"),
    (information_left_out, "P02", "2026-03"),
    (minutes_late, "P09", "2026-06"),
    (signed_late, "P03", "2026-03"),
    (unsigned, "P07", "2026-05"),
    (handled_late, "P04", "2026-03"),
    (never_answered, "P10", "2026-05"),
    (not_signed_off, "P01", "2026-03"),
    (signed_off_late, "P08", "2026-03"),
    (not_signed_off, "P09", "2026-04"),
    (registered_next_day, "P02", "2026-03"),
    (registered_next_day, "P08", "2026-04"),
    (faulted("IN-9", "个人工作记录缺页"), "P04", "2026-03"),
    (faulted("IN-9", "个人工作记录缺页"), "P08", "2026-05"),
)
