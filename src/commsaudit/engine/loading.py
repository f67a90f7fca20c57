"""Loads raw tables into typed ones: one statement per file types, checks and hashes all rows at once.

What was set aside stays in the stage table, marked ``_gone``; the view that checks read leaves it out. A row's place
in the stage table (its rowid) is its place in its file, so no row carries a line number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb

from commsaudit.logs import typing
from commsaudit.logs.table import CsvScan, ParquetScan, RawTable, TextTable
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Column, Log


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where the rows of one raw table stand in the stage table of its log: ``first`` .. ``first + rows - 1``."""

    raw: RawTable
    first: int
    rows: int


class RowsDiffer(Exception):
    """The quick reader and the look at the bytes do not agree on the rows; the careful reader decides."""


def stage(log: Log) -> str:
    """The name of the stage table of ``log``."""
    return f"stage_{log.name}"


def create_stage(connection: duckdb.DuckDBPyConnection, log: Log) -> None:
    """Create the empty stage table of ``log`` and its view."""
    columns = ", ".join(f"{column.name} {typing.TYPES[column.type]}" for column in log.columns)
    connection.execute(
        f"CREATE TABLE {stage(log)} ({columns}, _key UBIGINT, _same UBIGINT,"
        ' _bad STRUCT("column" VARCHAR, "value" VARCHAR, reason VARCHAR)[],'
        ' _other STRUCT("column" VARCHAR, word VARCHAR)[], _gone BOOLEAN)'
    )
    names = ", ".join(column.name for column in log.columns)
    connection.execute(
        f"CREATE VIEW {view(log)} AS SELECT {names}, rowid AS _row FROM {stage(log)} WHERE NOT _gone"
    )


def view(log: Log) -> str:
    """The relation that checks read; that of projects is made later, from the audited ones."""
    return log.name if log.name != "projects" else "project_rows"


def insert(
    connection: duckdb.DuckDBPyConnection, log: Log, raw: RawTable, options: LogOptions, zone: str, first: int
) -> Loaded:
    """Append the rows of ``raw`` to the stage table of ``log``.

    Raises:
        RowsDiffer: a quick scan read other rows than the bytes hold; nothing was appended.
        duckdb.Error: the file cannot be scanned; nothing was appended.
    """
    relation = raw.relation
    if isinstance(relation, TextTable):
        connection.register("raw_text", relation.table)
    try:
        rows, odd = _try(connection, log, raw, options, zone, first, frozenset())
        if odd:
            rows, _ = _try(connection, log, raw, options, zone, first, odd)
    finally:
        if isinstance(relation, TextTable):
            connection.unregister("raw_text")
    return Loaded(raw, first, rows)


def _try(
    connection: duckdb.DuckDBPyConnection,
    log: Log,
    raw: RawTable,
    options: LogOptions,
    zone: str,
    first: int,
    careful: frozenset[str],
) -> tuple[int, frozenset[str]]:
    """Append the rows, reading the columns ``careful`` in all forms and the others in their plainest ones.

    Returns the number of rows, and the columns that hold other forms: then nothing was appended. Most exports need no
    care, and careful statements take a hundred times as long to bind.
    """
    statement = f"INSERT INTO {stage(log)} {typed_select(log, raw, options, zone, careful)}"
    connection.execute("BEGIN")
    odd: frozenset[str] = frozenset()
    try:
        rows = int(connection.execute(statement).fetchall()[0][0])  # type: ignore[index]
        if isinstance(raw.relation, CsvScan) and rows != raw.relation.expected_rows:
            raise RowsDiffer(raw.file)
        if not careful:
            odd = _odd_columns(connection, log, first)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("ROLLBACK" if odd else "COMMIT")
    return rows, odd


def _odd_columns(connection: duckdb.DuckDBPyConnection, log: Log, first: int) -> frozenset[str]:
    """The columns of which a cell, not blank, could not be read in its plainest form."""
    found = connection.execute(
        f"SELECT DISTINCT wrong.column FROM (SELECT unnest(_bad) AS wrong FROM {stage(log)}"
        f" WHERE rowid >= {first} AND len(_bad) > 0) WHERE wrong.reason NOT IN ('', 'blank')"
    ).fetchall()
    return frozenset(name for (name,) in found)


def _scan(raw: RawTable) -> str:
    relation = raw.relation
    if isinstance(relation, TextTable):
        return "raw_text"
    path = typing.literal(str(relation.path))
    if isinstance(relation, ParquetScan):
        return f"read_parquet({path})"
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(relation.columns))
    return (
        f"read_csv({path}, columns = {{{columns}}}, auto_detect = false, header = false, skip = {relation.skip_lines},"
        f" delim = {typing.literal(relation.delimiter)}, quote = '\"', escape = '\"', strict_mode = true)"
    )


def _cell(raw: RawTable, column: Column) -> tuple[str, str | None]:
    """The SQL of a column's raw cell and its native type, where it has one that is not text."""
    source = raw.columns.get(column.name)
    if source is None:
        return "CAST(NULL AS VARCHAR)", None
    if source.constant is not None:
        return typing.literal(source.constant), None
    if isinstance(raw.relation, ParquetScan):
        name = '"' + raw.relation.columns[source.index or 0][0].replace('"', '""') + '"'
        return (name, None) if source.native == "VARCHAR" else (name, source.native or "other")
    return f"c{source.index}", None


def _typed(
    column: Column, raw: RawTable, options: LogOptions, zone: str, careful: frozenset[str]
) -> tuple[str, str]:
    """The SQL of a column's raw text, and of its value in terms of the name ``r_<column>``."""
    cell, native = _cell(raw, column)
    name = f"r_{column.name}"
    if column.name not in raw.columns:
        return cell, f"CAST(NULL AS {typing.TYPES[column.type]})"
    if native is not None:
        fitting = typing.native_value(column, name, native, options, zone)
        if fitting is not None:
            return cell, fitting
        cell = f"CAST({cell} AS VARCHAR)"
    if options.blanks:
        cell = f"CASE WHEN trim({cell}) IN ({', '.join(map(typing.literal, options.blanks))}) THEN NULL ELSE {cell} END"
    plain = None if column.name in careful else typing.plain_value(column, name, options, zone)
    return cell, plain or typing.value(column, name, options, zone)


def _complaint(column: Column) -> str:
    """SQL: what is wrong with a column's cell, as a struct; NULL where nothing is."""
    name, raw = column.name, f"r_{column.name}"
    text = f"CAST({raw} AS VARCHAR)"

    def wrong(reason: str) -> str:
        return f"{{'column': '{name}', 'value': left({text}, 200), 'reason': {typing.literal(reason)}}}"

    blank = f"coalesce({typing.is_blank(text)}, TRUE)"
    if column.type in {"id", "text"}:
        return f"CASE WHEN {name} IS NULL THEN {wrong('blank')} END"
    unreadable = wrong(typing.reason(column))
    if column.required:
        return f"CASE WHEN {name} IS NULL THEN CASE WHEN {blank} THEN {wrong('blank')} ELSE {unreadable} END END"
    return f"CASE WHEN {name} IS NULL AND NOT ({blank}) THEN {unreadable} END"


def _bad(log: Log, raw: RawTable) -> str:
    """SQL: the list of what is wrong with a row, empty or NULL where nothing is."""
    suspects, complaints = [], []
    for column in log.columns:
        if column.name not in raw.columns or (column.type == "text" and not column.required):
            continue
        seen = "" if column.required else f" AND r_{column.name} IS NOT NULL"
        suspects.append(f"({column.name} IS NULL{seen})")
        complaints.append(_complaint(column))
    cells = _all_cells(raw)
    blank_row = typing.is_blank(f"concat({', '.join(cells)})") if cells else "FALSE"
    return (
        f"CASE WHEN {' OR '.join(suspects)} THEN CASE WHEN {blank_row}"
        " THEN [{'column': '', 'value': '', 'reason': ''}]"
        f" ELSE list_filter([{', '.join(complaints)}], lambda wrong: wrong IS NOT NULL) END END"
    )


def _all_cells(raw: RawTable) -> Sequence[str]:
    return [f"c{index}" for index in range(raw.relation.columns)] if isinstance(raw.relation, CsvScan) else []


def _others(log: Log, raw: RawTable, options: LogOptions, careful: frozenset[str]) -> str:
    """SQL: the words that were read as ``other``, which only a careful reading does."""
    flags, words = [], []
    for column in log.columns:
        if column.type == "enum" and column.name in raw.columns and column.name in careful:
            name = f"r_{column.name}"
            unknown = typing.unknown_word(f"CAST({name} AS VARCHAR)", column.name, column, options)
            flags.append(f"{column.name} = 'other'")
            words.append(f"CASE WHEN {unknown} THEN {{'column': '{column.name}', 'word': {name}}} END")
    if not flags:
        return "NULL"
    found = f"list_filter([{', '.join(words)}], lambda word: word IS NOT NULL)"
    return f"CASE WHEN {' OR '.join(flags)} THEN {found} END"


def typed_select(log: Log, raw: RawTable, options: LogOptions, zone: str, careful: frozenset[str]) -> str:
    """The statement that types all rows of ``raw``: its columns, its hashes, what is wrong with it."""
    cells: dict[str, str] = {}
    values: dict[str, str] = {}
    for column in log.columns:
        cells[column.name], values[column.name] = _typed(column, raw, options, zone, careful)
    raw_cells = ", ".join([*(f"{cell} AS r_{name}" for name, cell in cells.items()), *_all_cells(raw)])
    typed = ", ".join(f"{value} AS {name}" for name, value in values.items())
    kept = ", ".join([*(f"r_{name}" for name in cells), *_all_cells(raw)])
    same = ", ".join(f"r_{column.name}" if column.type == "text" else column.name for column in log.columns)
    finished = ", ".join(typing.finished(column) for column in log.columns)
    return (
        f"SELECT {finished}, hash({', '.join(log.key)}), hash({same}), {_bad(log, raw)}, {_others(log, raw, options, careful)},"
        f" FALSE FROM (SELECT {typed}, {kept} FROM (SELECT {raw_cells} FROM {_scan(raw)}))"
    )


def settle(connection: duckdb.DuckDBPyConnection, log: Log, *, projects_known: bool, clauses: Sequence[str]) -> None:
    """Mark the rows of ``log`` that do not count: unreadable ones, those of strangers, all but the newest of a key.

    ``clauses`` are the ids that ``inspections`` may name.
    """
    table = stage(log)
    if projects_known and log.name != "projects":
        _refuse(connection, table, "project_id", "not a project of the log projects",
                "project_id NOT IN (SELECT project_id FROM project_rows)")
    if log.name == "inspections":
        known = ", ".join(map(typing.literal, clauses)) or "''"
        _refuse(connection, table, "clause", "not a clause of the catalogue", f"clause NOT IN ({known})")
    connection.execute(f"UPDATE {table} SET _gone = TRUE WHERE len(_bad) > 0")
    _supersede(connection, log)


def _refuse(connection: duckdb.DuckDBPyConnection, table: str, column: str, reason: str, condition: str) -> None:
    wrong = f"{{'column': '{column}', 'value': {column}, 'reason': {typing.literal(reason)}}}"
    connection.execute(
        f"UPDATE {table} SET _bad = list_append(coalesce(_bad, []), {wrong}) WHERE {column} IS NOT NULL AND {condition}"
    )


def _supersede(connection: duckdb.DuckDBPyConnection, log: Log) -> None:
    """Of rows with one key, keep the newest state; ``_other`` is emptied and ``_bad`` says what became of the rest."""
    table = stage(log)
    key = ", ".join(log.key)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE twice AS
        WITH suspects AS (
            SELECT _key FROM {table} WHERE NOT _gone GROUP BY _key HAVING count(*) > 1
        ), seen AS (
            SELECT rowid AS row_id, {key}, _same,
                lag(_same) OVER (PARTITION BY {key} ORDER BY rowid) AS before_same,
                row_number() OVER (PARTITION BY {key} ORDER BY rowid) AS nth
            FROM {table} WHERE NOT _gone AND _key IN (SELECT _key FROM suspects)
        ), states AS (
            SELECT *, nth > 1 AND _same = before_same AS is_duplicate FROM seen
        )
        SELECT row_id, is_duplicate, NOT is_duplicate
            AND row_id < max(row_id) FILTER (NOT is_duplicate) OVER (PARTITION BY {key}) AS is_superseded
        FROM states
        """
    )
    connection.execute("DELETE FROM twice WHERE NOT is_duplicate AND NOT is_superseded")
    connection.execute(f"UPDATE {table} SET _gone = TRUE WHERE rowid IN (SELECT row_id FROM twice)")


def counts(connection: duckdb.DuckDBPyConnection, log: Log, loaded: Sequence[Loaded]) -> Mapping[int, tuple[int, ...]]:
    """Per index of ``loaded``: blank lines, rejected, duplicates and superseded rows among its scanned ones."""
    table = stage(log)
    found = {}
    for index, part in enumerate(loaded):
        span = f"BETWEEN {part.first} AND {part.first + part.rows - 1}"
        blank, rejected = connection.execute(
            f"SELECT count(*) FILTER (_bad[1].reason = ''), count(*) FILTER (_bad[1].reason <> '') FROM {table} WHERE _gone AND rowid {span}"
        ).fetchall()[0]  # type: ignore[misc]
        twice = connection.execute(
            f"SELECT count(*) FILTER (is_duplicate), count(*) FILTER (is_superseded) FROM twice WHERE row_id {span}"
        ).fetchall()[0]
        found[index] = (blank, rejected, *twice)  # type: ignore[misc]
    return found
