"""The logs as they stood at a moment, and who has a record in hand.

What is stamped after T was not there at T. An export made later shows it, so it is taken away before anything is judged: stamps
after T become blank, and records that began after T are not there. Then what a check calls unmet was open at T,
whether it is looked at on that day or later. Promised and planned times, dates on which something takes effect, flags, numbers
and texts are read as exported, and rows in their newest state (semantics.md, "Periods").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from commsaudit.engine.database import Database
from commsaudit.engine.typed import stage
from commsaudit.model.schema import Column, Log, logs

# Times that are agreed or planned beforehand.
_PLANNED: Mapping[str, frozenset[str]] = {
    "contacts": frozenset({"appointment_at"}),
    "notices": frozenset({"effective_at"}),
    "works": frozenset({"starts_at"}),
}
# Dates on which something was done; all others are planned, or take effect on their day.
_DONE: Mapping[str, frozenset[str]] = {
    "committee_funds": frozenset({"occurred_on"}),
    "events": frozenset({"held_on"}),
    "life_events": frozenset({"occurred_on"}),
    "merchants": frozenset({"archived_on"}),
    "staff_changes": frozenset({"occurred_on"}),
    "surveys": frozenset({"distributed_on", "collected_on", "analysed_on", "published_on", "review_meeting_on"}),
}
# The column that says who has a record in hand. The row of a member of staff is about that member. Who raised a grievance, or
# is spoken with in a meeting, does not have it in hand.
HANDLERS: Mapping[str, str] = {
    "staff": "staff_id",
    "households": "steward_id",
    "complaints": "handler_id",
    "requests": "handler_id",
    "work_orders": "handler_id",
    "home_services": "handler_id",
    "contacts": "staff_id",
    "documents": "owner_id",
    "actions": "owner_id",
    "access_cards": "handled_by",
    "merchants": "supervisor_id",
    "letters": "handler_id",
}
STAFF_NAME = ("staff_id", "name")


def set_back(database: Database, moment: datetime) -> None:
    """Make the loaded logs those that stood at ``moment``."""
    at = f"TIMESTAMP '{moment.isoformat(sep=' ')}'"
    for name in database.supplied:
        log = logs()[name]
        stamps = [column for column in _stamps(log) if column.name in database.supplied[name].kept]
        if not stamps:
            continue
        later = {column.name: f"{column.name} > {at}" for column in stamps}
        blanked = ", ".join(
            f"{column} = CASE WHEN {condition} THEN NULL ELSE {column} END" for column, condition in later.items()
        )
        began = " OR ".join(f"coalesce({later[column.name]}, FALSE)" for column in stamps if column.required)
        gone = f"_gone = _gone OR {began}" if began else "_gone = _gone"
        database.connection.execute(
            f"UPDATE {stage(log)} SET {blanked}, {gone} WHERE NOT _gone AND ({' OR '.join(later.values())})"
        )


def _stamps(log: Log) -> Iterator[Column]:
    for column in log.columns:
        done = column.name in _DONE.get(log.name, ())
        if done or (column.type == "time" and column.name not in _PLANNED.get(log.name, ())):
            yield column


def people_select(database: Database) -> str:
    """SQL: project, clause and record of each listed finding with the id and, where known, the name of who has it in hand."""
    parts = []
    for log, column in HANDLERS.items():
        if log not in database.supplied:
            continue
        name, staff = "CAST(NULL AS VARCHAR)", ""
        if "staff" in database.supplied:
            name = "s.name"
            staff = f" LEFT JOIN staff AS s ON s.project_id = f.project_id AND s.staff_id = r.{column}"
        parts.append(
            f"SELECT f.project_id, f.clause, f.record_id, r.{column}, coalesce({name}, '') FROM listed AS f"
            f" JOIN {log} AS r ON r._row = f.source_row{staff}"
            f" WHERE f.source_log = '{log}' AND r.{column} IS NOT NULL"
        )
    return " UNION ALL ".join(parts)
