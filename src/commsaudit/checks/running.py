"""Runs checks: keeps what falls due in the period, samples, counts, and leaves findings in one table.

A check lists obligations in the column contract (project_id, record_id, due_at, met, done_at, source_row); the rest
is here, once for all clauses. Inspectors' rows are obligations of their clause too (semantics.md, "Inspectors' findings").
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import duckdb
import pyarrow as pa

from commsaudit.checks.caged import list_obligations, source_log
from commsaudit.checks.catalogue import is_shipped
from commsaudit.checks.picking import drawn, first_unmet, unmet
from commsaudit.engine.database import Database
from commsaudit.engine.room import no_room
from commsaudit.errors import CheckError
from commsaudit.model.options import Limits
from commsaudit.model.period import Period
from commsaudit.model.standard import Clause, ParameterValue

# More than threads that judge.
_SEATS = 16
_LIMITS = Limits()
# Of each clause and project so many findings are picked while it is judged; where more are wanted, all are kept.
_MOST_PICKED = 1000
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


def longest_term(parameters: Iterable[Mapping[str, object]]) -> int:
    """The largest whole number among ``parameters``: no term in working days is longer."""
    return max((value for values in parameters for value in values.values() if isinstance(value, int)), default=0)


def longer_terms(
    defaults: Mapping[str, Mapping[str, ParameterValue]], rules: Iterable[Mapping[str, Mapping[str, ParameterValue]]]
) -> int:
    """By how many days, at most, a company has made a term longer than the ``defaults`` of its clause."""
    grown = [0]
    for rule in rules:
        for clause, values in rule.items():
            for name, value in values.items():
                default = defaults[clause].get(name)
                if isinstance(value, int) and isinstance(default, int):
                    grown.append(value - default)
    return max(grown)


def sql_literal(value: ParameterValue) -> str:
    """A parameter's value in SQL; numbers stay exact."""
    if isinstance(value, tuple):
        # A list has one type: beside a text, what was written as a number is one too.
        texts = any(isinstance(part, str) for part in value)
        return "[" + ", ".join(sql_literal(str(part) if texts else part) for part in value) + "]"
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


class Runner:
    """Judges clauses of one audit; safe to use from several threads."""

    def __init__(
        self,
        database: Database,
        period: Period,
        sample: Sample | None = None,
        *,
        selected: bool = False,
        keep_all: bool = False,
        most: int | None = None,
        whole: Collection[str] = (),
        limits: Limits = _LIMITS,
    ) -> None:
        """Create the table ``judged``, which judging fills, and of which ``finish`` leaves the findings.

        A row is an obligation that was not met, or stands for as many others as ``times`` says: those that were met, and those
        beyond the first ``most`` of a clause and project, by due moment and record, but for the clauses that are ``whole``. All
        are kept with their records where ``keep_all``. ``selected``: the logs hold rows of projects that are not audited.
        ``limits``: the time and memory of a check of others.
        """
        self._database = database
        self._period = period
        self._sample = sample
        self._selected = selected
        self._keep_all = keep_all
        self._most = most if most is None or most <= _MOST_PICKED else None
        self._whole = whole
        self._limits = limits
        self._alone = threading.Lock()
        self._seats = threading.Semaphore(_SEATS)
        self._tallies: dict[str, dict[str, Tally]] | None = None
        connection = database.connection
        connection.execute(
            "CREATE TABLE judged (standard VARCHAR, clause VARCHAR, project_id VARCHAR, record_id VARCHAR,"
            " due_at TIMESTAMP, done_at TIMESTAMP, source_log VARCHAR, source_row BIGINT,"
            " is_due BOOLEAN, met BOOLEAN, ruled_out BOOLEAN, times BIGINT)"
        )
        self._everyone = frozenset(row[0] for row in connection.execute("SELECT project_id FROM projects").fetchall())
        self._inspected = frozenset(self._inspected_clauses() if "inspections" in database.supplied else ())

    def _inspected_clauses(self) -> Iterator[str]:
        """The clauses of which the inspectors have a row in the period."""
        rows = self._database.connection.execute(
            f"SELECT DISTINCT clause FROM inspections WHERE eod(inspected_on) BETWEEN {self._starts} AND {self._ends}"
        ).fetchall()
        yield from (clause for (clause,) in rows)

    @property
    def _starts(self) -> str:
        return f"TIMESTAMP '{self._period.starts_at.isoformat(sep=' ')}'"

    @property
    def _ends(self) -> str:
        return f"TIMESTAMP '{self._period.ends_at.isoformat(sep=' ')}'"

    def judge(self, clause: Clause, assignments: Sequence[Assignment], *, automatic: bool) -> None:
        """Judge ``clause`` in the projects of ``assignments``.

        ``automatic``: whether what the check reads was supplied; inspectors' rows are judged in any case.

        Raises:
            CheckError: the statement fails, or its columns are not the contract's.
            StorageError: the disk has no room for what it needs beside memory.
            duckdb.OutOfMemoryException: a check of ours needs more memory than there is.
        """
        self._tallies = None
        for assignment in assignments:
            statement = bound(clause, assignment.parameters, self._period) if automatic and clause.sql else None
            if statement is None and clause.id not in self._inspected:
                continue
            try:
                if statement is None or is_shipped(clause):
                    with self._seats:
                        self._judge_one(clause, statement, assignment.projects)
                else:
                    with self._caged(clause, statement) as listed, self._seats:
                        self._judge_one(clause, listed, assignment.projects)
            except (CheckError, duckdb.Error) as error:
                if is_shipped(clause) and (full := no_room(error)):
                    raise full from error
                # How much memory there is must not decide what a result says.
                if isinstance(error, duckdb.OutOfMemoryException):
                    raise
                # What it found in projects with other parameters goes too: an error has no findings.
                self._database.connection.execute(f"DELETE FROM judged WHERE clause = '{clause.id}'")
                if isinstance(error, CheckError):
                    raise
                raise CheckError(f"{clause.id}: {error}", f"{clause.id}：{error}") from error

    def tallies(self, clause: str) -> Mapping[str, Tally]:
        """What ``clause`` came to, per project in which anything fell due; not while others are judging."""
        if self._tallies is None:
            self._tallies = {}
            rows = self._database.connection.execute(
                "SELECT clause, project_id, sum(times) FILTER (is_due AND NOT ruled_out),"
                " sum(times) FILTER (is_due AND NOT met AND NOT ruled_out),"
                " sum(times) FILTER (NOT is_due AND NOT ruled_out), sum(times) FILTER (is_due AND ruled_out)"
                " FROM judged GROUP BY clause, project_id"
            ).fetchall()
            for name, project_id, *numbers in rows:
                self._tallies.setdefault(name, {})[project_id] = Tally(*(int(number or 0) for number in numbers))
        return self._tallies.get(clause, {})

    def finish(self) -> int:
        """Leave the table ``findings``: of what was judged, what was due and not met, with its record.

        Returns how many findings there are, with those whose records were not kept.
        """
        self._database.connection.execute("DELETE FROM judged WHERE met OR ruled_out OR NOT is_due")
        total = self._database.connection.execute("SELECT coalesce(sum(times), 0) FROM judged").fetchall()[0][0]
        self._database.connection.execute(
            "DELETE FROM judged WHERE due_at IS NULL; ALTER TABLE judged RENAME TO findings"
        )
        return int(total)

    @contextmanager
    def _caged(self, clause: Clause, statement: str) -> Iterator[str]:
        """The statement that reads what a check of others lists. It runs alone, so that the memory it takes can be told."""
        table = f"caged_{threading.get_ident()}"
        with self._alone:
            for _ in range(_SEATS):
                self._seats.acquire()
            try:
                list_obligations(
                    self._database,
                    clause,
                    statement,
                    into=table,
                    span=(self._starts, self._ends),
                    known=self._known,
                    limits=self._limits,
                )
            finally:
                self._seats.release(_SEATS)
        try:
            yield f"FROM {table}"
        finally:
            self._database.connection.execute(f"DROP TABLE {table}")

    @cached_property
    def _known(self) -> frozenset[str]:
        """The company's projects; with all of them audited, those that are."""
        return frozenset(self._database.known_projects()) if self._selected else self._everyone

    def _judge_one(self, clause: Clause, statement: str | None, projects: Sequence[str]) -> None:
        connection = self._database.connection
        chosen = "projects" if self._selected else None
        if len(projects) < len(self._everyone):
            chosen = "assigned"
            table = pa.table({"project_id": pa.array(projects, pa.string())})
            connection.register("given", table)
            connection.execute("CREATE OR REPLACE TEMP TABLE assigned AS FROM given")
            connection.unregister("given")
        connection.execute(f"INSERT INTO judged {self._obligations(clause, statement, chosen)}")

    def _unless_postponed(self, clause: Clause) -> str:
        """The condition that leaves out what was postponed in time by who may (semantics.md, "Periodic obligations")."""
        if clause.postpone is None or "postponements" not in self._database.supplied:
            return ""
        return (
            " WHERE NOT EXISTS (SELECT 1 FROM postponements AS p WHERE p.project_id = obligations.project_id"
            f" AND p.obligation = '{clause.id}' AND p.period = obligations.record_id AND p.approved_at <= obligations.due_at"
            f" AND holds_rank(p.approved_by_role, '{clause.postpone}')"
            f" AND ends_with(p.period, '{clause.postpone_units}'))"
        )

    def _obligations(self, clause: Clause, statement: str | None, chosen: str | None) -> str:
        """The statement that lists what falls due in the period, from the check and from inspectors.

        What was met is only counted, so that nothing else of it is kept, unless all is asked for.
        """
        # A bare due date is over at the end of its day: what is stamped later on that day may still meet it.
        is_due = (
            "TRUE"
            if self._period.as_of >= self._period.ends_at
            else "CASE WHEN is_bare(due_at) THEN eod(due_at) ELSE due_at END"
            f" <= TIMESTAMP '{self._period.as_of.isoformat(sep=' ')}'"
        )
        parts = []
        if statement is not None:
            parts.append(
                "SELECT project_id, record_id, due_at, coalesce(met, FALSE) AS met, done_at,"
                f" {source_log(clause)} AS source_log,"
                f" source_row, FALSE AS ruled_out FROM (\n{statement}\n) AS obligations{self._unless_postponed(clause)}"
            )
        if clause.id in self._inspected:
            parts.append(
                "SELECT project_id, 'inspection:' || escaped(inspection_id) AS record_id, eod(inspected_on) AS due_at,"
                " verdict = 'pass' AS met, CAST(NULL AS TIMESTAMP) AS done_at, 'inspections' AS source_log,"
                " _row AS source_row, verdict = 'not_applicable' AS ruled_out"
                f" FROM inspections WHERE clause = '{clause.id}'"
            )
        listed = (
            f"SELECT '{clause.standard}' AS standard, '{clause.id}' AS clause, project_id, record_id, due_at, done_at,"
            f" source_log, source_row, {is_due} AS is_due, met, ruled_out FROM ({' UNION ALL '.join(parts)}) AS obligations"
            f" WHERE due_at BETWEEN {self._starts} AND {self._ends}"
            + (f" AND project_id IN (SELECT project_id FROM {chosen})" if chosen else "")
        )
        if self._sample is not None:
            listed = drawn(listed, clause, self._sample.size, self._sample.seed)
        if self._keep_all:
            return f"SELECT *, 1 AS times FROM ({listed}) AS listed"
        if self._most is None or clause.id in self._whole:
            return unmet(listed)
        return first_unmet(listed, clause, self._most)
