"""Brings rows of Python values into the real engine and gives the obligations that it judges."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa

from commsaudit.audit.judging import Judge, Project
from commsaudit.calendar.workdays import WorkingDays
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import Assignment, Runner, longer_terms
from commsaudit.engine.database import Database
from commsaudit.logs.headers import Headers
from commsaudit.logs.lines import Consecutive
from commsaudit.logs.table import RawTable, TextTable, text_columns
from commsaudit.model.options import LogOptions
from commsaudit.model.period import Period, parse_period
from commsaudit.model.schema import Log, logs
from commsaudit.model.settings import Settings
from oracle.judge import Judged, Obligation, Rows
from oracle.moments import Deadlines, is_bare

CATALOGUE = load_catalogue()
SUPERVISION = CATALOGUE["supervision"]
EVERY_CLAUSE = [clause.id for standard in CATALOGUE.values() for clause in standard.clauses]


def cell(value: object) -> str | None:
    """A value as a file would hold it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if is_bare(value) else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ";".join(value) or None
    return None if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)


def raw_table(log: Log, rows: Collection[Mapping[str, Any]]) -> RawTable:
    """The rows as a reader would deliver them."""
    columns = [column.name for column in log.columns]
    cells = {
        f"c{index}": pa.array([cell(row[name]) for row in rows], pa.string()) for index, name in enumerate(columns)
    }
    headers = Headers({name: index for index, name in enumerate(columns)}, {}, (), ())
    return RawTable(
        log=log.name,
        file=f"{log.name}.csv",
        sha256="",
        columns=text_columns(headers),
        relation=TextTable(pa.table(cells)),
        lines=Consecutive(2),
        rejects=(),
        headers=headers,
    )


@dataclass(frozen=True)
class Bench:
    """The settings under which the engine is asked."""

    period: str
    as_of: str | None = None
    deadlines: Deadlines = field(default_factory=Deadlines)
    parameters: Mapping[str, Mapping[str, Any]] | None = None
    standards: tuple[str, ...] = ("supervision",)

    @property
    def span(self) -> Period:
        """The period."""
        return parse_period(self.period, self.as_of)


def audit(rows: Rows, bench: Bench, supplied: Collection[str] | None = None) -> Judged:
    """All obligations by the standards of ``bench``, as the engine judges them."""
    there = set(supplied) if supplied is not None else set(rows)
    days = WorkingDays(frozenset(bench.deadlines.off), frozenset(bench.deadlines.on))
    with Database(threads=2) as database:
        database.prepare(bench.span, days, roll_to_working_day=bench.deadlines.roll)
        for name, log in logs().items():
            if name in there:
                raw = raw_table(log, rows[name])
                database.load(log, [raw], LogOptions(), "Asia/Shanghai", EVERY_CLAUSE, lambda same: same)
        database.fill_in_roles()
        rejected = database.rejects()
        if rejected:
            raise AssertionError(f"rejected: {rejected[:3]}")
        defaults = {clause.id: clause.parameters for standard in CATALOGUE.values() for clause in standard.clauses}
        database.offer(bench.span, None, longer_terms(defaults, [bench.parameters or {}]))
        return _judged(database, bench)


def _judged(database: Database, bench: Bench) -> Judged:
    runner = Runner(database, bench.span, keep_all=True)
    known = database.connection.execute("SELECT project_id, property_type, single_client FROM projects").fetchall()
    projects = [Project(name, "", kind, frozenset({"single_client"} if single else ())) for name, kind, single in known]
    judge = Judge(database, runner, Settings(), projects, {})
    missing = set()
    for standard in map(CATALOGUE.__getitem__, bench.standards):
        those = tuple(project.id for project in judge.applicable(standard))
        for clause in standard.clauses:
            lacking = judge.missing(clause)
            if lacking and not clause.by_inspection:
                missing.add(clause.id)
            values = {**clause.parameters, **(bench.parameters or {}).get(clause.id, {})}
            if those:
                runner.judge(clause, [Assignment(those, values)], automatic=lacking is None)
    listed = database.connection.execute(
        "SELECT clause, project_id, record_id, due_at, met, NOT is_due FROM judged WHERE NOT ruled_out"
    ).fetchall()
    found = [Obligation(*row) for row in listed]
    return Judged(sorted(found), frozenset(missing))
