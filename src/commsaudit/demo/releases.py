"""Builder: notices. Everything released in time, the standing ones still up."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.world import Row, World, text
from commsaudit.model.units import Unit

_STANDING = (
    ("hotline", "24小时服务电话", "客户服务中心24小时值守，电话见各单元大堂公示牌。"),
    ("complaint_channel", "投诉渠道公布", "可通过前台、电话、意见箱、公众号投诉，\n受理后一个工作日内回应。"),
    ("fee_standard", "收费项目与标准", "物业服务费、停车费、有偿服务费标准如下：见附表，已备案。"),
)

POSTED = {"bulletin", "doorway", "elevator"}
"""The channels that are paper on a wall."""
PLATFORMS = {"website", "wechat", "app"}
"""The channels that are online."""


def build_notices(world: World) -> None:
    """The standing notices of 2024 and 2025, and four or five a month."""
    for number, project in enumerate(PROJECTS):
        for nth, (kind, title, body) in enumerate(_STANDING):
            first = max(project.started or date(2024, 1, 8), date(2024, 1, 8))
            notice(
                world,
                project,
                kind,
                dates.at(first + timedelta(days=11 * nth), 10),
                title=title,
                body=body,
                channels=["bulletin", "doorway"] if nth < 2 else ["bulletin", "elevator"],
            )
        if number % 4 == 1:
            _renewed_hotline(world, project)
        for unit in dates.MONTHS:
            _month(world, project, unit)


def notice(world: World, project: Project, kind: str, published: datetime, **values: object) -> Row:
    """Add an approved, sealed and numbered notice."""
    row = world.add(
        "notices",
        project,
        notice_id=world.next_id("TZ", project),
        kind=kind,
        channels=["bulletin", "wechat"],
        title=None,
        in_release_log=True,
        reviewed_by_role="service_supervisor",
        approved_by_role="project_manager",
        approved_at=published - timedelta(minutes=30),
        serial_no=f"物通〔{published.year}〕{world.rng.randrange(900) + 1}号",
        sealed=True,
        published_at=published,
    )
    row.update(values)
    return row


def _renewed_hotline(world: World, project: Project) -> None:
    """The old notice ran out with the first quarter; the new one was up a week before."""
    old = next(row for row in world.of("notices", project) if row["kind"] == "hotline")
    old["expires_on"] = date(2026, 3, 31)
    notice(
        world,
        project,
        "hotline",
        dates.at(date(2026, 3, 25), 9, 30),
        title="24小时服务电话（更新）",
        body=old["body"],
        channels=["bulletin", "doorway", "app"],
    )


def _month(world: World, project: Project, unit: Unit) -> None:
    if world.day_in(unit, project) is None:
        return
    _outage(world, project, unit)
    _works(world, project, unit)
    if unit.starts_on.month % 3 == 2:
        day = dates.on(unit, 20)
        notice(
            world,
            project,
            "safety",
            world.moment(day),
            title="消防安全知识宣传",
            body="楼道禁止停放电动自行车，\n遇火警请拨打值班电话。",
            important=False,
            expires_on=day + timedelta(days=30),
        )
    if project.id != "P07" or unit.label != "2026-02":
        _summary(world, project, unit)


def _outage(world: World, project: Project, unit: Unit) -> None:
    """An outage or a spraying, announced before: a minute, or by the bare date of the day before."""
    day = world.day_in(unit, project, 3, 26)
    if day is None:
        return
    kind = ("water_outage", "power_outage", "spraying")[unit.starts_on.month % 3]
    starts = dates.at(day, 9)
    work = world.add(
        "works", project, work_id=world.next_id("ZY", project), kind=kind, starts_at=starts, warning_sign=True
    )
    published = world.moment(day - timedelta(days=2))
    if not project.busy(published.date()):
        published = dates.at(day, 7, 30)
    choice = unit.starts_on.month % 4
    if choice == 0:
        published = dates.bare(day - timedelta(days=1))  # a bare date is compared by day
    elif choice == 1:
        published = starts - timedelta(minutes=1)
    notice(
        world,
        project,
        kind,
        published,
        related_id=text(work, "work_id"),
        effective_at=starts,
        title={"water_outage": "停水通知", "power_outage": "停电通知", "spraying": "消杀通知"}[kind],
        body=f"因设施维护，定于{day.month}月{day.day}日9时起作业，\n请提前做好准备。",
        channels=["doorway", "wechat"],
        expires_on=day,
        removed_at=dates.at(day + timedelta(days=1), 9),
        archived_at=dates.at(day + timedelta(days=1), 15),
    )


def _works(world: World, project: Project, unit: Unit) -> None:
    day = world.day_in(unit, project)
    if day is None:
        return
    title = world.pick(texts.NOTICE_TITLES)
    published = dates.bare(day) if unit.starts_on.month % 3 == 0 else world.moment(day)
    notice(
        world,
        project,
        "general",
        published,
        title=title,
        body="各位业户：请相互体谅，\n共建文明家园。",
        effective_at=None if unit.starts_on.month % 2 else dates.bare(day),
        expires_on=day + timedelta(days=14),
    )


def _summary(world: World, project: Project, unit: Unit) -> None:
    """How the month's public-interest complaints were handled; in some months on the very last day."""
    last = dates.on(unit, 30)
    published = world.moment(last - timedelta(days=2 if unit.ends_on.day > 28 else 1))
    choice = unit.starts_on.month % 3
    if choice == 0:
        published = dates.last_minute(last)
    elif choice == 1:
        published = dates.bare(last)
    if not project.busy(published.date()):
        return
    notice(
        world,
        project,
        "complaint_summary",
        published,
        period=None if unit.starts_on.month % 4 == 0 else unit.label,
        title=f"{unit.starts_on.month}月投诉处理情况公布",
        body="本月共性问题已逐项处理，处理结果如下：路灯已修复。",
        channels=["bulletin"],
    )
