"""The procedure of callbacks (CB): what the company does by it.

Nothing here is drawn at random: what another procedure adds does not depend on what this one does.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import CALLERS, contact
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.procedures.plant_callbacks import PLANTINGS
from commsaudit.demo.world import Row, World, day, moment, text
from commsaudit.model.units import UnitKind, units_touching

__all__ = ["PLANTINGS", "build"]

_SENT = date(2026, 6, 30)
"""The last day of the demo: nobody is called on after it."""
_JOINT = ["chief_steward", "steward", "service_supervisor"]
"""Who comes along with the manager after a major complaint."""
_SEVEN_OF_TEN = ("P02", "2026-03")
"""Ten small repairs are done there, and seven phoned about: exactly the rate that is asked for."""


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    for project in PROJECTS:
        _complaints(world, project)
        _opinions(world, project)
        _general_repairs(world, project)
        _repairs(world, project)
        _leaks(world, project)
        _client(world, project)
        _new_owners(world, project)
        _policy(world, project)
        _votes(world, project)


def _at(on: date, nth: int) -> datetime:
    """A minute of the afternoon of ``on``."""
    return dates.at(on, 14 + nth % 3, 5 + 7 * nth % 50)


def _call(world: World, project: Project, purpose: str, started: datetime, **values: object) -> Row:
    """Add a contact whose form is numbered, not drawn."""
    number = world.next_id("HF", project)
    return contact(world, project, purpose, started, form_no=f"HF2026{number[-4:]}", **values)


def _complaints(world: World, project: Project) -> None:
    """Every complaint is called on at the door once it is closed; after a major one the manager brings three along."""
    closed = [row for row in world.of("complaints", project) if row["closed_at"] is not None]
    for nth, row in enumerate(closed):
        major = row["grade"] == "major"
        made = _call(
            world,
            project,
            "complaint_callback",
            _called_on(moment(row, "closed_at"), nth),
            related_id=text(row, "complaint_id"),
            household_id=row["household_id"],
            role="project_manager" if major else CALLERS[nth % 4],
            mode="door",
            companions=list(_JOINT) if major else None,
        )
        if nth % 3 == 0:
            _raise_more(made, nth)


def _called_on(closed: datetime, nth: int) -> datetime:
    """On the second working day where that is within a week, else on the first; over long holidays on the last."""
    for count in (2, 1):
        found = dates.working_day(closed, count)
        if found - closed.date() <= timedelta(days=7):
            return _at(found, nth)
    return dates.last_minute(closed + timedelta(days=7))


def _raise_more(row: Row, nth: int) -> None:
    """A new point comes up: promised for a day or a moment, answered at its end, early or by the bare date."""
    last = moment(row, "started_at") + timedelta(days=3)
    promised = dates.at(last, 17, 30) if nth % 2 else dates.bare(last)
    answered = (dates.at(last, 17, 30), dates.bare(last), dates.at(last, 9, 20))[nth // 3 % 3]
    row.update(needs_feedback=True, reply_promised_at=promised, fed_back_at=answered)


def _opinions(world: World, project: Project) -> None:
    """Who had an opinion is phoned, or reads on the board what came of it."""
    opinions = [row for row in world.of("requests", project) if row["kind"] == "opinion" and row["closed_at"]]
    for nth, row in enumerate(opinions):
        closed = moment(row, "closed_at")
        if nth % 3 == 0:
            _posted(
                world,
                project,
                "feedback",
                _at(closed + timedelta(days=3), nth),
                related_id=text(row, "request_id"),
                title="意见处理结果反馈",
                body="业户所提意见已处理完毕，结果见附表。",
                channels=["bulletin", "doorway"],
            )
            continue
        _call(
            world,
            project,
            "request_callback",
            dates.last_minute(closed + timedelta(days=7)) if nth % 3 == 1 else _at(closed + timedelta(days=1), nth),
            related_id=text(row, "request_id"),
            household_id=row["household_id"],
            mode="phone",
        )


def _posted(world: World, project: Project, kind: str, published: datetime, **values: object) -> None:
    """Add a notice that the general manager approved, taken down and filed the day after its term."""
    last = published.date() + timedelta(days=15)
    row = world.add(
        "notices",
        project,
        notice_id=world.next_id("TZ", project),
        kind=kind,
        in_release_log=True,
        reviewed_by_role="project_manager",
        approved_by_role="general_manager",
        approved_at=published - timedelta(minutes=45),
        serial_no=f"物回〔{published.year}〕{published:%m%d}号",
        sealed=True,
        published_at=published,
        expires_on=last,
        removed_at=dates.at(last + timedelta(days=1), 9),
        archived_at=dates.at(last + timedelta(days=1), 15),
    )
    row.update(values)


def _general_repairs(world: World, project: Project) -> None:
    """Four small repairs in every other month, three of them phoned by the next day; once it is seven of ten."""
    for unit in dates.MONTHS[::2]:
        count = 10 if (project.id, unit.label) == _SEVEN_OF_TEN else 4
        for nth in range(count):
            on = dates.on(unit, 3 + 2 * nth)
            if project.owes(unit) and project.busy(on):
                _general_repair(world, project, on, nth, nth % 4 != 1)


def _general_repair(world: World, project: Project, on: date, nth: int, phoned: bool) -> None:
    homes = world.of("households", project)
    row = world.add(
        "work_orders",
        project,
        order_id=world.next_id("WX", project),
        household_id=text(homes[(on.month + 3 * nth) % len(homes)], "household_id"),
        kind="general",
        reported_at=dates.at(on, 9, 12),
        handler_id=world.staff(project, "technician", nth % 3),
        completed_at=dates.bare(on) if nth % 5 == 4 else _at(on, nth),
        result="更换灯具，已恢复使用",
    )
    if phoned:
        _call(
            world,
            project,
            "repair_callback",
            (dates.at(on, 18, 40), dates.last_minute(on + timedelta(days=1)))[nth % 2],
            related_id=text(row, "order_id"),
            household_id=row["household_id"],
            mode="phone",
        )


def _repairs(world: World, project: Project) -> None:
    """Drains, concealed works and bathrooms that leaked are phoned about within three days."""
    kinds = ("bathroom_leak", "drain_blockage", "concealed")
    orders = [row for row in world.of("work_orders", project) if row["kind"] in kinds and row["completed_at"]]
    called = {row["related_id"] for row in world.of("contacts", project) if row["purpose"] == "repair_callback"}
    for nth, row in enumerate(row for row in orders if row["order_id"] not in called):
        completed = moment(row, "completed_at")
        _call(
            world,
            project,
            "repair_callback",
            dates.last_minute(completed + timedelta(days=3)) if nth % 2 else _at(completed + timedelta(days=2), nth),
            related_id=text(row, "order_id"),
            household_id=row["household_id"],
            mode="phone",
        )


def _leaks(world: World, project: Project) -> None:
    """Where a leak was mended, somebody looks at it after the first rainstorm."""
    storms = sorted(day(row, "day") for row in world.of("weather", project) if row["rain"] == "storm")
    leaks = [row for row in world.of("work_orders", project) if row["kind"] == "leak" and row["completed_at"]]
    for nth, row in enumerate(leaks):
        stormed = next((found for found in storms if found > day(row, "completed_at")), None)
        if stormed is None:
            continue
        started = (
            dates.bare(stormed),
            _at(stormed + timedelta(days=1), nth),
            dates.last_minute(stormed + timedelta(days=3)),
        )[nth % 3]
        _call(
            world,
            project,
            "repair_callback",
            started,
            related_id=text(row, "order_id"),
            household_id=row["household_id"],
            role="engineering_head",
            mode="door",
        )


def _client(world: World, project: Project) -> None:
    """The manager reports to the client in each week; at times on Sunday, at the last minute."""
    spoken = {
        moment(row, "started_at").date().isocalendar()[:2]
        for row in world.of("contacts", project)
        if row["party"] == "client" and row["staff_role"] == "project_manager"
    }
    weeks = units_touching(UnitKind.WEEK, date(2025, 12, 29), _SENT)
    for nth, week in enumerate(weeks):
        if not project.owes(week) or week.starts_on.isocalendar()[:2] in spoken:
            continue
        on = week.starts_on + timedelta(days=nth % 5)
        _call(
            world,
            project,
            "liaison",
            dates.last_minute(week.ends_on) if nth % 9 == 4 else _at(on, nth),
            party="client",
            role="project_manager",
            mode="phone" if nth % 2 else "office",
        )


def _new_owners(world: World, project: Project) -> None:
    """The manager calls on who moved in, within the month; some on its last day."""
    for nth, row in enumerate(world.of("households", project)):
        if row["moved_in_on"] is None or not date(2025, 12, 1) <= day(row, "moved_in_on") <= _SENT:
            continue
        last = dates.months(day(row, "moved_in_on"), 1)
        started = dates.last_minute(last) if nth % 2 else _at(day(row, "moved_in_on") + timedelta(days=11), nth)
        if started.date() <= _SENT:
            _call(
                world,
                project,
                "move_in_callback",
                started,
                household_id=text(row, "household_id"),
                role="project_manager",
                mode="door",
            )


def _policy(world: World, project: Project) -> None:
    """An important notice, which the general manager approves."""
    found = dates.on(dates.month("2026-05"), 22)
    if project.busy(found):
        _posted(
            world,
            project,
            "policy",
            dates.at(found, 10, 15),
            title="关于装修管理规定的通知",
            body="《装修管理规定》修订稿现予公布，请遵照执行。",
            channels=["bulletin", "letter"],
            important=True,
        )


def _votes(world: World, project: Project) -> None:
    """An inspector looks at the papers that were put to the owners' vote."""
    for month in ("2026-03", "2026-05"):
        on = dates.on(dates.month(month), 17)
        if project.committee is not None and project.busy(on):
            inspected(world, project, "CB-19", on, "业主表决文件")
