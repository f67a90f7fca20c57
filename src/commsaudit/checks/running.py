"""Runs checks: keeps what falls due in the period, samples, counts, and leaves findings in one table.

A check lists obligations in the column contract (project_id, record_id, due_at, met, done_at, source_row); the rest
is here, once for all clauses. Inspectors' rows are obligations of their clause too (semantics.md, "Inspectors' findings").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb
import pyarrow as pa

from commsaudit.checks.catalogue import shipped_folder
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
    ) -> None:
        """Create the table ``findings``, which judging fills.

        ``selected``: the logs hold rows of projects that are not audited. ``keep_all``: the table ``judged`` holds also what was met, with its record.
        """
        self._database = database
        self._period = period
        self._sample = sample
        self._selected = selected
        self._keep_all = keep_all or sample is not None
        connection = database.connection
        connection.execute(
            "CREATE TABLE findings (standard VARCHAR, clause VARCHAR, project_id VARCHAR, record_id VARCHAR,"
            " due_at TIMESTAMP, done_at TIMESTAMP, source_log VARCHAR, source_row BIGINT)"
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

    def judge(self, clause: Clause, assignments: Sequence[Assignment], *, automatic: bool) -> dict[str, Tally]:
        """Judge ``clause`` in the projects of ``assignments``.

        ``automatic``: whether what the check reads was supplied; inspectors' rows are judged in any case.

        Raises:
            CheckError: the statement fails, or its columns are not the contract's.
        """
        tallies: dict[str, Tally] = {}
        for assignment in assignments:
            statement = bound(clause, assignment.parameters, self._period) if automatic and clause.sql else None
            if statement is None and clause.id not in self._inspected:
                continue
            try:
                if statement is not None and not _is_shipped(clause):
                    self._refuse_more_than_one(clause, statement)
                tallies |= self._judge_one(clause, statement, assignment.projects)
            except (CheckError, duckdb.Error) as error:
                # What it found in projects with other parameters goes too: an error has no findings.
                self._database.connection.execute(f"DELETE FROM findings WHERE clause = '{clause.id}'")
                if isinstance(error, CheckError):
                    raise
                raise CheckError(f"{clause.id}: {error}", f"{clause.id}：{error}") from error
        return tallies

    def _refuse_more_than_one(self, clause: Clause, statement: str) -> None:
        """A check of others is one statement, complete by itself."""
        if len(self._database.connection.extract_statements(statement)) != 1:
            raise CheckError(f"{clause.id}: a check is one statement", f"{clause.id}：检查只能是一条语句")

    def _judge_one(self, clause: Clause, statement: str | None, projects: Sequence[str]) -> dict[str, Tally]:
        connection = self._database.connection
        ours = _is_shipped(clause)
        chosen = "projects" if self._selected or not ours else None
        if len(projects) < len(self._everyone):
            chosen = "assigned"
            table = pa.table({"project_id": pa.array(projects, pa.string())})
            connection.register("given", table)
            connection.execute("CREATE OR REPLACE TEMP TABLE assigned AS FROM given")
            connection.unregister("given")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE judged AS {self._obligations(clause, statement, chosen)}")
        if not ours:
            _keep_contract(connection, clause)
        if self._sample is not None:
            _draw(connection, clause, self._sample)
        rows = connection.execute(
            "SELECT project_id, count(*) FILTER (is_due AND NOT ruled_out),"
            " count(*) FILTER (is_due AND NOT met AND NOT ruled_out),"
            " count(*) FILTER (NOT is_due AND NOT ruled_out), count(*) FILTER (is_due AND ruled_out)"
            " FROM judged GROUP BY project_id"
        ).fetchall()
        tallies = {project_id: Tally(*numbers) for project_id, *numbers in rows}
        if any(tally.unmet for tally in tallies.values()):
            connection.execute(
                f"INSERT INTO findings SELECT '{clause.standard}', '{clause.id}', project_id, record_id, due_at,"
                " done_at, source_log, source_row FROM judged WHERE is_due AND NOT met AND NOT ruled_out"
            )
        return tallies

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
                f" {_source_log(clause)} AS source_log,"
                f" source_row, FALSE AS ruled_out FROM (\n{statement}\n) AS obligations{self._unless_postponed(clause)}"
            )
        if clause.id in self._inspected:
            parts.append(
                "SELECT project_id, 'inspection:' || escaped(inspection_id) AS record_id, eod(inspected_on) AS due_at,"
                " verdict = 'pass' AS met, CAST(NULL AS TIMESTAMP) AS done_at, 'inspections' AS source_log,"
                " _row AS source_row, verdict = 'not_applicable' AS ruled_out"
                f" FROM inspections WHERE clause = '{clause.id}'"
            )
        kept = (
            "*"
            if self._keep_all
            else "project_id, met, ruled_out, CASE WHEN NOT met THEN record_id END AS record_id, due_at,"
            " CASE WHEN NOT met THEN done_at END AS done_at, source_log, source_row"
        )
        return (
            f"SELECT {kept}, {is_due} AS is_due FROM ({' UNION ALL '.join(parts)}) AS listed"
            f" WHERE due_at BETWEEN {self._starts} AND {self._ends}"
            + (f" AND project_id IN (SELECT project_id FROM {chosen})" if chosen else "")
        )


def _source_log(clause: Clause) -> str:
    """SQL: the log whose row stands behind an obligation."""
    if clause.sources:
        cases = " ".join(f"WHEN '{prefix}' THEN '{log}'" for prefix, log in clause.sources.items())
        return f"CASE split_part(record_id, ':', 1) {cases} END"
    return f"'{clause.source}'" if clause.source else "CAST(NULL AS VARCHAR)"


def _is_shipped(clause: Clause) -> bool:
    """Whether the check is one of ours, whose contract the tests hold."""
    return clause.path.is_relative_to(shipped_folder())


def _keep_contract(connection: duckdb.DuckDBPyConnection, clause: Clause) -> None:
    """A check of others names each record, and each but once (semantics.md, "Identity and reproducibility").

    Raises:
        CheckError: it does not.
    """
    nameless, twice = connection.execute(
        "SELECT count(*) FILTER (record_id IS NULL), count(record_id) - count(DISTINCT (project_id, record_id))"
        " FROM judged WHERE NOT met"
    ).fetchall()[0]
    if nameless or twice:
        raise CheckError(
            f"{clause.id}: {nameless} obligations without a record id, {twice} that share one with another",
            f"{clause.id}：{nameless} 项没有记录编号，{twice} 项的记录编号重复",
        )


def _draw(connection: duckdb.DuckDBPyConnection, clause: Clause, sample: Sample) -> None:
    """Keep the first N judged obligations of each project by sha256 of "S|finding id" (semantics.md, "Sampling")."""
    prefix = f"{sample.seed}|{clause.standard}/{clause.id}/".replace("'", "''")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE judged AS SELECT * FROM judged"
        " QUALIFY NOT is_due OR ruled_out OR row_number() OVER (PARTITION BY project_id, is_due, ruled_out"
        f" ORDER BY sha256('{prefix}' || escaped(project_id) || '/' || record_id)) <= {sample.size}"
    )
