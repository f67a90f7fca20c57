"""Plants: visits, interviews and forums that the procedure of customer communication (CU) asks for."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, next_day, tagged
from commsaudit.demo.sharing import papers
from commsaudit.demo.world import Row, day, moment, text


def _plans(site: Site) -> list[Row]:
    """The visit plans of the month after the site's."""
    return papers(site, "visit_plan", site.unit.following())


def plan_approved_late(site: Site) -> list[Breach]:
    """The next month's visit plan is approved on the 29th."""
    due = dates.eod(dates.on(site.unit, 28))
    for row in _plans(site):
        row["approved_at"] = next_day(due)
    return site.breach("CU-2", site.when, due)


def plan_approved_below(site: Site) -> list[Breach]:
    """A department head signed for the manager."""
    for row in _plans(site):
        row["approved_by_role"] = "department_head"
    return site.breach("CU-2", site.when, dates.on(site.unit, 28))


def plans_undated(site: Site) -> list[Breach]:
    """No visit plan of a new project says when it was drawn up."""
    due = dates.months(site.project.started or date.max, 3)
    for row in site.world.of("documents", site.project):
        prepared = row["prepared_at"]
        if row["kind"] == "visit_plan" and isinstance(prepared, datetime) and prepared <= due:
            row["prepared_at"] = None
    return site.breach("CU-3", "", due)


def _interviews(site: Site) -> list[Row]:
    """The manager's interviews of the month at the door, but those of the first two households."""
    rows = [
        row
        for row in site.world.of("contacts", site.project)
        if (row["purpose"], row["mode"], row["staff_role"]) == ("interview", "door", "project_manager")
        and dates.month_of(moment(row, "started_at")) == site.unit
    ]
    kept = list(dict.fromkeys(row["household_id"] for row in rows))[:2]
    return [row for row in rows if row["household_id"] not in kept]


def interviewed_by_phone(site: Site) -> list[Breach]:
    """The third interview of the month was a call."""
    for row in _interviews(site):
        row.update(mode="phone", appointment_at=None, signed=None)
    return site.breach("CU-4", site.when, site.unit.ends_on)


def interviewed_by_deputy(site: Site) -> list[Breach]:
    """The third interview of the month was made by the head of a department."""
    for row in _interviews(site):
        row.update(staff_role="department_head", staff_id=site.world.staff(site.project, "department_head"))
    return site.breach("CU-4", site.when, site.unit.ends_on)


def interview_off_form(site: Site) -> list[Breach]:
    """An interview is on no form."""
    row = site.take("contacts", lambda row: moment(row, "started_at"), lambda row: row["purpose"] == "interview")
    row["form_no"] = None
    return site.breach("CU-5", text(row, "contact_id"), moment(row, "started_at"))


def _forum(site: Site) -> Row:
    """The forum held in the site's month, whatever else is wrong with it."""
    return next(
        row
        for row in site.world.of("meetings", site.project)
        if row["kind"] == "owners_forum" and dates.month_of(moment(row, "held_at")) == site.unit
    )


def forum_announced_late(site: Site) -> list[Breach]:
    """The forum was announced nine days ahead."""
    row = _forum(site)
    row["notice_published_at"] = dates.at(day(row, "held_at") - timedelta(days=9), 0, 1)
    return site.breach("CU-6", tagged(row, "meeting_id", "notice"), moment(row, "held_at"))


def forum_without_focus(site: Site) -> list[Breach]:
    """The forum's minutes do not say what the work is about."""
    row = _forum(site)
    row["sections"] = ["topics", "opinions", "resolutions", "actions", "difficulties", "plan"]
    return site.breach("CU-6", tagged(row, "meeting_id", "content"), dates.wd(moment(row, "held_at"), 5))


def forum_minutes_kept_back(site: Site) -> list[Breach]:
    """The executive never had the forum's minutes."""
    row = _forum(site)
    row["cc_executive_at"] = None
    return site.breach("CU-7", text(row, "meeting_id"), dates.wd(moment(row, "held_at"), 5))


def forum_minutes_copied_late(site: Site) -> list[Breach]:
    """The quality department has the forum's minutes on the sixth day."""
    row = _forum(site)
    due = dates.wd(moment(row, "held_at"), 5)
    row["cc_quality_at"] = next_day(due)
    return site.breach("CU-7", text(row, "meeting_id"), due)


def _measure(site: Site) -> tuple[Row, datetime]:
    row = site.take(
        "actions", lambda row: dates.days(moment(row, "raised_at"), 30), lambda row: row["source"] == "forum"
    )
    return row, dates.days(moment(row, "raised_at"), 30)


def measure_published_late(site: Site) -> list[Breach]:
    """What a forum led to is published on the 31st day."""
    row, due = _measure(site)
    row["published_at"] = next_day(due)
    return site.breach("CU-8", text(row, "action_id"), due)


def measure_published_unapproved(site: Site) -> list[Breach]:
    """What a forum led to is published a day before it is approved."""
    row, due = _measure(site)
    row["approved_at"] = moment(row, "published_at") + timedelta(days=1)
    return site.breach("CU-8", text(row, "action_id"), due)


PLANTINGS: tuple[Planting, ...] = (
    (faulted("CU-1"), "P01", "2026-03"),
    (plan_approved_late, "P09", "2026-03"),
    (plan_approved_below, "P04", "2026-05"),
    (plans_undated, "P05", "2026-03"),
    (plans_undated, "P08", "2026-01"),
    (interviewed_by_phone, "P02", "2026-03"),
    (interviewed_by_deputy, "P09", "2026-05"),
    (interview_off_form, "P03", "2026-03"),
    (interview_off_form, "P10", "2026-04"),
    (forum_announced_late, "P06", "2026-03"),
    (forum_without_focus, "P01", "2026-04"),
    (forum_minutes_kept_back, "P03", "2026-03"),
    (forum_minutes_copied_late, "P08", "2026-05"),
    (measure_published_late, "P08", "2026-03"),
    (measure_published_unapproved, "P06", "2026-04"),
    (faulted("CU-9"), "P02", "2026-03"),
)
