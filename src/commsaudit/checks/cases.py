"""Runs a check's cases: small rows in, expected obligations out, through the same typing and judging as an audit.

A case file stands beside its check, ``<stem>.cases.toml``::

    [[case]]
    name = "answered on the last instant of the due day"
    period = "2026-03"
    given.complaints = [{ complaint_id = "C-1", received_at = "2026-03-05 09:00", responded_at = "2026-03-06 23:59:59" }]
    expect = [{ record = "C-1", due = "2026-03-06", met = true }]

Rows are as in a file: text, or TOML's own booleans, numbers and dates; a row without ``project_id`` is of ``P1``. Logs
that are not given are not supplied; a given log has all its columns. ``expect`` lists
every obligation that falls due in the period; ``due`` as a bare date is the end of that day; ``done`` is compared where it
is there, ``due`` where it is there, ``pending = true`` marks what falls due after ``as_of``. ``params``, ``as_of`` and
``status`` ("not_assessed") are optional.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from commsaudit.calendar.workdays import WorkingDays
from commsaudit.checks.catalogue import parameter
from commsaudit.checks.running import Assignment, Runner, longer_terms, longest_term
from commsaudit.engine.database import Database
from commsaudit.errors import CheckError
from commsaudit.logs.headers import Headers
from commsaudit.logs.lines import Consecutive
from commsaudit.logs.table import RawTable, TextTable, text_columns
from commsaudit.model.options import LogOptions
from commsaudit.model.period import parse_moment, parse_period
from commsaudit.model.schema import logs
from commsaudit.model.standard import Clause


@dataclass(frozen=True)
class Case:
    """One case of a check."""

    clause: Clause
    name: str
    period: str
    given: Mapping[str, Sequence[Mapping[str, Any]]]
    expect: Sequence[Mapping[str, Any]]
    as_of: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict)
    roll_to_working_day: bool = False

    @property
    def id(self) -> str:
        """How a test run names the case."""
        return f"{self.clause.id}: {self.name}"


def case_file(clause: Clause) -> Path:
    """The file of the cases of ``clause``."""
    return clause.path.with_suffix(".cases.toml")


def read_cases(clause: Clause) -> Iterator[Case]:
    """The cases of ``clause``; none where it has no file.

    Raises:
        CheckError: the file is no TOML, or a case lacks name, period, given or expect.
    """
    path = case_file(clause)
    if not path.is_file():
        return
    try:
        for entry in tomllib.loads(path.read_text("utf-8")).get("case", []):
            yield Case(
                clause,
                entry["name"],
                entry["period"],
                entry["given"],
                entry["expect"],
                entry.get("as_of"),
                entry.get("params", {}),
                entry.get("roll_to_working_day", False),
            )
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise CheckError(f"{path}: {error}", f"{path}：{error}") from error


def run_case(case: Case) -> list[str]:
    """The differences between what the case expects and what the check gives; empty where it holds."""
    period = parse_period(case.period, case.as_of)
    given = {name: parameter(value) for name, value in case.parameters.items()}
    with Database(memory_limit="1GB", threads=1) as database:
        database.prepare(
            period,
            WorkingDays(),
            roll_to_working_day=case.roll_to_working_day,
            longest_term=longest_term([given]),
        )
        for name in sorted(case.given, key=lambda name: name != "projects"):
            _supply(database, name, case.given[name], case.clause.id)
        database.fill_in_roles()
        database.offer(period, None, longer_terms({case.clause.id: case.clause.parameters}, [{case.clause.id: given}]))
        runner = Runner(database, period, keep_all=True)
        problems = [
            f"rejected: {reject.log} {reject.column} {reject.value!r}: {reject.reason}" for reject in database.rejects()
        ]
        projects = [row[0] for row in database.connection.execute("SELECT project_id FROM projects").fetchall()]
        missing = set(case.clause.reads) - set(case.given)
        parameters = {**case.clause.parameters, **given}
        runner.judge(case.clause, [Assignment(tuple(projects), parameters)], automatic=not missing)
        found = database.connection.execute(
            "SELECT project_id, record_id, due_at, met, done_at, is_due FROM judged WHERE NOT ruled_out"
            " ORDER BY project_id, due_at, record_id"
        ).fetchall()
    return problems + _differences(case.expect, found)


def without_rows(clause: Clause) -> Case:
    """The case of a check that has none: its statement is one that may run, and finds nothing where there is nothing."""
    return Case(clause, "no rows", "2026-03", {name: [] for name in ("projects", *clause.reads)}, [])


def _supply(database: Database, name: str, rows: Sequence[Mapping[str, Any]], clause: str) -> None:
    if name not in logs():
        raise CheckError(f"there is no log {name}", f"没有日志 {name}")
    log = logs()[name]
    columns = [column.name for column in log.columns]
    unknown = {key for row in rows for key in row} - set(columns)
    if unknown:
        raise CheckError(
            f"{name} has no column {', '.join(sorted(unknown))}", f"{name} 没有列 {', '.join(sorted(unknown))}"
        )
    texts = [[_text(row.get(column, "P1" if column == "project_id" else None)) for row in rows] for column in columns]
    table = pa.table({f"c{index}": pa.array(texts[index], pa.string()) for index in range(len(columns))})
    headers = Headers({column: index for index, column in enumerate(columns)}, {}, (), ())
    raw = RawTable(
        log=name,
        file=f"{name}.csv",
        sha256="",
        columns=text_columns(headers),
        relation=TextTable(table),
        lines=Consecutive(2),
        rejects=(),
        headers=headers,
    )
    database.load(log, [raw], LogOptions(), "Asia/Shanghai", [clause], lambda same: same)


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(map(str, value))
    return str(value)


def _differences(expected: Sequence[Mapping[str, Any]], found: Sequence[tuple[Any, ...]]) -> list[str]:
    got = {(row[0], row[1]): row for row in found}
    problems = [] if len(got) == len(found) else ["two obligations share a project and a record id"]
    for entry in expected:
        key = (entry.get("project", "P1"), entry["record"])
        row = got.pop(key, None)
        if row is None:
            problems.append(f"missing: {key}; there are {sorted(got)}")
            continue
        problems.extend(f"{key}: {problem}" for problem in _mismatches(entry, row))
    problems.extend(f"not expected: {key} due {row[2]} met {row[3]}" for key, row in got.items())
    return problems


def _mismatches(entry: Mapping[str, Any], row: tuple[Any, ...]) -> Iterator[str]:
    _, _, due_at, met, done_at, is_due = row
    if "due" in entry and due_at != _moment(entry["due"]):
        yield f"due {due_at}, expected {_moment(entry['due'])}"
    if entry.get("pending", False) == is_due:
        yield f"pending {not is_due}"
    if "met" in entry and met is not entry["met"]:
        yield f"met {met}"
    if "done" in entry and done_at != _moment(entry["done"]):
        yield f"done {done_at}, expected {_moment(entry['done'])}"


def _moment(value: object) -> datetime:
    return parse_moment(str(value))
