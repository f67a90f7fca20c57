"""Loads raw tables into typed ones: one statement per shape of file types and hashes all rows at once.

What was set aside stays in the stage table, marked ``_gone``; the view that checks read leaves it out. A row's place
in the stage table (its rowid) is its place in its file, so no row carries a line number.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import duckdb

from commsaudit.engine.suspects import Suspects, look, spelled_words, truly_blank
from commsaudit.engine.typed import Reading, shape, stage, typed_insert
from commsaudit.logs import typing
from commsaudit.logs.sampling import plain_forms
from commsaudit.logs.table import CsvScan, RawTable, TextTable
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Column, Log

_MOST_LOOKED_AT = 2000
_CREATING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where the rows of one raw table stand in the stage table of its log: ``first`` .. ``first + rows - 1``."""

    raw: RawTable
    first: int
    rows: int


class _RowsDiffer(Exception):
    """The quick reader and the look at the bytes do not agree on the rows; the careful reader decides."""


# What the quick reader says of a file that it cannot split: fields beyond its limits are "not implemented".
_UNREADABLE = (
    _RowsDiffer,
    duckdb.InvalidInputException,
    duckdb.ConversionException,
    duckdb.NotImplementedException,
    duckdb.OutOfRangeException,
)


def view(log: Log) -> str:
    """The relation that checks read; that of projects is made later, from the audited ones."""
    return log.name if log.name != "projects" else "project_rows"


def create_stage(connection: duckdb.DuckDBPyConnection, log: Log) -> None:
    """Create the empty stage table of ``log`` and its view: only logs that are supplied have them."""
    columns = ", ".join(f"{column.name} {typing.TYPES[column.type]}" for column in log.columns)
    names = ", ".join(column.name for column in log.columns)
    connection.execute(
        f"CREATE TABLE {stage(log)} ({columns}, _file INTEGER, _key UBIGINT, _same UBIGINT, _raw VARCHAR[], _lacks BOOLEAN[], _gone BOOLEAN);"
        f" CREATE VIEW {view(log)} AS SELECT {names}, rowid AS _row FROM {stage(log)} WHERE NOT _gone"
    )


@dataclass
class Loader:
    """Appends the files of one log to its stage table, in their order.

    ``needed`` are the columns that somebody will read (None: all); ``reread`` gives a file again, read by the careful reader, where the quick one stumbled over it; ``macros`` are those that the connection has, and grow.
    """

    connection: duckdb.DuckDBPyConnection
    log: Log
    options: LogOptions
    zone: str
    needed: frozenset[str] | None
    reread: Callable[[RawTable], RawTable]
    macros: set[str]

    def load(self, raws: Sequence[RawTable]) -> tuple[list[Loaded], Suspects]:
        """Load all files.

        Returns where each stands, and what became of the suspect rows: by row id, already marked ``_gone`` where wrong.
        """
        loaded: list[Loaded] = []
        suspects = Suspects()
        for _, same in groupby(raws, key=lambda raw: shape(self.log, raw)):
            group = list(same)
            try:
                parts, found = self._append(group, loaded)
            except _UNREADABLE:
                parts, found = [], Suspects()
                for raw in group:
                    part, seen = self._append_one(raw, [*loaded, *parts])
                    parts.extend(part)
                    found.add(seen)
            loaded.extend(parts)
            suspects.add(found)
        return loaded, suspects

    def _append_one(self, raw: RawTable, before: Sequence[Loaded]) -> tuple[list[Loaded], Suspects]:
        try:
            return self._append([raw], before)
        except _UNREADABLE:
            if not isinstance(raw.relation, CsvScan):
                raise
        return self._append([self.reread(raw)], before)

    def _append(self, raws: Sequence[RawTable], before: Sequence[Loaded]) -> tuple[list[Loaded], Suspects]:
        """Append files of one shape, reading as carefully as their cells need; nothing is kept of a failed try."""
        numbers = range(len(before), len(before) + len(raws))
        first = before[-1].first + before[-1].rows if before else 0
        marks, odd = plain_forms(self.log, raws, self.options)
        reading = Reading(odd, marks)
        for raw, number in zip(raws, numbers, strict=True):
            if isinstance(raw.relation, TextTable):
                self.connection.register(f"raw_text_{number}", raw.relation.table)
        try:
            while True:
                parts, suspects = self._try(raws, numbers, first, reading)
                odd = frozenset(suspects.odd) - reading.careful
                if not odd:
                    return parts, suspects
                reading = Reading(reading.careful | odd, marks)
        finally:
            for raw, number in zip(raws, numbers, strict=True):
                if isinstance(raw.relation, TextTable):
                    self.connection.unregister(f"raw_text_{number}")

    def _create_word_macros(self, statement: str) -> None:
        """Create the macros that ``statement`` calls and the connection does not have yet."""
        for column in self.log.columns:
            if column.type in ("bool", "enum", "list"):
                with _CREATING:
                    self._create(typing.word_macros(self.log, column, self.options), statement)

    def _create(self, macros: Mapping[str, str], statement: str) -> None:
        for name, macro in macros.items():
            if name not in self.macros and f"{name}(" in statement:
                self._create(macros, macro.partition(" AS ")[2])
                self.connection.execute(f"CREATE MACRO {macro}")
                self.macros.add(name)

    def _try(
        self, raws: Sequence[RawTable], numbers: Sequence[int], first: int, reading: Reading
    ) -> tuple[list[Loaded], Suspects]:
        statement = typed_insert(self.log, raws, numbers, self.options, self.zone, reading, self.needed)
        self._create_word_macros(statement)
        self.connection.execute("BEGIN")
        keep = False
        try:
            self.connection.execute(statement)
            parts, offset = self._places(raws, numbers, first)
            suspects = self._look(raws[0], parts, offset, reading)
            keep = not suspects.odd - reading.careful
        finally:
            self.connection.execute("COMMIT" if keep else "ROLLBACK")
        return parts, suspects

    def _places(self, raws: Sequence[RawTable], numbers: Sequence[int], first: int) -> tuple[list[Loaded], int]:
        """Where each file's rows will stand: behind one another, as many as the bytes hold.

        Rows that are not committed yet have row ids of their own, in the same order; the second value is by how much
        they exceed the later ones.
        """
        rows = self.connection.execute(
            f"SELECT _file, min(rowid), max(rowid), count(*) FROM {stage(self.log)}"
            f" WHERE _file >= {numbers[0]} GROUP BY _file"
        ).fetchall()
        offset = min((start for _, start, _, _ in rows), default=first) - first
        found = {number: (start - offset, end - offset, count) for number, start, end, count in rows}
        parts = []
        for raw, number in zip(raws, numbers, strict=True):
            start, end, count = found.get(number, (first, first - 1, 0))
            expected = raw.relation.expected_rows if isinstance(raw.relation, CsvScan) else count
            if start != first or end - start + 1 != count or count != expected:
                raise _RowsDiffer(raw.file)
            parts.append(Loaded(raw, start, count))
            first += count
        return parts, offset

    def _look(self, raw: RawTable, parts: Sequence[Loaded], offset: int, reading: Reading) -> Suspects:
        """Look at the suspect rows among ``parts``: at a few, and at all if those hold no form that needs more care."""
        columns = [column for column in self.log.columns if column.name in raw.columns]
        others = spelled_words(self.log, reading.careful, self.options)
        query = (
            f"SELECT rowid - {offset}, _raw, _lacks FROM {stage(self.log)}"
            f" WHERE _raw IS NOT NULL AND rowid >= {parts[0].first + offset} ORDER BY rowid"
        )
        rows = self.connection.execute(f"{query} LIMIT {_MOST_LOOKED_AT}").fetchall()
        suspects = look(columns, rows, others)
        if len(rows) == _MOST_LOOKED_AT and not suspects.odd - reading.careful:
            suspects = look(columns, self.connection.execute(query).fetchall(), others)
        self._keep_unknown_blanks(suspects, parts, columns)
        return suspects

    def _keep_unknown_blanks(self, suspects: Suspects, parts: Sequence[Loaded], columns: Sequence[Column]) -> None:
        """A row whose columns of ours are blank, but not all of it, is a row with blank keys."""
        for part in parts:
            here = [row - part.first for row in suspects.blank if part.first <= row < part.first + part.rows]
            for ordinal in sorted(set(here) - truly_blank(part.raw, here)):
                suspects.refuse_blank(part.first + ordinal, columns)


def settle(
    connection: duckdb.DuckDBPyConnection, log: Log, suspects: Suspects, *, projects_known: bool, clauses: Sequence[str]
) -> dict[int, tuple[int, int]]:
    """Mark the rows of ``log`` that do not count: unreadable ones, those of strangers, all but the newest of a key.

    ``clauses`` are the ids that ``inspections`` may name. What was refused here is added to ``suspects``.
    Returns the duplicates and the superseded rows, per number of a file.
    """
    table = stage(log)
    if projects_known and log.name != "projects":
        _refuse(
            connection,
            table,
            "project_id",
            "project",
            "project_id NOT IN (SELECT project_id FROM project_rows)",
            suspects,
        )
    if log.name == "inspections":
        known = ", ".join(map(typing.literal, clauses)) or "''"
        _refuse(connection, table, "clause", "clause", f"clause NOT IN ({known})", suspects)
    _mark_gone(connection, table, sorted({wrong.row for wrong in suspects.wrong} | set(suspects.blank)))
    return _supersede(connection, log)


def _refuse(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, reason: str, condition: str, suspects: Suspects
) -> None:
    rows = connection.execute(
        f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL AND {condition} ORDER BY rowid"
    ).fetchall()
    for row, value in rows:
        suspects.refuse(row, column, value, reason)


def _mark_gone(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[int]) -> None:
    if rows:
        connection.execute(
            f"UPDATE {table} SET _gone = TRUE WHERE rowid IN (SELECT unnest(CAST(? AS BIGINT[])))", [list(rows)]
        )


def _supersede(connection: duckdb.DuckDBPyConnection, log: Log) -> dict[int, tuple[int, int]]:
    """Of rows with one key, keep the newest state (semantics.md, "Rows that cannot be read").

    Returns the duplicates and the superseded rows, per number of a file.
    """
    table = stage(log)
    key = ", ".join(log.key)
    once = f"SELECT count(*) = count(DISTINCT _key) FROM {table} WHERE NOT _gone"
    if connection.execute(once).fetchall()[0][0]:
        return {}
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE twice AS
        WITH suspects AS (
            SELECT _key FROM {table} WHERE NOT _gone GROUP BY _key HAVING count(*) > 1
        ), seen AS (
            SELECT rowid AS row_id, _file, {key}, _same,
                lag(_same) OVER (PARTITION BY {key} ORDER BY rowid) AS before_same
            FROM {table} WHERE NOT _gone AND _key IN (SELECT _key FROM suspects)
        ), states AS (
            SELECT *, coalesce(_same = before_same, FALSE) AS is_duplicate FROM seen
        ), newest AS (
            SELECT *, max(row_id) FILTER (NOT is_duplicate) OVER (PARTITION BY {key}) AS newest_row FROM states
        )
        SELECT row_id, _file, is_duplicate FROM newest WHERE is_duplicate OR row_id < newest_row
        """
    )
    connection.execute(f"UPDATE {table} SET _gone = TRUE WHERE rowid IN (SELECT row_id FROM twice)")
    rows = connection.execute(
        "SELECT _file, count(*) FILTER (is_duplicate), count(*) FILTER (NOT is_duplicate) FROM twice GROUP BY _file"
    ).fetchall()
    return {number: (duplicates, superseded) for number, duplicates, superseded in rows}
