"""Builders: community events, meetings and what came of them, satisfaction surveys."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.world import Row, World, day, moment, text
from commsaudit.model.units import Unit

_EXPENSES = ("800.00", "5000.00", "0.00", "12600.50", None, "2400.00")
_MANAGER_LIMIT = 5000


def build_events(world: World) -> None:
    """One event a project and month, some of them on the edge of every deadline."""
    for number, project in enumerate(PROJECTS):
        for nth, unit in enumerate(dates.MONTHS):
            planned = world.day_in(unit, project, 5, 21)
            if planned is not None:
                event(world, project, planned, number + nth)
        cancelled = world.day_in(dates.month("2026-04"), project)
        if cancelled is not None and number % 3 == 0:
            world.add(
                "events",
                project,
                event_id=world.next_id("HD", project),
                name="广场舞联谊（因雨取消）",
                planned_on=cancelled,
                cancelled=True,
            )


def event(world: World, project: Project, planned: date, turn: int) -> None:
    """An event held as planned or within the week; every other one meets its deadlines at the last minute."""
    edge = turn % 2 == 0
    held = planned + timedelta(days=7 if turn % 6 == 4 else 0)
    told, fortnight = held - timedelta(days=3), held + timedelta(days=15)
    risky = turn % 4 == 1
    row = world.add(
        "events",
        project,
        event_id=world.next_id("HD", project),
        name=texts.EVENTS[planned.month - 1],
        planned_on=planned,
        scheme_at=dates.last_minute(held) if turn % 8 == 2 else world.moment(held - timedelta(days=12)),
        approved_at=world.moment(held - timedelta(days=9)),
        held_on=held,
        cancelled=None if turn % 3 else False,
        records_archived=True,
        notice_published_at=dates.last_minute(told) if edge else world.moment(told - timedelta(days=2)),
        risky=risky,
        flow=True,
        cautions=True,
        risk_plan=True,
        consents=True if risky else None,
        insured=True,
        publicity_channels=["bulletin", "wechat"] if edge else ["screen", "wechat", "website"],
        evaluated_at=dates.last_minute(fortnight) if edge else world.moment(held + timedelta(days=6)),
        head_opinion=True,
        evaluation_filed_at=dates.bare(fortnight) if edge else world.moment(held + timedelta(days=9)),
    )
    spent = _EXPENSES[turn % 6]
    if spent is not None:
        _spend(row, Decimal(spent), dates.bare(held) if edge else moment(row, "approved_at"))


def _spend(row: Row, expense: Decimal, approved: datetime) -> None:
    row["expense"] = expense
    if expense:
        role = "executive" if expense > _MANAGER_LIMIT else "project_manager"
        row.update(expense_approved_at=approved, expense_approved_by_role=role)


def build_meetings(world: World) -> None:
    """An owners' forum each quarter with two opinions to follow up, and the committee's regular meeting."""
    for number, project in enumerate(PROJECTS):
        for nth, unit in enumerate((*dates.MONTHS,)):
            if unit.starts_on.month % 3 == (number + 1) % 3:
                _forum(world, project, unit, number + nth)
            if unit.starts_on.month % 3 == 0 and project.committee and project.committee < unit.starts_on:
                _committee_meeting(world, project, unit)


def meeting(world: World, project: Project, kind: str, held: datetime, **values: object) -> Row:
    """Add a meeting that those who came signed in for."""
    return world.add(
        "meetings",
        project,
        meeting_id=world.next_id("HY", project),
        kind=kind,
        held_at=held,
        signed_in=True,
        **values,
    )


def _forum(world: World, project: Project, unit: Unit, turn: int) -> None:
    day = world.day_in(unit, project, 8, 24)
    if day is None:
        return
    held = dates.at(day, 14, 30)
    third = dates.working_day(day, 3)
    forum = meeting(
        world,
        project,
        "owners_forum",
        held,
        notice_published_at=dates.bare(day - timedelta(days=1))
        if turn % 4 == 0
        else dates.at(day - timedelta(days=12), 9),
        duration_min=120,
        location="社区活动室",
        chaired_by_role="project_manager",
        attendee_roles=["project_manager", "executive", "service_supervisor"],
        agenda=True,
        photos=True,
        minutes_by=world.staff(project, "service"),
        minutes_at=dates.last_minute(third) if turn % 2 else dates.at(dates.working_day(day), 11),
        minutes_published_at=dates.at(third, 15),
        cc_quality_at=dates.at(third, 16),
        cc_executive_at=dates.at(third, 16),
        sections=["topics", "opinions", "resolutions", "actions", "focus", "difficulties", "plan"],
    )
    for nth in range(2):
        raised = held + timedelta(minutes=20 * nth + 5)
        forum_action(world, project, forum, raised, (turn + nth) % 4)


def forum_action(world: World, project: Project, meeting: Row, raised: date, turn: int) -> Row:
    """An opinion of the forum that is followed up; ``turn`` says how close to its deadline."""
    limit = raised + timedelta(days=30)
    due_at = None if turn % 2 else dates.bare(raised + timedelta(days=21))
    last = limit if due_at is None else due_at
    done = dates.last_minute(last) if turn == 1 else world.moment(last - timedelta(days=3))
    verified = dates.last_minute(last) if turn < 2 else dates.bare(last)
    return world.add(
        "actions",
        project,
        action_id=world.next_id("CS", project),
        source="forum",
        related_id=text(meeting, "meeting_id"),
        topic=world.pick(texts.SUGGESTIONS),
        raised_at=raised,
        owner_id=world.staff(project, "engineering_head"),
        approved_at=world.moment(raised + timedelta(days=2)),
        approved_by_role="project_manager",
        due_at=due_at,
        completed_at=done,
        verified_at=verified,
        published_at=world.moment(raised + timedelta(days=9)),
    )


def _committee_meeting(world: World, project: Project, unit: Unit) -> None:
    held = dates.at(dates.on(unit, 12), 19)
    if not project.busy(held.date()):
        return
    meeting(
        world,
        project,
        "committee_regular",
        held,
        duration_min=90,
        notice_published_at=held - timedelta(days=22),
        location="业委会办公室",
        chaired_by_role="other",
        attendee_roles=["project_manager", "other"],
        agenda=True,
        photos=None,
        minutes_by=world.staff(project, "service"),
        minutes_at=held + timedelta(days=1),
        minutes_reviewed_at=held + timedelta(days=3),
        minutes_approved_at=held + timedelta(days=5),
        minutes_published_at=held + timedelta(days=8),
        sections=["topics", "resolutions", "actions"],
    )


def build_surveys(world: World) -> None:
    """The year-end census, reported in January or February, and a sample in spring."""
    for number, project in enumerate(PROJECTS):
        if project.busy_from < date(2026, 1, 1):
            row = survey(world, project, date(2025, 12, 8) + timedelta(days=2 * number), "census", project.files)
            report(world, project, row, 27 - number % 4)
            _answers(world, project, row)
        if project.id not in ("P05", "P10"):
            row = survey(world, project, date(2026, 3, 9), "sample", 12)
            report(world, project, row, 27 - number % 4)


def survey(world: World, project: Project, handed_out: date, scope: str, sheets: int) -> Row:
    """Add a survey of satisfaction up to the return of its sheets."""
    planned = handed_out - timedelta(days=40)
    return world.add(
        "surveys",
        project,
        survey_id=world.next_id("DC", project),
        kind="satisfaction",
        scope=scope,
        anonymous=True,
        planned_at=world.moment(planned),
        plan_approved_at=world.moment(planned + timedelta(days=4)),
        plan_approved_by_role="operations_manager",
        plan_sections=["time", "departments", "sample", "team", "method", "return_rate", "cautions"],
        planned_return_rate=Decimal("0.7"),
        form_reviewed_at=world.moment(planned + timedelta(days=9)),
        form_approved_at=world.moment(planned + timedelta(days=12)),
        form_approved_by_role="operations_manager",
        trained_at=world.moment(handed_out - timedelta(days=5)),
        announced_at=world.moment(handed_out - timedelta(days=4)),
        distributed_on=handed_out,
        distributed=project.occupied if scope == "census" else sheets,
        collected_on=dates.working_day(handed_out, 12),
        collected=int(project.occupied * 0.8) if scope == "census" else sheets - 2,
    )


def report(world: World, project: Project, row: Row, working_days: int) -> None:
    """Analyse, report and publish a survey, the report ``working_days`` after the sheets went out."""
    reported = dates.working_day(day(row, "distributed_on"), working_days)
    row.update(
        analysed_on=dates.working_day(day(row, "collected_on"), 4),
        report_at=world.moment(reported),
        report_sections=[
            "introduction",
            "methods",
            "overall",
            "items",
            "comparison",
            "open_questions",
            "summary",
        ],
        published_on=reported + timedelta(days=2),
        cc_quality_at=world.moment(reported + timedelta(days=2)),
    )
    _survey_action(world, project, row, reported)


def _survey_action(world: World, project: Project, survey: Row, reported: date) -> None:
    """What the survey led to; after a sample it is approved at the last minute."""
    last = dates.last_minute(dates.days(reported, 30))
    sampled = survey["scope"] == "sample"
    world.add(
        "actions",
        project,
        action_id=world.next_id("CS", project),
        source="survey",
        related_id=text(survey, "survey_id"),
        topic=world.pick(texts.QUESTIONS),
        raised_at=world.moment(reported + timedelta(days=1)),
        owner_id=world.staff(project, "service_supervisor"),
        approved_by_role="project_manager",
        approved_at=last if sampled else world.moment(reported + timedelta(days=10)),
        due_at=dates.bare(reported + timedelta(days=60)),
        completed_at=world.moment(reported + timedelta(days=40)),
        verified_at=world.moment(reported + timedelta(days=48)),
    )


def _answers(world: World, project: Project, survey: Row) -> None:
    for sheet in range(8):
        for question in texts.QUESTIONS:
            world.add(
                "survey_answers",
                project,
                survey_id=text(survey, "survey_id"),
                sheet_id=f"{sheet + 1:03d}",
                question=question,
                choice=world.pick(texts.CHOICES) if world.rng.randrange(12) else None,
            )
