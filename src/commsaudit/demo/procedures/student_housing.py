"""The procedure of the dormitory (SH): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from commsaudit.demo import dates, texts
from commsaudit.demo.company import OTHER_PROJECTS, Project
from commsaudit.demo.contact import callback
from commsaudit.demo.documents import document
from commsaudit.demo.gatherings import meeting
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.procedures.plant_student_housing import PLANTINGS
from commsaudit.demo.releases import notice
from commsaudit.demo.world import Row, World, later, text

__all__ = ["PLANTINGS", "build"]

_DORMITORY = next(project for project in OTHER_PROJECTS if project.type == "dormitory")
_KINDS = ("opinion", "suggestion", "opinion", "inquiry", "opinion", "need")
_CHANNELS = ("suggestion_box", "app", "online", "front_desk", "email", "wechat", "phone")
_SUMMARIES = {
    "opinion": ("三号楼热水供应时间偏短", "晚间走廊照明太暗", "洗衣房排队时间太长", "自习室空调温度过低"),
    "suggestion": ("建议在楼层增设直饮水机", "建议延长快递柜取件时间", "建议增加室外晾衣区"),
    "inquiry": ("咨询假期留宿手续", "咨询宿舍调换流程"),
    "need": ("需要更换床板", "需要加装窗帘挂钩"),
}


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    _requests(world, _DORMITORY)
    _summaries(world, _DORMITORY)
    _hearings(world, _DORMITORY)
    for nth, unit in enumerate(dates.MONTHS):
        if nth % 2 == 0:
            inspected(world, _DORMITORY, "SH-7", dates.on(unit, 15 + nth), "意见簿与上报记录")
        if nth in (2, 4):
            inspected(world, _DORMITORY, "SH-1", dates.on(unit, 20), "座谈会签到表")


def _requests(world: World, project: Project) -> None:
    """Five a month, half of them opinions, over every channel."""
    nth = 0
    for unit in (dates.HISTORY, *dates.MONTHS):
        days = [world.day_in(unit, project) for _ in range(5)]
        for found in sorted(day for day in days if day is not None):
            _request(world, project, dates.bare(found) if nth % 10 == 7 else world.moment(found), nth)
            nth += 1


def _request(world: World, project: Project, received: datetime, nth: int) -> None:
    kind = _KINDS[nth % len(_KINDS)]
    row = world.add(
        "requests",
        project,
        request_id=world.next_id("XQ", project),
        kind=kind,
        channel=_CHANNELS[nth % len(_CHANNELS)],
        urgency="general",
        summary=world.pick(_SUMMARIES[kind]),
        constructive=kind == "suggestion",
        received_at=received,
        logged_at=later(received, 8),
        forwarded_at=later(received, 25),
        handler_id=world.staff(project, "service", nth % 2),
        responded_at=_answered(received, nth),
        responded_via="online" if nth % 2 else "phone",
        plan_at=later(received, 200),
        measure=None if kind == "inquiry" else world.pick(texts.MEASURES),
    )
    if kind == "opinion":
        _plan(row, received, nth)
    if kind == "opinion" and nth % 9 == 0:
        return  # still open: no result to feed back yet
    closed = world.moment(received + timedelta(days=9 + nth % 4))
    row.update(closed_at=closed, result=world.pick(texts.RESULTS))
    if kind in ("opinion", "suggestion"):
        _fed_back(world, project, row, closed, nth)


def _answered(received: datetime, nth: int) -> datetime:
    """Within the hour, at the last minute of the next working day, or on that day as a bare date."""
    deadline = dates.working_day(received)
    return (later(received, 50), dates.last_minute(deadline), dates.bare(deadline))[nth % 3]


def _plan(row: Row, received: datetime, nth: int) -> None:
    """An opinion's solution: soon, at the last minute of the week, or taken to the university on its last day."""
    week = received + timedelta(days=7)
    choice = nth % 8
    if choice == 2:
        row["plan_at"] = dates.last_minute(week)
    elif choice == 4:
        row.update(plan_at=None, escalated_at=dates.bare(week))
    elif choice == 6:  # taken further in time, the plan came after that
        row.update(plan_at=dates.at(week + timedelta(days=1), 10), escalated_at=dates.last_minute(week))


def _fed_back(world: World, project: Project, row: Row, closed: datetime, nth: int) -> None:
    """By a call, on paper in the hall, at the last minute or as a bare date."""
    last = closed + timedelta(days=7)
    choice = nth % 7
    if choice == 1:
        _posted(world, project, row, world.moment(closed + timedelta(days=2)))
        return
    started = {2: dates.last_minute(last), 4: dates.bare(closed), 5: dates.bare(last)}.get(choice, later(closed, 30))
    callback(
        world,
        project,
        "request_callback" if row["kind"] == "suggestion" else "feedback",
        text(row, "request_id"),
        started,
        mode="phone",
    )


def _posted(world: World, project: Project, row: Row, published: datetime) -> None:
    down = published.date() + timedelta(days=14)
    notice(
        world,
        project,
        "feedback",
        published,
        related_id=text(row, "request_id"),
        title="同学意见处理结果",
        body="意见簿所提问题已处理完毕，结果见附表。",
        channels=["bulletin", "doorway"],
        expires_on=down,
        removed_at=dates.at(down + timedelta(days=1), 9),
        archived_at=dates.at(down + timedelta(days=1), 15),
    )


def _summaries(world: World, project: Project) -> None:
    """Each month's opinions: summarised by the 5th of the next, now and then just by then; archived within 30 days."""
    for nth, unit in enumerate((dates.month("2025-11"), dates.HISTORY, *dates.MONTHS[:5])):
        fifth = unit.ends_on + timedelta(days=5)
        prepared = (dates.at(fifth - timedelta(days=2), 16), dates.last_minute(fifth), dates.bare(fifth))[nth % 3]
        last = prepared + timedelta(days=30)
        document(
            world,
            project,
            "opinion_summary",
            period=unit.label,
            owner_id=world.staff(project, "service_supervisor"),
            prepared_at=prepared,
            reviewed_at=dates.at(fifth + timedelta(days=1), 10),
            reviewed_by_role="project_manager",
            approved_at=dates.at(fifth + timedelta(days=2), 10),
            approved_by_role="project_manager",
            submitted_at=dates.at(fifth + timedelta(days=3), 9),
            archived_at=dates.last_minute(last) if nth % 2 else dates.bare(last),
            sections=["statistics", "opinions", "measures"],
        )


def _hearings(world: World, project: Project) -> None:
    """A students' forum each semester, and a survey in the second."""
    for held in (dates.at(date(2025, 10, 22), 15, 30), dates.at(date(2026, 4, 15), 15, 30)):
        meeting(
            world,
            project,
            "residents_forum",
            held,
            notice_published_at=held - timedelta(days=8),
            duration_min=90,
            location="公寓一层活动室",
            chaired_by_role="project_manager",
            attendee_roles=["project_manager", "service_supervisor", "steward"],
            agenda=True,
            photos=True,
            minutes_by=world.staff(project, "service"),
            minutes_at=held + timedelta(days=1),
            minutes_reviewed_at=held + timedelta(days=2),
            minutes_approved_at=held + timedelta(days=2, minutes=40),
            minutes_published_at=held + timedelta(days=3),
            sections=["topics", "opinions", "resolutions", "actions"],
        )
    handed_out = date(2026, 5, 18)
    world.add(
        "surveys",
        project,
        survey_id=world.next_id("DC", project),
        kind="satisfaction",
        scope="sample",
        anonymous=True,
        planned_at=dates.at(date(2026, 4, 13), 10),
        planned_return_rate=Decimal("0.7"),
        distributed_on=handed_out,
        distributed=120,
        collected_on=dates.working_day(handed_out, 8),
        collected=101,
        analysed_on=dates.working_day(handed_out, 14),
        report_at=dates.at(dates.working_day(handed_out, 18), 16),
    )
