"""Findings with their evidence: what the record says, and in which line of which file it stands.

Only findings are looked up, never what was met, and only those that are listed. Details show times, dates, numbers, yes
or no and listed words; of free text they say only whether it is there, because it may name people. What is stamped after
T was not there at T, so no detail shows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from commsaudit.audit.findings import FindingTable
from commsaudit.engine.database import Database
from commsaudit.engine.loading import Loaded
from commsaudit.logs.lines import Consecutive
from commsaudit.logs.table import lines_of
from commsaudit.model.outcome import Waiver
from commsaudit.model.period import Period
from commsaudit.model.schema import Column, logs
from commsaudit.model.standard import Clause

_FREE = frozenset({"text", "id"})
_NUMBERS = frozenset({"int", "money", "number"})
_ABSENT, _HIDDEN = "-", "***"
_INSPECTED = ("inspected_on", "verdict")
ANY_RECORD = "*"


@dataclass
class Evidence:
    """Turns the engine's table ``findings`` into listed findings. ``clauses`` are the audited ones in catalogue order."""

    database: Database
    clauses: Mapping[str, Clause]
    waivers: Sequence[Waiver]
    period: Period

    @property
    def _connection(self) -> duckdb.DuckDBPyConnection:
        return self.database.connection

    def waive(self) -> dict[tuple[str, str], int]:
        """Give each finding the first waiver that covers it; how many are waived, per project and clause."""
        self._register("clause_order", clause=list(self.clauses), place=list(range(len(self.clauses))))
        entries = list(enumerate(self.waivers))
        table = pa.table(
            {
                "waiver": pa.array([number for number, _ in entries], pa.int32()),
                "project_id": pa.array([waiver.project_id for _, waiver in entries], pa.string()),
                "clause": pa.array([waiver.clause for _, waiver in entries], pa.string()),
                "record_id": pa.array([waiver.record_id for _, waiver in entries], pa.string()),
                "approved_on": pa.array([waiver.approved_on for _, waiver in entries], pa.date32()),
                "expires_on": pa.array([waiver.expires_on for _, waiver in entries], pa.date32()),
            }
        )
        self._connection.register("waivers", table)
        self._connection.execute(
            "CREATE TABLE waived AS SELECT f.rowid AS finding, f.clause, f.project_id, min(w.waiver) AS waiver"
            " FROM findings AS f JOIN waivers AS w ON w.project_id = f.project_id AND w.clause = f.clause"
            f" AND w.record_id IN (f.record_id, '{ANY_RECORD}')"
            " AND CAST(f.due_at AS DATE) BETWEEN w.approved_on AND w.expires_on GROUP BY ALL"
        )
        self._connection.unregister("waivers")
        rows = self._connection.execute("SELECT project_id, clause, count(*) FROM waived GROUP BY ALL").fetchall()
        return {(project_id, clause): count for project_id, clause, count in rows}

    def covered(self) -> dict[int, int]:
        """How many findings each waiver covers, by its place."""
        return dict(self._connection.execute("SELECT waiver, count(*) FROM waived GROUP BY waiver").fetchall())

    def gather(self, most: int | None) -> None:
        """Look up what the logs say of the first ``most`` findings of each clause and project."""
        kept = (
            ""
            if most is None
            else " WHERE FALSE"
            if most == 0
            else (
                f" WHERE f.rowid IN (SELECT unnest(min_by(rowid, (due_at, record_id), {int(most)}))"
                " FROM findings GROUP BY project_id, clause)"
            )
        )
        # All of them are looked at where they are; a few are quicker apart.
        kind = "VIEW" if most is None else "TABLE"
        self._connection.execute(
            f"CREATE {kind} listed AS SELECT f.*, f.rowid AS finding, o.place"
            f" FROM findings AS f JOIN clause_order AS o USING (clause){kept}"
        )
        self._connection.execute("CREATE TABLE details (finding BIGINT, detail VARCHAR)")
        pairs = self._connection.execute(
            "SELECT DISTINCT source_log, clause FROM listed WHERE source_log IS NOT NULL AND source_row IS NOT NULL"
        ).fetchall()
        for log in sorted({log for log, _ in pairs}):
            self._describe(log, sorted(clause for name, clause in pairs if name == log))
        self._place()

    def listed(self) -> FindingTable:
        """What was gathered, in the order of the result. The logs need not be there any more."""
        return FindingTable(self._fetch(), tuple(self.waivers))

    def _register(self, name: str, **columns: list[object] | list[str] | list[int]) -> None:
        self._connection.register("given", pa.table(columns))
        self._connection.execute(f"CREATE TABLE {name} AS FROM given")
        self._connection.unregister("given")

    def _describe(self, log: str, clauses: Sequence[str]) -> None:
        texts = []
        for clause in clauses:
            columns = _INSPECTED if log == "inspections" else self.clauses[clause].reads.get(log, ())
            shown = [
                column
                for column in logs()[log].columns
                if column.name in columns and column.name not in logs()[log].key
            ]
            text = " || '; ' || ".join(f"'{column.name}=' || {_shown(column, self._as_of)}" for column in shown)
            texts.append(f"WHEN '{clause}' THEN {text or 'NULL'}")
        self._connection.execute(
            f"INSERT INTO details SELECT f.finding, CASE f.clause {' '.join(texts)} END"
            f" FROM listed AS f JOIN {log} AS l ON l._row = f.source_row WHERE f.source_log = '{log}'"
        )

    @property
    def _as_of(self) -> str:
        return f"TIMESTAMP '{self.period.as_of.isoformat(sep=' ')}'"

    def _place(self) -> None:
        """The files behind the listed rows, and the lines of those that cannot be counted."""
        files: dict[str, list[object]] = {"log": [], "first_row": [], "last_row": [], "file": [], "first_line": []}
        lines: dict[str, list[object]] = {"log": [], "source_row": [], "line": []}
        for name, supplied in self.database.supplied.items():
            for part in supplied.files:
                counted = isinstance(part.raw.lines, Consecutive)
                entry = (
                    name,
                    part.first,
                    part.first + part.rows - 1,
                    part.raw.file,
                    part.raw.lines.line(0) if counted else -1,
                )
                for values, value in zip(files.values(), entry, strict=True):
                    values.append(value)
                if not counted:
                    for row, line in self._lines(name, part):
                        for values, value in zip(lines.values(), (name, row, line), strict=True):
                            values.append(value)
        self._connection.register("files_given", pa.table(files))
        self._connection.execute("CREATE TABLE files AS FROM files_given")
        types = {"log": pa.string(), "source_row": pa.int64(), "line": pa.int64()}
        self._connection.register(
            "lines_given", pa.table({key: pa.array(values, types[key]) for key, values in lines.items()})
        )
        self._connection.execute("CREATE TABLE lines AS FROM lines_given")

    def _lines(self, log: str, part: Loaded) -> list[tuple[int, int]]:
        """The rows of a file that findings point at, with their lines."""
        first = part.first
        wanted = self._connection.execute(
            f"SELECT DISTINCT source_row FROM listed WHERE source_log = '{log}'"
            f" AND source_row BETWEEN {first} AND {first + part.rows - 1} ORDER BY source_row"
        ).fetchall()
        found = lines_of(part.raw, [row - first for (row,) in wanted])
        return [(row, found[row - first]) for (row,) in wanted]

    def _fetch(self) -> pa.Table:
        return self._connection.sql(
            "SELECT f.standard || '/' || f.clause || '/' || escaped(f.project_id) || '/' || f.record_id AS id,"
            " f.project_id, f.standard, f.clause, f.record_id, f.due_at,"
            f" 'done=' || coalesce(CASE WHEN f.done_at <= {self._as_of} THEN CAST(f.done_at AS VARCHAR) END, '{_ABSENT}')"
            " || coalesce('; ' || d.detail, '') AS detail,"
            " p.log, p.file, coalesce(l.line, p.first_line + f.source_row - p.first_row) AS line, w.waiver"
            " FROM listed AS f"
            " LEFT JOIN details AS d ON d.finding = f.finding"
            " LEFT JOIN waived AS w ON w.finding = f.finding"
            " LEFT JOIN files AS p ON p.log = f.source_log AND f.source_row BETWEEN p.first_row AND p.last_row"
            " LEFT JOIN lines AS l ON l.log = f.source_log AND l.source_row = f.source_row"
            " ORDER BY f.project_id, f.place, f.due_at, f.record_id"
        ).to_arrow_table()


def _shown(column: Column, as_of: str) -> str:
    """SQL: what a finding's detail says of a column."""
    name = f"l.{column.name}"
    if column.type == "time":
        return f"CASE WHEN {name} <= {as_of} THEN CAST({name} AS VARCHAR) ELSE '{_ABSENT}' END"
    if column.type in _FREE:
        return f"CASE WHEN {name} IS NULL THEN '{_ABSENT}' ELSE 'present' END"
    if column.type == "list":
        return f"coalesce(array_to_string({name}, ';'), '{_ABSENT}')"
    shown = f"CAST({name} AS VARCHAR)"
    if column.type in _NUMBERS:
        # A count or an amount of ten digits is none: a telephone or citizen number slipped into its column.
        shown = f"CASE WHEN abs({name}) >= 1000000000 THEN '{_HIDDEN}' ELSE {shown} END"
    return f"coalesce({shown}, '{_ABSENT}')"
