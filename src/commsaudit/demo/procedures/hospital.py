"""The procedure of the hospital (HS): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from commsaudit.demo import dates, texts
from commsaudit.demo.company import OTHER_PROJECTS, Project
from commsaudit.demo.contact import callback, contact
from commsaudit.demo.gatherings import meeting
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.procedures.plant_hospital import PLANTINGS
from commsaudit.demo.releases import notice
from commsaudit.demo.world import Row, World, later, text

__all__ = ["PLANTINGS", "build"]

_HOSPITAL = next(project for project in OTHER_PROJECTS if project.type == "hospital")
_CHANNELS = ("phone", "letter", "front_desk", "hotline", "suggestion_box", "online", "phone")
_COMPLAINTS = (
    "门诊大厅候诊座椅不足",
    "住院部夜间陪护床收费不清",
    "病区卫生间地面湿滑，\n险些摔倒",
    "药房窗口排队过长",
    "电梯等候时间长，推床进不去",
    "护工态度生硬",
)
_MAJOR = ("输液区吊顶坠落，家属要求书面答复", "病区停水两小时，多名患者家属到院办反映")
_DEPARTMENTS = ("内科", "外科", "妇产科", "儿科", "骨科", "急诊科")
_SUBJECTS = {
    "HS-11": "门诊收费处与护士站",
    "HS-12": "门诊大厅公示栏",
    "HS-13": "专家门诊与手术时间公示栏",
    "HS-14": "住院结算窗口",
    "HS-4": "本年度患者满意度调查计划",
    "HS-5": "本年度社会监督员名册与会议安排",
    "HS-6": "社区代表座谈会安排",
    "HS-10": "地区政策与需求分析材料",
}


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    _complaints(world, _HOSPITAL)
    for nth, unit in enumerate(dates.MONTHS):
        _ward_forum(world, _HOSPITAL, unit.ends_on, nth)
    for nth, unit in enumerate(dates.QUARTERS):
        _hospital_forum(world, _HOSPITAL, unit.ends_on, nth)
    _yearly(world, _HOSPITAL)
    _surveys(world, _HOSPITAL)
    _disclosures(world, _HOSPITAL)
    for nth, (clause, subject) in enumerate(_SUBJECTS.items()):
        for unit in (dates.MONTHS[nth % 2], dates.month("2026-03"), dates.MONTHS[3 + nth % 3]):
            inspected(world, _HOSPITAL, clause, dates.on(unit, 8 + 2 * nth), subject)


def _complaints(world: World, project: Project) -> None:
    """Six a month, one of them major; over every channel."""
    nth = 0
    for unit in (dates.HISTORY, *dates.MONTHS):
        days = [world.day_in(unit, project) for _ in range(6)]
        for found in sorted(day for day in days if day is not None):
            _complaint(world, project, dates.bare(found) if nth % 11 == 5 else world.moment(found), nth)
            nth += 1


def _complaint(world: World, project: Project, received: datetime, nth: int) -> None:
    major = nth % 6 == 3
    deadline = dates.working_day(received)
    forwarded = later(received, 40) if nth % 4 else dates.bare(deadline)
    row = world.add(
        "complaints",
        project,
        complaint_id=world.next_id("TS", project),
        complainant_name=world.person() if nth % 5 else None,
        complainant_phone=world.phone() if nth % 5 else None,
        summary=world.pick(_MAJOR if major else _COMPLAINTS),
        channel=_CHANNELS[nth % len(_CHANNELS)],
        area="property",
        grade="major" if major else "ordinary",
        valid=True,
        difficult=major,
        public_interest=False,
        received_at=received,
        logged_at=(later(received, 9), dates.last_minute(deadline), dates.bare(deadline))[nth % 3],
        forwarded_to=world.pick(_DEPARTMENTS),
        forwarded_at=None if nth % 7 == 2 else forwarded,
        handler_id=world.staff(project, "service", nth % 2),
        assigned_at=later(received, 60),
        assigned_by_role="project_manager",
        responded_at=later(received, 90),
        plan_at=later(received, 150),
        process="转科室核实后答复",
    )
    _follow_up(world, project, row, forwarded, nth)


def _follow_up(world: World, project: Project, row: Row, forwarded: datetime, nth: int) -> None:
    """Closed within ten working days of being passed on; the slow ones are fed back by then instead."""
    slow = nth % 4 == 1
    tenth = dates.working_day(forwarded, 10)
    if slow:
        heard = (dates.last_minute(tenth), dates.bare(forwarded), dates.bare(tenth))[nth % 3]
        callback(world, project, "feedback", text(row, "complaint_id"), heard, mode="phone")
        if nth % 12 == 9:
            return  # still open
        closed = dates.at(dates.working_day(forwarded, 14), 16, 20)
    else:
        closed = dates.last_minute(tenth) if nth % 4 == 2 else world.moment(dates.working_day(forwarded, 3 + nth % 5))
    archived = (dates.last_minute, dates.bare)[nth % 2](closed + timedelta(days=30))
    row.update(closed_at=closed, result=world.pick(texts.RESULTS), archived_at=archived)


def _meeting(world: World, project: Project, kind: str, held: datetime, **values: object) -> Row:
    row = meeting(
        world,
        project,
        kind,
        held,
        notice_published_at=held - timedelta(days=9),
        duration_min=75,
        location="行政楼二层会议室",
        chaired_by_role="hospital_leader",
        attendee_roles=["hospital_leader", "department_director", "project_manager"],
        agenda=True,
        photos=True,
        minutes_by=world.staff(project, "service"),
        minutes_at=held + timedelta(hours=3),
        minutes_reviewed_at=held + timedelta(days=2),
        minutes_approved_at=held + timedelta(days=2, hours=1),
        minutes_published_at=held + timedelta(days=3),
        sections=["topics", "opinions", "resolutions", "actions"],
    )
    row.update(values)
    return row


def _ward_forum(world: World, project: Project, last: date, nth: int) -> None:
    """One ward a month; in some months the minutes are written in the month's last minute, or the day is bare."""
    held = (dates.at(last - timedelta(days=11), 15), dates.at(last, 15), dates.bare(last - timedelta(days=4)))[nth % 3]
    _meeting(
        world,
        project,
        "ward_forum",
        held,
        department=_DEPARTMENTS[nth],
        location=f"{_DEPARTMENTS[nth]}示教室",
        chaired_by_role="department_director",
        attendee_roles=["department_director", "service"],
        minutes_at=dates.last_minute(last) if nth % 3 == 1 else dates.bare(held + timedelta(days=1)),
    )
    if nth % 3 == 0:  # a second ward, whose minutes came after the month: one forum is enough
        second = dates.at(last - timedelta(days=2), 15)
        _meeting(
            world,
            project,
            "ward_forum",
            second,
            department=_DEPARTMENTS[nth + 1],
            location=f"{_DEPARTMENTS[nth + 1]}示教室",
            chaired_by_role="department_director",
            attendee_roles=["department_director", "service"],
            minutes_at=second + timedelta(days=4),
        )


def _hospital_forum(world: World, project: Project, last: date, nth: int) -> None:
    held = dates.at(last - timedelta(days=0 if nth else 12), 14, 30)
    _meeting(
        world,
        project,
        "hospital_forum",
        held,
        minutes_at=dates.last_minute(last) if nth else held + timedelta(days=2),
    )


def _yearly(world: World, project: Project) -> None:
    """The meetings and talks of each year: those of 2026 are held by summer."""
    for year in (2025, 2026):
        _meeting(world, project, "supervisors_meeting", dates.at(date(year, 5, 14), 9, 30))
        _meeting(
            world,
            project,
            "community_forum",
            dates.at(date(year, 6, 10), 9, 30),
            location="社区卫生服务中心",
            attendee_roles=["hospital_leader", "service_supervisor"],
        )
    for party, on in (("authority", date(2026, 2, 4)), ("community", date(2026, 4, 22))):
        contact(world, project, "liaison", world.moment(on, 9, 11), role="project_manager", party=party, mode="office")


def _surveys(world: World, project: Project) -> None:
    """Patients are asked each spring and autumn."""
    for handed_out in (date(2025, 4, 14), date(2025, 10, 20), date(2026, 4, 13), date(2026, 6, 15)):
        world.add(
            "surveys",
            project,
            survey_id=world.next_id("DC", project),
            kind="patient",
            scope="sample",
            anonymous=True,
            planned_return_rate=Decimal("0.8"),
            distributed_on=handed_out,
            distributed=200,
            collected_on=dates.working_day(handed_out, 5),
            collected=188,
            analysed_on=dates.working_day(handed_out, 9),
            report_at=dates.at(dates.working_day(handed_out, 11), 15),
        )


def _disclosures(world: World, project: Project) -> None:
    """Charges and the hospital's affairs hang since 2025; the affairs are renewed when the old sheet runs out."""
    for kind, title, up, expires in (
        ("fee_standard", "医疗服务与陪护收费标准", date(2025, 1, 6), None),
        ("disclosure", "院务公开（2025年度）", date(2025, 3, 3), date(2026, 3, 31)),
        ("disclosure", "院务公开（2026年度）", date(2026, 3, 23), date(2027, 3, 31)),
    ):
        notice(
            world,
            project,
            kind,
            dates.at(up, 9, 30),
            title=title,
            body="内容见门诊大厅公示栏，欢迎监督。",
            channels=["bulletin", "screen"],
            expires_on=expires,
            removed_at=dates.at(date(2026, 4, 1), 9) if expires == date(2026, 3, 31) else None,
        )
