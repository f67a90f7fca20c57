"""Loads raw tables into typed ones: one statement per shape of file types and hashes all rows at once.

What was set aside stays in the stage table, marked ``_gone``; the view that checks read leaves it out. A row's place
in the stage table (its rowid) is its place in its file, so no row carries a line number.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import duckdb

from commsaudit.engine.suspects import Suspects, look, spelled_words, truly_blank
from commsaudit.engine.typed import Reading, kept_columns, read_columns, rest_select, shape, stage, typed_insert
from commsaudit.errors import InputError
from commsaudit.logs import typing
from commsaudit.logs.sampling import plain_forms
from commsaudit.logs.table import CsvScan, RawTable, TextTable
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Column, Log

_MOST_LOOKED_AT = 2000
_BATCH = 10_000
_CREATING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where the rows of one raw table stand in the stage table of its log: ``first`` .. ``first + rows - 1``.

    ``reading`` is how its cells were read.
    """

    raw: RawTable
    first: int
    rows: int
    reading: Reading


def in_batches(result: duckdb.DuckDBPyConnection) -> Iterator[Any]:
    """The rows of a result, of which not all are in memory at once."""
    while rows := result.fetchmany(_BATCH):
        yield from rows


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


def create_stage(connection: duckdb.DuckDBPyConnection, log: Log, needed: frozenset[str] | None) -> None:
    """Create the empty stage table of ``log`` and its view: only logs that are supplied have them.

    The table has the ``needed`` columns (None: all); the view has every column of the log, the others without a value.
    """
    kept = kept_columns(log, needed)
    columns = ", ".join(f"{column.name} {typing.TYPES[column.type]}" for column in kept)
    seen = ", ".join(
        column.name if column in kept else f"CAST(NULL AS {typing.TYPES[column.type]}) AS {column.name}"
        for column in log.columns
    )
    connection.execute(
        f"CREATE TABLE {stage(log)} ({columns}, _file INTEGER, _key UBIGINT, _raw VARCHAR[], _gone BOOLEAN);"
        f" CREATE VIEW {view(log)} AS SELECT {seen}, rowid AS _row FROM {stage(log)} WHERE NOT _gone"
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
    most: int = Limits().rejects

    def load(self, raws: Sequence[RawTable]) -> tuple[list[Loaded], Suspects]:
        """Load all files.

        Returns where each stands, and what became of the suspect rows: by row id, already marked ``_gone`` where wrong.
        """
        loaded: list[Loaded] = []
        suspects = Suspects(self.most)
        for _, same in groupby(raws, key=lambda raw: shape(self.log, raw)):
            group = list(same)
            try:
                parts, found = self._append(group, loaded)
            except _UNREADABLE:
                parts, found = [], Suspects(self.most)
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
        forms = plain_forms(self.log, raws, self.options, self.zone)
        reading = Reading(forms.careful, forms.marks, forms.native)
        with self._registered(raws, numbers):
            while True:
                try:
                    parts, suspects = self._try(raws, numbers, first, reading)
                except (duckdb.ConversionException, duckdb.InvalidInputException):
                    # Not the form that the sample showed, or one that cannot be trusted: the text decides.
                    if not reading.native:
                        raise
                    reading = replace(reading, native={})
                    continue
                odd = frozenset(suspects.odd) - reading.careful
                if not odd:
                    return parts, suspects
                reading = replace(reading, careful=reading.careful | odd)

    @contextmanager
    def _registered(self, raws: Sequence[RawTable], numbers: Sequence[int]) -> Iterator[None]:
        """Let statements see the tables that were read here."""
        tables = {
            f"raw_text_{number}": raw.relation.table
            for raw, number in zip(raws, numbers, strict=True)
            if isinstance(raw.relation, TextTable)
        }
        for name, table in tables.items():
            self.connection.register(name, table)
        try:
            yield
        finally:
            for name in tables:
                self.connection.unregister(name)

    def hash_rest(self, loaded: Sequence[Loaded]) -> None:
        """Create the table ``rest``: for each row, in the stage table's order, a hash of the values that were not kept.

        Only where a key stands twice does it matter whether two rows are the same in every column.

        Raises:
            InputError: a file has changed since it was loaded.
        """
        self.connection.execute("CREATE OR REPLACE TEMP TABLE rest (rest UBIGINT)")
        numbered = list(enumerate(loaded))
        for _, same in groupby(numbered, key=lambda entry: (shape(self.log, entry[1].raw), id(entry[1].reading))):
            group = list(same)
            raws, numbers = [part.raw for _, part in group], [number for number, _ in group]
            reading = group[0][1].reading
            statement = rest_select(self.log, raws, numbers, self.options, self.zone, reading, self.needed)
            self._create_word_macros(statement)
            with self._registered(raws, numbers):
                self.connection.execute(f"INSERT INTO rest {statement}")
        rows = self.connection.execute("SELECT count(*) FROM rest").fetchall()[0][0]
        if rows != sum(part.rows for part in loaded):
            names = ", ".join(part.raw.file for part in loaded)
            raise InputError(f"{names}: changed while being read", f"{names}：读取过程中文件被改动")

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
            parts, offset = self._places(raws, numbers, first, reading)
            suspects = self._look(raws[0], parts, offset, reading)
            keep = not suspects.odd - reading.careful
        finally:
            self.connection.execute("COMMIT" if keep else "ROLLBACK")
        return parts, suspects

    def _places(
        self, raws: Sequence[RawTable], numbers: Sequence[int], first: int, reading: Reading
    ) -> tuple[list[Loaded], int]:
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
            parts.append(Loaded(raw, start, count, reading))
            first += count
        return parts, offset

    def _look(self, raw: RawTable, parts: Sequence[Loaded], offset: int, reading: Reading) -> Suspects:
        """Look at the suspect rows among ``parts``: at a few, and at all if those hold no form that needs more care."""
        columns = read_columns(self.log, raw, self.needed)
        others = spelled_words(self.log, reading.careful, self.options)
        query = (
            f"SELECT rowid - {offset}, _raw FROM {stage(self.log)}"
            f" WHERE _raw IS NOT NULL AND rowid >= {parts[0].first + offset} ORDER BY rowid"
        )
        rows = self.connection.execute(f"{query} LIMIT {_MOST_LOOKED_AT}").fetchall()
        suspects = look(columns, rows, others, self.options.formats, self.most)
        if len(rows) == _MOST_LOOKED_AT and not suspects.odd - reading.careful:
            all_rows = in_batches(self.connection.execute(query))
            suspects = look(columns, all_rows, others, self.options.formats, self.most)
        self._keep_unknown_blanks(suspects, parts, columns)
        return suspects

    def _keep_unknown_blanks(self, suspects: Suspects, parts: Sequence[Loaded], columns: Sequence[Column]) -> None:
        """A row whose columns of ours are blank, but not all of it, is a row with blank keys."""
        for part in parts:
            here = [row - part.first for row in suspects.blank if part.first <= row < part.first + part.rows]
            for ordinal in sorted(set(here) - truly_blank(part.raw, here)):
                suspects.refuse_blank(part.first + ordinal, columns)
