"""The procedure of client communication (CC): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates, texts
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import CALLERS, callback, contact
from commsaudit.demo.documents import document
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.planted import Planting
from commsaudit.demo.procedures import plant_client_communication, plant_client_relations
from commsaudit.demo.releases import POSTED, notice
from commsaudit.demo.world import Row, World, day, moment, text
from commsaudit.model.units import Unit

_LASTING = ("hotline", "complaint_channel", "fee_standard")
"""Kinds of notice that hang for years; others for a fortnight."""
_SEEN = {"CC-11": "项目经理", "CC-27": "恳谈会资料", "CC-28": "公告栏"}
"""The clauses that only an inspector can judge, and whom or what he looks at."""


def build(world: World) -> None:
    """Complete the world so that every clause of the procedure is kept."""
    for number, project in enumerate(PROJECTS):
        _complaints(world, project)
        _summaries(world, project, number)
        _papers(world, project)
        _measures(world, project)
        _resolutions(world, project)
        _door_surveys(world, project)
        _broadcasts(world, project, number)
        _notices(world, project)
        _inspections(world, project, number)


def _complaints(world: World, project: Project) -> None:
    """Each closed complaint is called back in person; some cannot be remedied, and that is explained."""
    callbacks: dict[object, list[Row]] = {}
    for made in world.of("contacts", project):
        if made["purpose"] == "complaint_callback":
            callbacks.setdefault(made["related_id"], []).append(made)
    roles = {row["staff_id"]: row["role"] for row in world.of("staff", project)}
    for nth, row in enumerate(world.of("complaints", project)):
        if nth % 6 == 4 and row["resolvable"] and row["explained_at"] is None:
            _explained(row, nth)
        made_for = callbacks.get(row["complaint_id"], [])
        if row["closed_at"] is not None and not any(_fits(made, row, roles) for made in made_for):
            _call_back(world, project, row, nth)


def _explained(row: Row, nth: int) -> None:
    """Soon, by the day only, or at the last minute of the seven days."""
    received = moment(row, "received_at")
    last = received + timedelta(days=7)
    choices = (dates.at(received + timedelta(days=1), 16, 20), dates.bare(last), dates.last_minute(last))
    row.update(resolvable=False, explained_at=choices[nth // 6 % 3])
    if row["result"] is not None:
        row["result"] = texts.RESULTS[-1]


def _fits(made: Row, complaint: Row, roles: dict[object, object]) -> bool:
    """Whether the callback is by the right level, after the closing and within seven days."""
    closed, started = moment(complaint, "closed_at"), moment(made, "started_at")
    role = made["staff_role"] or roles.get(made["staff_id"])
    right = role == "project_manager" or (complaint["grade"] != "major" and role in CALLERS)
    bare = dates.bare(closed) in (closed, started) or dates.bare(started) == started
    after = closed.date() <= started.date() if bare else closed <= started
    return right and after and started <= dates.days(closed, 7)


def _call_back(world: World, project: Project, complaint: Row, nth: int) -> None:
    """At the door, on one of the next two days; after a major complaint the manager with his people."""
    major = complaint["grade"] == "major"
    called_on = day(complaint, "closed_at") + timedelta(days=1 + nth % 2)
    callback(
        world,
        project,
        "complaint_callback",
        text(complaint, "complaint_id"),
        dates.at(called_on, 9 + nth % 3, 10 + nth * 7 % 45),
        household_id=complaint["household_id"],
        role="project_manager" if major else CALLERS[nth % 4],
        companions=["chief_steward", "steward", "department_head"] if major else None,
        mode="door",
        opinion=None,
    )


def _summaries(world: World, project: Project, number: int) -> None:
    """By the 5th: how the complaints of the month before were handled."""
    for nth, unit in enumerate(dates.MONTHS):
        before = unit.previous()
        came = any(
            before.starts_on <= day(row, "received_at") <= before.ends_on for row in world.of("complaints", project)
        )
        if not came or not project.owes(before):
            continue
        fifth = dates.on(unit, 5)
        choices = (dates.at(dates.on(unit, 3), 10, 30), dates.last_minute(fifth), dates.bare(fifth))
        notice(
            world,
            project,
            "complaint_summary",
            choices[(number + nth) % 3],
            period=before.label,
            title=f"{before.starts_on.month}月投诉处理结果",
            body="上月受理的投诉均已逐件回复，处理情况如下：\n照明、保洁类已整改完毕，其余按计划推进。",
            channels=["bulletin", "doorway"],
        )


def _papers(world: World, project: Project) -> None:
    """The service report of those who owe none to the supervision standard, and the year's events plan."""
    for unit in dates.QUARTERS:
        if not project.residential and project.owes(unit.previous()):
            _service_report(world, project, unit)
    plans = [row for row in world.of("documents", project) if row["kind"] == "event_plan" and row["period"] == "2026"]
    if not plans:  # planned by the quarter; the year's outline was never sent for approval
        document(
            world, project, "event_plan", period="2026", prepared_at=dates.at(date(2026, 1, 31), 17), sections=["plan"]
        )


def _service_report(world: World, project: Project, unit: Unit) -> None:
    before = unit.previous()
    found = [
        row
        for row in world.of("documents", project)
        if row["kind"] == "management_service_report" and row["period"] == before.label
    ]
    row = found[0] if found else document(world, project, "management_service_report", period=before.label)
    kept: Row = {
        "prepared_at": dates.at(dates.on(unit, 7), 9),
        "submitted_at": dates.last_minute(dates.on(unit, 10)),
        "finance_sent_at": dates.last_minute(dates.on(unit, 15)),
        "finance_approved_at": dates.at(dates.on(unit, 16), 9),
        "reviewed_at": dates.at(dates.on(unit, 13), 15),
        "reviewed_by_role": "project_manager",
        "approved_at": dates.at(dates.on(unit, 17), 11),
        "approved_by_role": "executive",
        "manager_signed_at": dates.at(dates.on(unit, 18), 9),
        "cc_quality_at": dates.at(dates.on(unit, 19), 9),
        "published_at": dates.last_minute(dates.on(unit, 20)),
        "sealed": True,
    }
    row.update({column: value for column, value in kept.items() if row[column] is None})


def _measures(world: World, project: Project) -> None:
    """What was said in an interview, or when a service was called back, leads to a measure with an owner."""
    sources = {"interview": "visit", "service_callback": "home_service"}
    followed = {row["related_id"] for row in world.of("actions", project) if row["source"] in sources.values()}
    nth = 0
    for row in world.of("contacts", project):
        source = sources.get(text(row, "purpose"))
        if source is None or row["opinion"] is None or row["contact_id"] in followed:
            continue
        started = moment(row, "started_at")
        last = started + timedelta(days=15)
        raised = (dates.at(started + timedelta(days=3), 10, 15), dates.last_minute(last), dates.bare(last))[nth % 3]
        nth += 1
        action(world, project, source, text(row, "contact_id"), raised, topic=row["opinion"])


def action(world: World, project: Project, source: str, of: str | None, raised: datetime, **values: object) -> Row:
    """Add a measure with an owner, carried out within a fortnight."""
    row = world.add(
        "actions",
        project,
        action_id=world.next_id("CS", project),
        source=source,
        related_id=of,
        raised_at=raised,
        owner_id=world.staff(project, "engineering_head"),
        approved_at=dates.at(raised + timedelta(days=2), 11),
        approved_by_role="project_manager",
        completed_at=dates.at(raised + timedelta(days=12), 16),
        verified_at=dates.at(raised + timedelta(days=14), 16),
    )
    row.update(values)
    return row


def _resolutions(world: World, project: Project) -> None:
    """What the committee resolved, at each of its regular meetings and at the one before the demo begins."""
    if project.committee is None:
        return
    if project.committee < date(2025, 12, 1) and project.busy_from <= date(2025, 12, 18):
        action(world, project, "committee", None, dates.at(date(2025, 12, 18), 19, 40), topic="更换监控探头")
    for row in [row for row in world.of("meetings", project) if row["kind"] == "committee_regular"]:
        raised = moment(row, "held_at") + timedelta(minutes=40)
        action(world, project, "committee", text(row, "meeting_id"), raised, topic="公共收益使用方案")


def _door_surveys(world: World, project: Project) -> None:
    """Two households are asked at the door, by appointment, while a survey is out."""
    for survey in [row for row in world.of("surveys", project) if row["kind"] == "satisfaction"]:
        if survey["distributed_on"] is None or day(survey, "distributed_on") < date(2026, 1, 1):
            continue
        for nth, home in enumerate(world.of("households", project)[:2]):
            asked = dates.at(day(survey, "distributed_on") + timedelta(days=2 + nth), 15 + nth, 20)
            contact(world, project, "survey", asked, household_id=home["household_id"], mode="door")


def _broadcasts(world: World, project: Project, number: int) -> None:
    """A storm is announced over the loudspeakers, with the manager's consent a minute before or at once."""
    for nth, unit in enumerate(dates.MONTHS):
        if (number + nth) % 3 == 2 and project.busy(dates.on(unit, 14)):
            told = dates.at(dates.on(unit, 14), 16, 5)
            notice(
                world,
                project,
                "emergency",
                told,
                title="大风天气紧急提醒",
                body="今晚有大风，请关好门窗，\n收好阳台物品。",
                channels=["broadcast"],
                approved_at=told - timedelta(minutes=nth % 2),
            )


def _notices(world: World, project: Project) -> None:
    """What is posted says until when, and is taken down and kept by the day after."""
    for row in world.of("notices", project):
        channels = row["channels"]
        if not isinstance(channels, list) or not POSTED & set(channels) or row["published_at"] is None:
            continue
        posted = day(row, "published_at")
        if row["expires_on"] is None and posted >= date(2025, 12, 1):
            row["expires_on"] = posted + timedelta(days=1095 if row["kind"] in _LASTING else 14)
        if row["expires_on"] is None:
            continue
        taken_down = day(row, "expires_on") + timedelta(days=1)
        if row["removed_at"] is None and taken_down < date(2026, 12, 31):
            row["removed_at"] = dates.at(taken_down, 9, 30)
        if row["archived_at"] is None and row["removed_at"] is not None:
            row["archived_at"] = dates.last_minute(taken_down) if posted.day % 2 else dates.bare(taken_down)


def _inspections(world: World, project: Project, number: int) -> None:
    """Each quarter an inspector asks the manager, and looks at the forum's papers and the posted report."""
    for nth, unit in enumerate(dates.MONTHS):
        for step, (clause, subject) in enumerate(_SEEN.items()):
            found = dates.on(unit, 11 + 4 * step)
            if (number + nth + step) % 3 == 0 and project.busy(found):
                inspected(world, project, clause, found, subject)


PLANTINGS: tuple[Planting, ...] = (*plant_client_communication.PLANTINGS, *plant_client_relations.PLANTINGS)
