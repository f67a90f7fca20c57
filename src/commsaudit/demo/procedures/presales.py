"""The procedure before sales (PS): what the show-flat office P11 does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import OTHER_PROJECTS, Project
from commsaudit.demo.documents import document
from commsaudit.demo.gatherings import meeting
from commsaudit.demo.inspecting import faulted, inspected
from commsaudit.demo.planted import Breach, Planting, Site, next_day
from commsaudit.demo.sharing import week_ends
from commsaudit.demo.world import Row, World, day, moment, text
from commsaudit.model.units import Unit, UnitKind, unit_of, units_touching

_FIRST = date(2025, 12, 22)
_LAST = date(2026, 6, 30)


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    for project in OTHER_PROJECTS:
        if project.type == "presales":
            for nth, week in enumerate(units_touching(UnitKind.WEEK, _FIRST, _LAST)):
                _week(world, project, week, nth)
            _reports(world, project)
            _stand_ups(world, project)
            _authorities(world, project)
            for month in ("2026-03", "2026-05"):
                inspected(world, project, "PS-7", dates.on(dates.month(month), 14), "推介活动现场")


def friday(week: Unit) -> date:
    """The Friday of ``week``."""
    return week.starts_on + timedelta(days=4)


def _talk(world: World, project: Project, party: str, started: datetime, nth: int) -> None:
    world.add(
        "contacts",
        project,
        contact_id=world.next_id("ZF", project),
        party=party,
        purpose="liaison",
        mode="office",
        staff_id=world.staff(project, "project_manager"),
        staff_role="project_manager",
        started_at=started,
        form_no=f"LX2026{nth:04d}",
    )


def _meeting(world: World, project: Project, kind: str, held: datetime, minutes: int) -> None:
    meeting(
        world,
        project,
        kind,
        held,
        duration_min=minutes,
        location="案场会议室",
        chaired_by_role="project_manager",
        attendee_roles=["project_manager", "department_head", "service_supervisor", "security"],
    )


def _week(world: World, project: Project, week: Unit, nth: int) -> None:
    """Talks with the outsourced units, the summary and plan, the branch's meeting; some at the very edge."""
    on = week.starts_on + timedelta(days=nth % 7)
    _talk(world, project, "outsourcer", (dates.at(on, 10, 20), dates.bare(on), dates.last_minute(on))[nth % 3], nth)
    last = friday(week)
    document(
        world,
        project,
        "weekly_plan",
        period=week.label,
        prepared_at=dates.at(last - timedelta(days=1), 17),
        submitted_at=(dates.at(last, 16, 40), dates.last_minute(last), dates.bare(last))[nth % 3],
        sections=["summary", "plan"] if nth % 2 else ["summary", "statistics", "plan"],
    )
    _meeting(world, project, "weekly_branch", dates.at(last, 12 if nth % 4 == 0 else 15, 0), 60)


def _reports(world: World, project: Project) -> None:
    """Of each week, month and quarter, within five days of its end."""
    for kind in (UnitKind.WEEK, UnitKind.MONTH, UnitKind.QUARTER):
        for nth, unit in enumerate(units_touching(kind, _FIRST, _LAST)):
            last = unit.ends_on + timedelta(days=5)
            document(
                world,
                project,
                "work_report",
                period=unit.label,
                prepared_at=dates.at(unit.ends_on, 18),
                submitted_at=(dates.at(last - timedelta(days=3), 11), dates.last_minute(last), dates.bare(last))[
                    nth % 3
                ],
            )


def _stand_ups(world: World, project: Project) -> None:
    on = date(2025, 12, 31)
    while (on := dates.working_day(on)) <= _LAST:
        _meeting(world, project, "daily_standup", dates.bare(on) if on.day == 9 else dates.at(on, 8, 40), 15)


def _authorities(world: World, project: Project) -> None:
    """The three kinds of authorities in turn, once a quarter; at first on its last day."""
    for nth, (party, on) in enumerate(
        (("housing_bureau", date(2025, 12, 31)), ("authority", date(2026, 3, 31)), ("community", date(2026, 4, 16)))
    ):
        _talk(world, project, party, dates.last_minute(on) if nth < 2 else dates.at(on, 10, 30), 900 + nth)


def no_talks(site: Site) -> list[Breach]:
    """A week without talks with any outsourced unit."""
    row = site.take("contacts", week_ends, lambda row: row["party"] == "outsourcer")
    site.drop("contacts", [row])
    return site.breach("PS-1", unit_of(UnitKind.WEEK, day(row, "started_at")).label, week_ends(row))


def _held(row: Row) -> datetime:
    return dates.eod(moment(row, "held_at"))


def no_stand_up(site: Site) -> list[Breach]:
    """A working day without a stand-up."""
    row = site.take("meetings", _held, lambda row: row["kind"] == "daily_standup")
    site.drop("meetings", [row])
    return site.breach("PS-2", day(row, "held_at").isoformat(), _held(row))


def _week_of(row: Row) -> Unit:
    return dates.month(text(row, "period"))


def _fridays_end(row: Row) -> datetime:
    return dates.eod(friday(_week_of(row)))


def _plan(site: Site) -> Row:
    return site.take(
        "documents", lambda row: _fridays_end(row) if row["kind"] == "weekly_plan" else None, lambda row: row["period"]
    )


def no_plan_for_next_week(site: Site) -> list[Breach]:
    """The week is summed up, the next one not planned."""
    row = _plan(site)
    row["sections"] = ["summary"]
    return site.breach("PS-3", text(row, "period"), _fridays_end(row))


def plan_on_monday(site: Site) -> list[Breach]:
    """Summary and plan come after the weekend."""
    row = _plan(site)
    row["submitted_at"] = dates.at(friday(_week_of(row)) + timedelta(days=3), 9)
    return site.breach("PS-3", text(row, "period"), _fridays_end(row))


def meeting_in_the_morning(site: Site) -> list[Breach]:
    """The branch meets on Friday morning."""
    row = site.take("meetings", _held, lambda row: row["kind"] == "weekly_branch")
    row["held_at"] = dates.at(day(row, "held_at"), 11, 59)
    return site.breach("PS-4", unit_of(UnitKind.WEEK, day(row, "held_at")).label, _held(row))


def meeting_on_saturday(site: Site) -> list[Breach]:
    """The branch meets a day late."""
    row = site.take("meetings", _held, lambda row: row["kind"] == "weekly_branch")
    due = _held(row)
    row["held_at"] = moment(row, "held_at") + timedelta(days=1)
    return site.breach("PS-4", unit_of(UnitKind.WEEK, due.date()).label, due)


def _report_due(row: Row) -> datetime | None:
    return dates.days(_week_of(row).ends_on, 5) if row["kind"] == "work_report" else None


def _late_report(site: Site, kind: UnitKind) -> list[Breach]:
    row = site.take("documents", _report_due, lambda row: row["period"] and _week_of(row).kind is kind)
    due = dates.days(_week_of(row).ends_on, 5)
    row["submitted_at"] = next_day(due)
    return site.breach("PS-5", text(row, "period"), due)


def weekly_report_late(site: Site) -> list[Breach]:
    """The report of a week comes on the sixth day."""
    return _late_report(site, UnitKind.WEEK)


def monthly_report_late(site: Site) -> list[Breach]:
    """The report of a month comes on the sixth day."""
    return _late_report(site, UnitKind.MONTH)


def quarterly_report_late(site: Site) -> list[Breach]:
    """The report of a quarter comes on the sixth day."""
    return _late_report(site, UnitKind.QUARTER)


def authorities_left_out(site: Site) -> list[Breach]:
    """In a whole quarter only partners are spoken to."""
    for row in site.world.of("contacts", site.project):
        if row["party"] in ("authority", "community", "housing_bureau"):
            row["party"] = "partner" if dates.quarter_of(day(row, "started_at")) == site.unit else row["party"]
    return site.breach("PS-6", site.when, site.unit.ends_on)


PLANTINGS: tuple[Planting, ...] = (
    (no_talks, "P11", "2026-03"),
    (no_talks, "P11", "2026-05"),
    (no_stand_up, "P11", "2026-03"),
    (no_stand_up, "P11", "2026-06"),
    (no_plan_for_next_week, "P11", "2026-03"),
    (plan_on_monday, "P11", "2026-05"),
    (meeting_in_the_morning, "P11", "2026-03"),
    (meeting_on_saturday, "P11", "2026-04"),
    (weekly_report_late, "P11", "2026-03"),
    (monthly_report_late, "P11", "2026-05"),
    (quarterly_report_late, "P11", "2026-04"),
    (authorities_left_out, "P11", "2026-Q1"),
    (faulted("PS-7", "推介活动布置缺少引导牌"), "P11", "2026-03"),
)
