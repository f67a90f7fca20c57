"""What stewards and engineers call back on: complaints at the door, errands by phone, leaks after rain (SV-13 to SV-19)."""

from __future__ import annotations

from datetime import datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.company import Project
from commsaudit.demo.contact import callback
from commsaudit.demo.world import Row, World, day, moment, text

_JOINT = ["chief_steward", "steward", "engineering_head"]
_LAST = dates.last_minute(dates.MONTHS[-1].ends_on)


def call_back(world: World, project: Project) -> None:
    """Add the callbacks that the procedure asks for and that were not made anyhow."""
    calls = _by_record(world, project)
    _complaints(world, project, calls)
    _errands(world, project, calls)
    _leaks(world, project)


Calls = dict[object, list[Row]]


def _by_record(world: World, project: Project) -> Calls:
    found: Calls = {}
    for row in world.of("contacts", project):
        found.setdefault(row["related_id"], []).append(row)
    return found


def _made(calls: list[Row], purpose: str, mode: str, finished: datetime, days: int) -> bool:
    """Whether one of ``calls`` was made within ``days`` after ``finished``, or on its day where one is bare."""
    return any(
        row["purpose"] == purpose
        and row["mode"] == mode
        and _not_after(finished, moment(row, "started_at"))
        and moment(row, "started_at") <= dates.days(finished, days)
        for row in calls
    )


def _not_after(first: datetime, second: datetime) -> bool:
    bare = first == dates.bare(first) or second == dates.bare(second)
    return first.date() <= second.date() if bare else first <= second


def _complaints(world: World, project: Project, calls: Calls) -> None:
    """Every closed complaint is called on at the door within the week; on a major one four call together."""
    for nth, row in enumerate(world.of("complaints", project)):
        if row["closed_at"] is None:
            continue
        closed = moment(row, "closed_at")
        started = dates.at(closed + timedelta(days=5), *((18, 35), (10, 20), (15, 45))[nth % 3])
        major = row["grade"] == "major"
        record = text(row, "complaint_id")
        if started > _LAST or (not major and _made(calls.get(record, []), "complaint_callback", "door", closed, 7)):
            continue
        callback(
            world,
            project,
            "complaint_callback",
            record,
            started,
            household_id=row["household_id"],
            role="project_manager" if major else "steward",
            companions=list(_JOINT) if major else None,
            mode="door",
        )


def _errands(world: World, project: Project, calls: Calls) -> None:
    """Services and needs are phoned back within three days, some at the last minute."""
    needs = [row for row in world.of("requests", project) if row["kind"] == "need"]
    for log, purpose, key, done in (
        (world.of("home_services", project), "service_callback", "service_id", "completed_at"),
        (needs, "request_callback", "request_id", "closed_at"),
    ):
        for nth, row in enumerate(log):
            if row[done] is None:
                continue
            finished = moment(row, done)
            last = finished + timedelta(days=3)
            started = dates.last_minute(last) if nth % 6 == 3 else dates.at(finished + timedelta(days=2), 10, 40)
            if started <= _LAST and not _made(calls.get(row[key], []), purpose, "phone", finished, 3):
                callback(world, project, purpose, text(row, key), started, household_id=row["household_id"])


def _leaks(world: World, project: Project) -> None:
    """After the first rain on a mended leak the head of engineering looks at it, on that day or the next."""
    rainy = sorted(day(row, "day") for row in world.of("weather", project) if row["rain"] in ("rain", "storm"))
    orders = [row for row in world.of("work_orders", project) if row["kind"] in ("leak", "bathroom_leak")]
    for nth, row in enumerate(row for row in orders if row["completed_at"] is not None):
        completed = day(row, "completed_at")
        first = next((found for found in rainy if found > completed), None)
        if first is None:
            continue
        started = dates.at(first + timedelta(days=1), 9, 50) if nth % 2 else dates.at(first, 16, 30)
        if started <= _LAST:
            callback(
                world,
                project,
                "repair_callback",
                text(row, "order_id"),
                started,
                household_id=row["household_id"],
                role="engineering_head",
                mode="door",
            )
