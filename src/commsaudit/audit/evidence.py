"""Findings with their evidence: what the record says, and in which line of which file it stands.

Only findings are looked up, never what was met. Details show times, dates, numbers, yes or no and listed words; of free
text they say only whether it is there, because it may name people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from commsaudit.audit.waivers import Waivers
from commsaudit.engine.database import Database
from commsaudit.model.outcome import Evidence, Finding
from commsaudit.model.period import Period
from commsaudit.model.schema import Column, logs
from commsaudit.model.standard import Clause

_FREE = frozenset({"text", "id"})
_ABSENT = "-"
_INSPECTED = ("inspected_on", "verdict")


def finding_id(standard: str, clause: str, project_id: str, record_id: str) -> str:
    """The identity of a finding: the same in every run (semantics.md, "Identity and reproducibility")."""
    return f"{standard}/{clause}/{escaped(project_id)}/{record_id}"


def escaped(part: str) -> str:
    """A part of a joined id."""
    return part.replace("%", "%25").replace("#", "%23").replace("/", "%2F")


def _shown(column: Column, as_of: str) -> str:
    """SQL: what a finding's detail says of a column; what is stamped after T was not there at T."""
    name = f"l.{column.name}"
    if column.type == "time":
        return f"CASE WHEN {name} <= {as_of} THEN CAST({name} AS VARCHAR) ELSE '{_ABSENT}' END"
    if column.type in _FREE:
        return f"CASE WHEN {name} IS NULL THEN '{_ABSENT}' ELSE 'present' END"
    if column.type == "list":
        return f"coalesce(array_to_string({name}, ';'), '{_ABSENT}')"
    return f"coalesce(CAST({name} AS VARCHAR), '{_ABSENT}')"


def _detail(log: str, columns: tuple[str, ...], as_of: str) -> str:
    """SQL: ``name=value; …`` of the columns that the clause reads of its source."""
    key = logs()[log].key
    shown = [column for column in logs()[log].columns if column.name in columns and column.name not in key]
    return " || '; ' || ".join(f"'{column.name}=' || {_shown(column, as_of)}" for column in shown) or "''"


def fetch_findings(
    database: Database, clauses: Mapping[str, Clause], waivers: Waivers, period: Period
) -> list[Finding]:
    """All findings of the audit, each with detail, source and waiver."""
    combinations = database.connection.execute(
        "SELECT DISTINCT clause, source_log FROM findings ORDER BY ALL"
    ).fetchall()
    found: list[Finding] = []
    for clause_id, log in combinations:
        clause = clauses[clause_id]
        columns = _INSPECTED if log == "inspections" else clause.reads.get(log, ())
        rows = _rows(database, clause_id, log, columns, period)
        places = database.places(log, [row[4] for row in rows if row[4] is not None]) if log else {}
        found.extend(_finding(clause, row, places, waivers) for row in rows)
    return found


def _rows(
    database: Database, clause: str, log: str | None, columns: tuple[str, ...], period: Period
) -> list[tuple[Any, ...]]:
    as_of = f"TIMESTAMP '{period.as_of.isoformat(sep=' ')}'"
    joined = f"LEFT JOIN {log} AS l ON l._row = f.source_row" if log else ""
    detail = f"CASE WHEN f.source_row IS NULL THEN '' ELSE {_detail(log, columns, as_of)} END" if log else "''"
    wanted = f"source_log = '{log}'" if log else "source_log IS NULL"
    return database.connection.execute(
        "SELECT f.project_id, f.record_id, f.due_at,"
        f" CASE WHEN f.done_at <= {as_of} THEN CAST(f.done_at AS VARCHAR) END, f.source_row,"
        f" {detail} FROM (SELECT * FROM findings WHERE clause = '{clause}' AND {wanted}) AS f {joined}"
    ).fetchall()


def _finding(
    clause: Clause, row: tuple[Any, ...], places: Mapping[int, Evidence], waivers: Waivers
) -> Finding:
    project_id, record_id, due_at, done_at, source_row, detail = row
    said = f"done={done_at or _ABSENT}"
    return Finding(
        id=finding_id(clause.standard, clause.id, project_id, record_id),
        project_id=project_id,
        standard=clause.standard,
        clause=clause.id,
        record_id=record_id,
        due_at=due_at,
        detail=f"{said}; {detail}" if detail else said,
        source=places.get(source_row),
        waiver=waivers.covering(project_id, clause.id, record_id, due_at.date()),
    )
