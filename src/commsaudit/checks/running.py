"""Runs checks: keeps what falls due in the period, samples, counts, and leaves findings in one table.

A check lists obligations in the column contract (project_id, record_id, due_at, met, done_at, source_row); the rest
is here, once for all clauses. Inspectors' rows are obligations of their clause too (semantics.md, "Inspectors' findings").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa

from commsaudit.engine.database import Database
from commsaudit.errors import CheckError
from commsaudit.model.period import Period
from commsaudit.model.standard import Clause, ParameterValue

CONTRACT = ("project_id", "record_id", "due_at", "met", "done_at", "source_row")
_NAMED = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Sample:
    """How many obligations are judged per clause and project, and the seed of the draw."""

    size: int
    seed: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a clause came to in one project: judged by T, unmet among them, due after T, ruled out by an inspector."""

    judged: int = 0
    unmet: int = 0
    pending: int = 0
    ruled_out: int = 0


@dataclass(frozen=True, slots=True)
class Assignment:
    """The projects in which a clause is judged with one set of parameters."""

    projects: tuple[str, ...]
    parameters: Mapping[str, ParameterValue]


def sql_literal(value: ParameterValue) -> str:
    """A parameter's value in SQL; numbers stay exact."""
    if isinstance(value, tuple):
        return "[" + ", ".join(sql_literal(part) for part in value) + "]"
    if isinstance(value, Decimal):
        return f"CAST('{value}' AS DECIMAL(18, 6))"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def bound(clause: Clause, parameters: Mapping[str, ParameterValue], period: Period) -> str:
    """The statement of ``clause`` with its parameters and the period's ends put in.

    Raises:
        CheckError: the statement names a parameter that the front matter lacks.
    """
    values = {name: sql_literal(value) for name, value in parameters.items()}
    values["period_start"] = f"CAST('{period.starts_at.isoformat(sep=' ')}' AS TIMESTAMP)"
    values["period_end"] = f"CAST('{period.ends_at.isoformat(sep=' ')}' AS TIMESTAMP)"

    def put_in(found: re.Match[str]) -> str:
        if found[1] not in values:
            raise CheckError(
                f"{clause.path}: ${found[1]} is no parameter of its front matter",
                f"{clause.path}：说明部分没有参数 ${found[1]}",
            )
        return values[found[1]]

    return _NAMED.sub(put_in, clause.sql)


def create_tables(database: Database) -> None:
    """The tables that judging fills: findings of all clauses, and the obligations of the clause at hand."""
    database.connection.execute(
        "CREATE TABLE findings (standard VARCHAR, clause VARCHAR, project_id VARCHAR, record_id VARCHAR,"
        " due_at TIMESTAMP, done_at TIMESTAMP, source_log VARCHAR, source_row BIGINT)"
    )


def judge(
    database: Database,
    clause: Clause,
    assignments: Sequence[Assignment],
    period: Period,
    *,
    automatic: bool,
    sample: Sample | None = None,
    keep_all: bool = False,
) -> dict[str, Tally]:
    """Judge ``clause`` in the projects of ``assignments``; findings go to the table ``findings``.

    ``automatic``: whether what the check reads was supplied; inspectors' rows are judged in any case. ``keep_all``: the
    table ``judged`` holds also what was met, with its record.

    Raises:
        CheckError: the statement fails, or its columns are not the contract's.
    """
    tallies: dict[str, Tally] = {}
    for assignment in assignments:
        statement = bound(clause, assignment.parameters, period) if automatic and clause.sql else None
        try:
            tallies |= _judge_one(database, clause, statement, assignment.projects, period, sample, keep_all)
        except duckdb.Error as error:
            raise CheckError(f"{clause.id}: {error}", f"{clause.id}：{error}") from error
    return tallies


def _judge_one(
    database: Database,
    clause: Clause,
    statement: str | None,
    projects: Sequence[str],
    period: Period,
    sample: Sample | None,
    keep_all: bool,
) -> dict[str, Tally]:
    connection = database.connection
    connection.register("assigned", pa.table({"project_id": pa.array(projects, pa.string())}))
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE judged AS {_obligations(database, clause, statement, period, keep_all or sample is not None)}"
        )
    finally:
        connection.unregister("assigned")
    if sample is not None:
        _draw(connection, clause, sample)
    connection.execute(
        f"INSERT INTO findings SELECT '{clause.standard}', '{clause.id}', project_id, record_id, due_at, done_at,"
        " source_log, source_row FROM judged WHERE is_due AND NOT met AND NOT ruled_out"
    )
    rows = connection.execute(
        "SELECT project_id, count(*) FILTER (is_due AND NOT ruled_out), count(*) FILTER (is_due AND NOT met AND NOT ruled_out),"
        " count(*) FILTER (NOT is_due AND NOT ruled_out), count(*) FILTER (is_due AND ruled_out) FROM judged GROUP BY project_id"
    ).fetchall()
    return {project_id: Tally(*numbers) for project_id, *numbers in rows}


def _obligations(database: Database, clause: Clause, statement: str | None, period: Period, keep_all: bool) -> str:
    """The statement that lists what falls due in the period, from the check and from inspectors.

    What was met is only counted, so that nothing else of it is kept, unless ``keep_all``.
    """
    starts, ends = period.starts_at.isoformat(sep=" "), period.ends_at.isoformat(sep=" ")
    # A bare due date is over at the end of its day: what is stamped later on that day may still meet it.
    is_due = (
        f"CASE WHEN is_bare(due_at) THEN eod(due_at) ELSE due_at END <= TIMESTAMP '{period.as_of.isoformat(sep=' ')}'"
    )
    parts = []
    if statement is not None:
        log = f"'{clause.source}'" if clause.source else "NULL"
        parts.append(
            f"SELECT project_id, record_id, due_at, coalesce(met, FALSE) AS met, done_at, {log} AS source_log,"
            f" source_row, FALSE AS ruled_out FROM (\n{statement}\n) AS obligations"
        )
    if "inspections" in database.supplied:
        parts.append(
            "SELECT project_id, 'inspection:' || escaped(inspection_id) AS record_id, eod(inspected_on) AS due_at,"
            " verdict = 'pass' AS met, CAST(NULL AS TIMESTAMP) AS done_at, 'inspections' AS source_log,"
            " _row AS source_row, verdict = 'not_applicable' AS ruled_out"
            f" FROM inspections WHERE clause = '{clause.id}'"
        )
    if not parts:
        parts.append(
            "SELECT NULL::VARCHAR AS project_id, NULL::VARCHAR AS record_id, NULL::TIMESTAMP AS due_at, FALSE AS met,"
            " NULL::TIMESTAMP AS done_at, NULL::VARCHAR AS source_log, NULL::BIGINT AS source_row, FALSE AS ruled_out"
        )
    kept = (
        "*"
        if keep_all
        else (
            "project_id, met, ruled_out, CASE WHEN NOT met THEN record_id END AS record_id, due_at,"
            " CASE WHEN NOT met THEN done_at END AS done_at, source_log, source_row"
        )
    )
    return (
        f"SELECT {kept}, {is_due} AS is_due FROM ({' UNION ALL '.join(parts)}) AS listed"
        f" WHERE due_at BETWEEN TIMESTAMP '{starts}' AND TIMESTAMP '{ends}'"
        " AND project_id IN (SELECT project_id FROM assigned)"
    )


def _draw(connection: duckdb.DuckDBPyConnection, clause: Clause, sample: Sample) -> None:
    """Keep the first N judged obligations of each project by sha256 of "S|finding id" (semantics.md, "Sampling")."""
    prefix = f"{sample.seed}|{clause.standard}/{clause.id}/".replace("'", "''")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE judged AS SELECT * FROM judged"
        f" QUALIFY NOT is_due OR ruled_out OR row_number() OVER (PARTITION BY project_id, is_due, ruled_out"
        f" ORDER BY sha256('{prefix}' || escaped(project_id) || '/' || record_id)) <= {sample.size}"
    )
