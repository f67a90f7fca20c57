"""Plants: callbacks on errands, repairs, leaks, complaints and new services, and solutions in time (SV-13 to SV-20)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from commsaudit.demo import dates
from commsaudit.demo.closing import solution_due
from commsaudit.demo.planted import Breach, Planting, Site, escaped, next_day
from commsaudit.demo.sharing import after, calls, major
from commsaudit.demo.world import Row, day, moment, text


def service_not_phoned(site: Site) -> list[Breach]:
    """Nobody phones after a service; a callback that asked for grades stands, if there was one."""

    def plain(row: Row) -> bool:
        phoned = [
            call
            for call in calls(site, row["service_id"], "service_callback")
            if call["mode"] == "phone" and moment(call, "started_at") <= dates.days(moment(row, "completed_at"), 3)
        ]
        return len(phoned) == 1 and phoned[0]["rated_skill"] is None

    row = site.take("home_services", after("completed_at", 3), plain)
    due = dates.days(moment(row, "completed_at"), 3)
    called = calls(site, row["service_id"], "service_callback")
    site.drop("contacts", [call for call in called if call["rated_skill"] is None and call["mode"] == "phone"])
    return site.breach("SV-13", f"service:{escaped(text(row, 'service_id'))}", due)


def need_phoned_late(site: Site) -> list[Breach]:
    """Who needed something is phoned on the fourth day."""
    row = site.take("requests", after("closed_at", 3), lambda row: row["kind"] == "need")
    due = dates.days(moment(row, "closed_at"), 3)
    for call in calls(site, row["request_id"], "request_callback"):
        call["started_at"] = next_day(due)
    return site.breach("SV-13", f"request:{escaped(text(row, 'request_id'))}", due)


def urgent_called_late(site: Site) -> list[Breach]:
    """The callback on an urgent repair comes a minute after the twenty-four hours."""
    row = site.take(
        "work_orders",
        after("completed_at", 1),
        lambda row: row["kind"] == "urgent" and moment(row, "completed_at") != dates.bare(moment(row, "completed_at")),
    )
    due = moment(row, "completed_at") + timedelta(hours=24)
    for call in calls(site, row["order_id"], "repair_callback"):
        call["started_at"] = due + timedelta(minutes=1)
    return site.breach("SV-14", text(row, "order_id"), due)


def _first_rain(site: Site, order: Row) -> date | None:
    """The first rainy day after the day on which the order was completed."""
    rainy = [day(row, "day") for row in site.world.of("weather", site.project) if row["rain"] in ("rain", "storm")]
    return min((found for found in rainy if found > day(order, "completed_at")), default=None)


def rain_missed(site: Site) -> list[Breach]:
    """Nobody looks at a mended leak until two days after the first rain: still in time after a storm."""

    def due_at(row: Row) -> datetime | None:
        rained = _first_rain(site, row) if row["kind"] == "leak" and row["completed_at"] else None
        return None if rained is None else dates.days(rained, 1)

    row = site.take("work_orders", due_at)
    due = due_at(row)
    if due is None:
        raise LookupError(text(row, "order_id"))
    for call in calls(site, row["order_id"], "repair_callback"):
        if due - timedelta(days=2) < moment(call, "started_at") <= due:
            call.update(started_at=next_day(due), appointment_at=next_day(due))
    return site.breach("SV-15", text(row, "order_id"), due)


def _bereaved(site: Site) -> tuple[Row, Row, datetime]:
    row = site.take(
        "life_events",
        lambda row: dates.days(day(row, "occurred_on"), 7),
        lambda row: row["kind"] == "bereavement",
    )
    call = next(
        call
        for call in site.world.of("contacts", site.project)
        if call["purpose"] == "condolence" and call["household_id"] == row["household_id"]
    )
    return row, call, dates.days(day(row, "occurred_on"), 7)


def condoled_by_phone(site: Site) -> list[Breach]:
    """After a bereavement there is a call by phone only."""
    row, call, due = _bereaved(site)
    call["mode"] = "phone"
    return site.breach("SV-16", text(row, "event_id"), due)


def condoled_late(site: Site) -> list[Breach]:
    """The condolence call comes on the eighth day."""
    row, call, due = _bereaved(site)
    call.update(started_at=next_day(due), appointment_at=next_day(due))
    return site.breach("SV-16", text(row, "event_id"), due)


def not_called_on(site: Site) -> list[Breach]:
    """Who complained is phoned, not called on."""
    row = site.take("complaints", after("closed_at", 7), lambda row: not major(row))
    for call in calls(site, row["complaint_id"], "complaint_callback"):
        if call["mode"] == "door":
            call["mode"] = "phone"
    return site.breach("SV-17", text(row, "complaint_id"), dates.days(moment(row, "closed_at"), 7))


def _solved_late(site: Site, log: str, key: str, prefix: str) -> list[Breach]:
    row = site.take(log, solution_due, lambda row: row["received_at"] != dates.bare(moment(row, "received_at")))
    due = solution_due(row)
    if due is None:
        raise LookupError(text(row, key))
    row["plan_at"] = due + timedelta(minutes=1)
    return site.breach("SV-18", f"{prefix}:{escaped(text(row, key))}", due)


def complaint_solved_late(site: Site) -> list[Breach]:
    """The solution to a complaint stands a minute too late."""
    return _solved_late(site, "complaints", "complaint_id", "complaint")


def request_solved_late(site: Site) -> list[Breach]:
    """The solution to a request stands a minute too late."""
    return _solved_late(site, "requests", "request_id", "request")


def called_without_steward(site: Site) -> list[Breach]:
    """On a major complaint three call together: no chief steward."""
    row = site.take("complaints", after("closed_at", 7), major)
    for call in calls(site, row["complaint_id"], "complaint_callback"):
        if call["companions"]:
            call["companions"] = ["steward", "engineering_head"]
    return site.breach("SV-19", text(row, "complaint_id"), dates.days(moment(row, "closed_at"), 7))


def _new(site: Site) -> tuple[Row, datetime]:
    row = site.take("home_services", after("completed_at", 30), lambda row: row["new_service"])
    return row, dates.days(moment(row, "completed_at"), 30)


def not_in_the_manual(site: Site) -> list[Breach]:
    """A new service comes into the manual a day late."""
    row, due = _new(site)
    for paper in site.world.of("documents", site.project):
        if paper["kind"] == "service_process" and paper["owner_id"] == row["service_id"]:
            paper.update(prepared_at=next_day(due), approved_at=None, effective_on=None)
    return site.breach("SV-20", text(row, "service_id"), due)


def manager_alone(site: Site) -> list[Breach]:
    """The manager asks alone how a new service was."""
    row, due = _new(site)
    for call in calls(site, row["service_id"], "service_callback"):
        call["companions"] = None
    return site.breach("SV-20", text(row, "service_id"), due)


PLANTINGS: tuple[Planting, ...] = (
    (service_not_phoned, "P02", "2026-04"),
    (service_not_phoned, "P07", "2026-03"),
    (need_phoned_late, "P01", "2026-03"),
    (urgent_called_late, "P04", "2026-03"),
    (urgent_called_late, "P09", "2026-05"),
    (rain_missed, "P03", "2026-03"),
    (rain_missed, "P06", "2026-05"),
    (condoled_by_phone, "P01", "2026-03"),
    (condoled_late, "P03", "2026-05"),
    (not_called_on, "P07", "2026-03"),
    (not_called_on, "P10", "2026-01"),
    (complaint_solved_late, "P06", "2026-03"),
    (request_solved_late, "P10", "2026-04"),
    (called_without_steward, "P07", "2026-03"),
    (called_without_steward, "P09", "2026-Q2"),
    (not_in_the_manual, "P03", "2026-03"),
    (manager_alone, "P05", "2026-06"),
)
