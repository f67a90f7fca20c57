"""The procedure of satisfaction surveys (SS): what the company does by it, and where it does not."""

from __future__ import annotations

from datetime import date, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import PROJECTS, Project
from commsaudit.demo.contact import contact
from commsaudit.demo.inspecting import inspected
from commsaudit.demo.procedures.plant_satisfaction_survey import PLANTINGS
from commsaudit.demo.world import Row, World, day, moment, text

__all__ = ["PLANTINGS", "build"]

TOPICS = (
    ("人员服务", ("人员",)),
    ("安全管理", ("安全",)),
    ("环境卫生", ("环境",)),
    ("供电保障", ("供电",)),
    ("供水保障", ("供水",)),
    ("设施设备", ("设施", "设备")),
    ("家居维修", ("家居", "居家")),
    ("社区文化", ("文化",)),
    ("会所服务", ("会所",)),
    ("总体评价", ("总体",)),
)
"""A question on each of the ten topics, and the words that tell the topic."""
_SHEETS = 4
_GRADES = ("很满意", "满意", "一般", "满意")
_REVIEWS = (date(2026, 3, 6), date(2026, 6, 8))
"""The first days on which the management reviews of the half-year meet, project by project."""


def build(world: World) -> None:
    """Every survey gets its review, and those of the year their ten topics; interviews at the door are arranged."""
    for number, project in enumerate(PROJECTS):
        for row in world.of("surveys", project):
            if row["kind"] == "satisfaction":
                _review(row, number)
                _questions(world, project, row)
        for nth, unit in enumerate((dates.MONTHS[2], dates.MONTHS[5])):
            found = world.day_in(unit, project, 9, 27)
            if found is not None:
                _interview(world, project, found, bare=(number + nth) % 4 == 3)
        found = world.day_in(dates.MONTHS[2 + number % 3], project, 3, 27)
        if found is not None:
            inspected(world, project, "SS-3", found, "上年度年底调查")


def _review(row: Row, number: int) -> None:
    """The report goes through quality manager and management representative to the next management review."""
    if row["report_at"] is None:
        return
    reported = day(row, "report_at")
    reviewed, approved = reported + timedelta(days=3), reported + timedelta(days=6)
    meeting = next(
        (first + timedelta(days=number) for first in _REVIEWS if first + timedelta(days=number) >= approved), None
    )
    row.update(
        report_reviewed_at=dates.bare(reviewed) if number % 3 == 0 else dates.at(reviewed, 10),
        report_reviewed_by_role="quality_manager",
        report_approved_at=dates.last_minute(meeting) if meeting and number % 2 else dates.at(approved, 15),
        report_approved_by_role="management_representative",
    )
    if meeting is not None and day(row, "plan_approved_at") <= dates.months(meeting, -1).date():
        row["review_meeting_on"] = meeting


def _questions(world: World, project: Project, survey: Row) -> None:
    """Surveys of 2026 ask about all ten topics; nobody is dissatisfied with what is asked in addition."""
    handed_out = survey["distributed_on"]
    if not isinstance(handed_out, date) or handed_out < dates.MONTHS[0].starts_on:
        return
    survey_id = text(survey, "survey_id")
    rows = [row for row in world.of("survey_answers", project) if row["survey_id"] == survey_id]
    asked = {text(row, "question") for row in rows}
    sheets = sorted({text(row, "sheet_id") for row in rows}) or [f"{number + 1:03d}" for number in range(_SHEETS)]
    for question, words in TOPICS:
        if any(word in known for word in words for known in asked):
            continue
        for nth, sheet in enumerate(sheets):
            world.add(
                "survey_answers",
                project,
                survey_id=survey_id,
                sheet_id=sheet,
                question=question,
                choice=_GRADES[nth % len(_GRADES)],
            )


def _interview(world: World, project: Project, found: date, *, bare: bool) -> None:
    """An interview at a door that was arranged: the day before where only the day is known."""
    row = contact(
        world,
        project,
        "survey",
        dates.bare(found) if bare else world.moment(found, 14, 16),
        role="service",
        household_id=world.household(project)["household_id"],
        mode="door",
    )
    if bare:
        row.update(appointment_at=dates.at(moment(row, "started_at") - timedelta(days=1), 10), signed=True)
