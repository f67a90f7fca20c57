"""The procedure of employee relations (EM): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from commsaudit.demo import dates
from commsaudit.demo.company import ALL_PROJECTS, OTHER_PROJECTS, Project
from commsaudit.demo.documents import document
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.people import staff_change
from commsaudit.demo.procedures.plant_employee_relations import PLANTINGS
from commsaudit.demo.world import Row, World, day, text
from commsaudit.model.units import Unit

__all__ = ["PLANTINGS", "build"]

_TALKS = ("project_manager", "service_supervisor", "steward", "engineering_head", "security")
_INSPECTED = (
    ("EM-10", "离职交接清单"),
    ("EM-1", "员工意见调查问卷"),
    ("EM-5", "单独沟通记录"),
)
"""What inspectors look at: no log shows it, or it falls due outside the half-year."""


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    for number, project in enumerate(ALL_PROJECTS):
        if number % 2 == 0:
            _key_leaver(world, project, number)
        if project in OTHER_PROJECTS:
            staff_change(world, project, text(world.of("staff", project)[3], "staff_id"), "transfer", date(2026, 3, 9))
        _survey(world, project, number)
        _grievances(world, project, number)
        _talks(world, project, number)
        _exit_interviews(world, project)
        _work_interviews(world, project, number)
        _bulletins(world, project)
        _inspections(world, project, number)


def _key_leaver(world: World, project: Project, number: int) -> None:
    """An accountant leaves, audited before that; one does not care to be interviewed."""
    gone = dates.on(dates.MONTHS[(2 + number // 2) % 6], 20)
    row = world.add(
        "staff",
        project,
        staff_id=world.next_id("YG", project),
        name=world.person(),
        role="finance",
        special_post=False,
        key_post=True,
        joined_on=min(project.started or date(2022, 7, 4), gone - timedelta(days=30)),
        left_on=gone,
        exit_interview_declined=project.id == "P09",
    )
    who = text(row, "staff_id")
    staff_change(world, project, who, "resignation", gone - timedelta(days=14))
    prepared = (dates.last_minute(gone), dates.bare(gone), dates.at(gone - timedelta(days=3), 16))[number // 2 % 3]
    document(world, project, "exit_audit", owner_id=who, prepared_at=prepared)


def _survey(world: World, project: Project, number: int) -> None:
    """The year's anonymous survey: answered well in time, or on the thirtieth day after the report."""
    handed_out = dates.on(dates.MONTHS[number % 4], 5)
    reported = dates.working_day(handed_out, 20)
    world.add(
        "surveys",
        project,
        survey_id=world.next_id("DC", project),
        kind="employee",
        scope="census",
        anonymous=True,
        planned_at=dates.at(handed_out - timedelta(days=12), 10),
        planned_return_rate=Decimal("0.8"),
        distributed_on=handed_out,
        distributed=17,
        collected_on=dates.working_day(handed_out, 6),
        collected=15,
        analysed_on=dates.working_day(handed_out, 14),
        report_at=dates.bare(reported) if number % 5 == 4 else world.moment(reported),
        published_on=reported + timedelta(days=30 if number % 2 else 11),
    )


def _grievances(world: World, project: Project, number: int) -> None:
    """An unsigned letter that is not taken up, an oral complaint decided at the last minute, a signed one in time."""
    if number % 3 == 0:
        raised = world.moment(dates.on(dates.MONTHS[(number + 2) % 6], 4))
        _grievance(world, project, raised, form="written", named=False, accepted=None if number % 2 else False)
        return
    raised = world.moment(dates.on(dates.MONTHS[(number + 1) % 6], 3))
    oral = number % 3 == 1
    last = dates.working_day(raised, 15)
    _grievance(
        world,
        project,
        raised,
        form="oral" if oral else "written",
        named=None if oral else True,
        accepted=True,
        decided_at=dates.bare(last) if oral else dates.at(dates.working_day(raised, 6), 10),
        notified_at=dates.last_minute(last) if oral else dates.at(dates.working_day(raised, 7), 15),
    )


def _grievance(world: World, project: Project, raised: datetime, **values: object) -> None:
    world.add(
        "grievances",
        project,
        grievance_id=world.next_id("SS", project),
        staff_id=world.staff(project, "cleaning"),
        raised_at=raised,
        **values,
    )


def _meeting(world: World, project: Project, kind: str, who: str, held: datetime, **values: object) -> Row:
    """A talk with one member of the staff."""
    row = world.add(
        "meetings",
        project,
        meeting_id=world.next_id("HY", project),
        kind=kind,
        staff_id=who,
        held_at=held,
        duration_min=45,
        location="面谈室",
        chaired_by_role="project_manager",
        attendee_roles=["project_manager"],
    )
    row.update(values)
    return row


def _talks(world: World, project: Project, number: int) -> None:
    """The manager sits down with some of the staff for two hours, every third time without minutes."""
    for nth, role in enumerate(_TALKS):
        found = dates.on(dates.MONTHS[(number + nth) % 6], 10 + nth)
        if project.started is not None and found < project.started:
            continue
        row = _meeting(
            world,
            project,
            "one_on_one",
            world.staff(project, role),
            dates.at(found, 14),
            duration_min=120 + 15 * (nth % 2),
            chaired_by_role="executive" if role == "project_manager" else "project_manager",
            attendee_roles=["executive" if role == "project_manager" else "project_manager", role],
        )
        if nth % 3:
            row.update(
                minutes_by=world.staff(project, "department_head"),
                minutes_at=dates.at(found, 17, 30),
                sections=["topics", "resolutions", "actions"],
            )


def _exit_interviews(world: World, project: Project) -> None:
    """Who leaves is interviewed by the last day, and it is on file within three working days."""
    leavers = [row for row in world.of("staff", project) if row["left_on"] and not row["exit_interview_declined"]]
    for nth, row in enumerate(leavers):
        gone = day(row, "left_on")
        third = dates.working_day(gone, 3)
        held, filed = (
            (dates.at(gone - timedelta(days=2), 15), dates.at(gone - timedelta(days=1), 9)),
            (dates.bare(gone), dates.last_minute(third)),
            (dates.last_minute(gone), dates.bare(third)),
        )[nth % 3]
        _meeting(
            world,
            project,
            "exit_interview",
            text(row, "staff_id"),
            held,
            minutes_by=world.staff(project, "department_head"),
            minutes_at=filed,
            sections=["topics", "resolutions", "actions"],
        )


def _work_interviews(world: World, project: Project, number: int) -> None:
    """At each change there is an interview: from the sixth day before to the seventh after."""
    for nth, row in enumerate(world.of("staff_changes", project)):
        on = day(row, "occurred_on")
        held = (
            dates.at(on + timedelta(days=2), 10),
            dates.last_minute(on + timedelta(days=7)),
            dates.bare(on - timedelta(days=6)),
            dates.at(on, 16),
        )[(number + nth) % 4]
        _meeting(world, project, "work_interview", text(row, "staff_id"), held)


def _bulletins(world: World, project: Project) -> None:
    """The quarter's news reach the staff, in residential projects at its last minute."""
    for unit in dates.QUARTERS:
        if project.owes(unit):
            last = unit.ends_on
            document(
                world,
                project,
                "staff_bulletin",
                period=unit.label,
                prepared_at=dates.at(last - timedelta(days=12), 10),
                published_at=dates.last_minute(last) if project.residential else dates.bare(last - timedelta(days=9)),
            )


def _inspections(world: World, project: Project, number: int) -> None:
    """Every other month an inspector finds one of the clauses kept."""
    for nth, unit in enumerate(dates.MONTHS[::2]):
        if project.started is None or unit.starts_on >= project.started:
            clause, subject = _INSPECTED[(number + nth) % 3]
            inspected(world, project, clause, _inspected_on(unit, number), subject)


def _inspected_on(unit: Unit, number: int) -> date:
    return dates.on(unit, 12 + number)
