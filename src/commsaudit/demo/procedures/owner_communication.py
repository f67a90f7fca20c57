"""The procedure of owner communication (OC): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import callback, contact
from commsaudit.demo.gatherings import survey
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.procedures.plant_owner_communication import PLANTINGS
from commsaudit.demo.releases import notice
from commsaudit.demo.visits import quota
from commsaudit.demo.world import Row, World, day, moment, settled, text
from commsaudit.model.units import Unit

__all__ = ["PLANTINGS", "build"]

_WORKS = ("elevator", "installation", "other")
_INSPECTED = ("OC-23", "OC-24", "OC-25", "OC-26")


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    _arrange_visits(world)
    for number, project in enumerate(PROJECTS):
        for nth, unit in enumerate(dates.MONTHS):
            if project.owes(unit):
                _reach_quota(world, project, unit)
            _spraying(world, project, unit)
            _works(world, project, unit, number + nth)
            _inspected(world, project, unit, number + nth)
        _explain(world, project)
        _tell_outcomes(world, project)
        _measures(world, project)
        _survey_in_june(world, project, number)
        _fire_safety(world, project)


def _arrange_visits(world: World) -> None:
    """A visit that is recorded by its day alone was arranged for that day, and signed for or declined."""
    for nth, row in enumerate(world.rows["contacts"]):
        if row["purpose"] == "visit" and row["mode"] == "door" and row["appointment_at"] is None:
            started = dates.bare(moment(row, "started_at"))
            row.update(appointment_at=started + timedelta(hours=10 if nth % 2 else 0))
            row.update({"signed": False, "signature_refused": True} if nth % 5 == 0 else {"signed": True})


def _reach_quota(world: World, project: Project, unit: Unit) -> None:
    """Visit one household more than the quota asks for, newcomers late, owners still to come last and by telephone."""
    seen = {
        row["household_id"]
        for row in world.of("contacts", project)
        if row["purpose"] == "visit" and dates.month_of(moment(row, "started_at")) == unit
    }
    homes = [row for row in world.of("households", project) if row["household_id"] not in seen]
    missing = quota(project) - len(seen)
    if missing <= 0:
        return
    homes.sort(key=lambda row: (not _lives_there(row, unit), not settled(row)))
    for nth, home in enumerate(homes[: missing + 1]):
        _visit(world, project, dates.on(unit, 1 + nth * 27 // (missing + 1)), home, nth)


def _lives_there(home: Row, unit: Unit) -> bool:
    return home["moved_in_on"] is not None and day(home, "moved_in_on") < unit.starts_on


def _visit(world: World, project: Project, when: date, home: Row, nth: int) -> None:
    """The steward at the door, on the first and the last minute allowed too; nobody is phoned on a Monday."""
    door = _lives_there(home, dates.month_of(when))
    if not door and when.weekday() == 0:
        when += timedelta(days=1)
    started = world.moment(when, 9, 20) if door else world.moment(when, 14, 16)
    if door and nth == 2:
        started = dates.at(when, 22)
    elif door and nth == 5:
        started = dates.at(when, 7)
    row = contact(
        world,
        project,
        "visit",
        started,
        role="steward",
        household_id=home["household_id"],
        mode="door" if door else "phone",
    )
    if door and nth % 4 == 1:  # as late as the half-hour allows
        row["appointment_at"] = started - timedelta(minutes=30)
    if nth in (0, 3):
        promised = dates.bare(when + timedelta(days=4)) if nth == 0 else None
        back = dates.last_minute(when + timedelta(days=7 if promised is None else 4))
        row.update(needs_feedback=True, reply_promised_at=promised, fed_back_at=back)


def _spraying(world: World, project: Project, unit: Unit) -> None:
    """A spraying in March, besides the outages of every month."""
    when = world.day_in(unit, project, 6, 24) if unit.starts_on.month == 3 else None
    if when is None:
        return
    starts = dates.at(when, 8, 30)
    work = world.add(
        "works", project, work_id=world.next_id("ZY", project), kind="spraying", starts_at=starts, warning_sign=True
    )
    _announce(world, project, work, "spraying", "消杀通知", "绿化带喷洒药物，请关好门窗，看护好儿童与宠物。")


def _works(world: World, project: Project, unit: Unit, turn: int) -> None:
    """Repairs that disturb: with a warning sign, every third one with a notice instead."""
    when = world.day_in(unit, project, 5, 25)
    if when is None:
        return
    told = turn % 3 == 0
    work = world.add(
        "works",
        project,
        work_id=world.next_id("ZY", project),
        kind=_WORKS[turn % 2 if told else turn % 3],
        starts_at=dates.bare(when) if turn % 4 == 1 else dates.at(when, 10),
        warning_sign=None if told else True,
    )
    if told:
        _announce(world, project, work, "works", "维修施工通知", "设备维修施工，期间有噪音，敬请谅解。")


def _announce(world: World, project: Project, work: Row, kind: str, title: str, body: str) -> None:
    """A notice on the doors the afternoon before, taken down and filed the day after."""
    starts = moment(work, "starts_at")
    told = dates.at(starts - timedelta(days=1), 15)
    after = starts + timedelta(days=1)
    notice(
        world,
        project,
        kind,
        told,
        related_id=text(work, "work_id"),
        effective_at=starts,
        title=title,
        body=body,
        channels=["doorway"],
        expires_on=starts.date(),
        removed_at=dates.at(after, 9),
        archived_at=dates.at(after, 16),
    )


def _inspected(world: World, project: Project, unit: Unit, turn: int) -> None:
    """An inspector looks at one of the four clauses that the logs do not show."""
    when = world.day_in(unit, project, 8, 26)
    if when is not None:
        inspected(world, project, _INSPECTED[turn % 4], when, "客服中心")


def _explain(world: World, project: Project) -> None:
    """Every complaint of one neighbour about another turns out not to be ours, and that is explained."""
    for nth, row in enumerate(row for row in world.of("complaints", project) if row["area"] == "neighbour"):
        last = dates.working_day(day(row, "received_at"), 5)
        row.update(valid=False, explained_at=dates.last_minute(last) if nth % 2 else dates.bare(last))


def _tell_outcomes(world: World, project: Project) -> None:
    """The owner hears of the outcome of a valid complaint, whether there is a callback or not."""
    valid = [row for row in world.of("complaints", project) if row["valid"] and row["closed_at"] is not None]
    for nth, row in enumerate(valid):
        told = _told(world, moment(row, "closed_at"), nth)
        callback(
            world,
            project,
            "feedback",
            text(row, "complaint_id"),
            told,
            household_id=row["household_id"],
            role="steward",
            mode="phone",
        )


def _told(world: World, closed: datetime, nth: int) -> datetime:
    last = dates.working_day(closed, 3)
    if nth % 7 == 0:
        return dates.last_minute(last)
    return dates.bare(last) if nth % 7 == 1 else world.moment(dates.working_day(closed, 1 + nth % 2), 9, 17)


def _measures(world: World, project: Project) -> None:
    """A measure for every question of a survey with which somebody was dissatisfied."""
    for row in world.of("surveys", project):
        answers = [each for each in world.of("survey_answers", project) if each["survey_id"] == row["survey_id"]]
        questions = sorted({text(each, "question") for each in answers if each["choice"] in ("不满意", "很不满意")})
        due = dates.working_day(day(row, "distributed_on"), 30)
        for nth, question in enumerate(questions):
            raised = dates.at(due - timedelta(days=3), 9, 30)
            world.add(
                "actions",
                project,
                action_id=world.next_id("CS", project),
                source="survey",
                related_id=text(row, "survey_id"),
                topic=question,
                raised_at=raised,
                owner_id=world.staff(project, "engineering_head"),
                approved_by_role="project_manager",
                approved_at=dates.last_minute(due) if nth == 0 else dates.at(due, 11),
                due_at=dates.bare(due + timedelta(days=50)),
                completed_at=dates.at(due + timedelta(days=35), 16),
                verified_at=dates.at(due + timedelta(days=42), 10),
            )


def _survey_in_june(world: World, project: Project, number: int) -> None:
    """The mid-year sample: out in June, back by its end, its report still to come."""
    if project.ended is None:
        survey(world, project, dates.on(dates.MONTHS[5], 5 if number % 2 else 8), "sample", 12)


def _fire_safety(world: World, project: Project) -> None:
    """Where nothing is posted in a quarter yet, the builders' camp is told of fire safety."""
    for unit in dates.QUARTERS:
        told = [row for row in world.of("notices", project) if row["kind"] in ("safety", "law")]
        if project.owes(unit) and not any(unit.starts_on <= day(row, "published_at") <= unit.ends_on for row in told):
            published = dates.last_minute(unit.ends_on - timedelta(days=12))
            ends = unit.ends_on - timedelta(days=2)
            notice(
                world,
                project,
                "safety",
                published,
                title="施工现场消防安全知识",
                body="动火作业须先审批，灭火器材每周检查。",
                channels=["bulletin"],
                expires_on=ends,
                removed_at=dates.at(ends + timedelta(days=1), 9),
                archived_at=dates.at(ends + timedelta(days=1), 10),
            )
