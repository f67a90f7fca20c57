"""The statement that types the rows of files that are shaped alike: values, hashes, and the raw text of suspects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commsaudit.logs import typing
from commsaudit.logs.sampling import NATIVE_FORMATS
from commsaudit.logs.table import ParquetScan, RawTable, TextTable, literal_glob
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Column, Log

# What a native column is called where its type does not fit ours: then its text is read.
_FOREIGN = "other"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the columns of some files are read: in all forms (``careful``), or in the plain ones that a sample showed.

    ``native``: those that the CSV reader types itself, and as what.
    """

    careful: frozenset[str]
    marks: Mapping[str, frozenset[str]]
    native: Mapping[str, str]


def stage(log: Log) -> str:
    """The name of the stage table of ``log``."""
    return f"stage_{log.name}"


def shape(log: Log, raw: RawTable) -> tuple[tuple[str, str | None], ...]:
    """What files must share to be typed by one statement: our columns and their types before typing."""
    return tuple((column.name, _native(column, raw)) for column in log.columns if column.name in raw.columns)


def _native(column: Column, raw: RawTable) -> str | None:
    source = raw.columns[column.name]
    if source.constant is not None or not isinstance(raw.relation, ParquetScan):
        return None
    return None if source.native == "VARCHAR" else (source.native or _FOREIGN)


def _cell(column: Column, raw: RawTable, options: LogOptions) -> str:
    """The SQL of a column's raw cell: text, or a native value that fits."""
    source = raw.columns[column.name]
    if source.constant is not None:
        return typing.literal(source.constant)
    cell = f"c{source.index}"
    if isinstance(raw.relation, ParquetScan):
        cell = '"' + raw.relation.columns[source.index or 0][0].replace('"', '""') + '"'
        if _fitting(column, raw, options) is not None:
            return cell
        native = _native(column, raw)
        if native is not None:
            cell = f"array_to_string({cell}, ';')" if native.endswith("[]") else f"CAST({cell} AS VARCHAR)"
    if options.blanks:
        blanks = ", ".join(map(typing.literal, options.blanks))
        cell = f"CASE WHEN trim({cell}) IN ({blanks}) THEN NULL ELSE {cell} END"
    return cell


def _fitting(column: Column, raw: RawTable, options: LogOptions, zone: str = "UTC") -> str | None:
    native = _native(column, raw)
    return typing.native_value(column, f"r_{column.name}", native, options, zone) if native else None


def _scan(raw: RawTable, number: int, native: Mapping[str, str]) -> str:
    relation = raw.relation
    if isinstance(relation, TextTable):
        return f"raw_text_{number}"
    path = typing.literal(literal_glob(relation.path))
    if isinstance(relation, ParquetScan):
        return f"read_parquet({path})"
    types = {raw.columns[name].index: kind for name, kind in native.items()}
    columns = ", ".join(f"'c{index}': '{types.get(index, 'VARCHAR')}'" for index in range(relation.columns))
    return (
        f"read_csv({path}, columns = {{{columns}}}, auto_detect = false, header = false, skip = {relation.skip_lines},"
        f" delim = {typing.literal(relation.delimiter)}, quote = '\"', escape = '\"', strict_mode = true,"
        f" timestampformat = '{NATIVE_FORMATS['TIMESTAMP']}', dateformat = '{NATIVE_FORMATS['DATE']}')"
    )


def _arms(
    columns: Sequence[Column],
    raws: Sequence[RawTable],
    numbers: Sequence[int],
    options: LogOptions,
    reading: Reading,
) -> str:
    """The raw cells of ``columns`` in all files, one behind the other."""
    arms = []
    for raw, number in zip(raws, numbers, strict=True):
        cells = "".join(f", {_cell(column, raw, options)} AS r_{column.name}" for column in columns)
        arms.append(f"SELECT {number} AS _file{cells} FROM {_scan(raw, number, reading.native)}")
    return " UNION ALL ".join(arms)


def kept_columns(log: Log, needed: frozenset[str] | None) -> list[Column]:
    """The columns of the stage table: the key and what somebody will read (None: all)."""
    return [column for column in log.columns if needed is None or column.name in needed or column.name in log.key]


def stored_columns(log: Log, raw: RawTable, needed: frozenset[str] | None) -> list[Column]:
    """The kept columns that the file has."""
    return [column for column in kept_columns(log, needed) if column.name in raw.columns]


def read_columns(log: Log, raw: RawTable, needed: frozenset[str] | None) -> list[Column]:
    """The columns that are read: what is kept, and what may hold a wrong value. Other text takes part in nothing."""
    stored = stored_columns(log, raw, needed)
    return [
        column
        for column in log.columns
        if column in stored or (column.name in raw.columns and (column.type != "text" or column.required))
    ]


def rest_select(
    log: Log,
    raws: Sequence[RawTable],
    numbers: Sequence[int],
    options: LogOptions,
    zone: str,
    reading: Reading,
    needed: frozenset[str] | None,
) -> str:
    """The statement that hashes, row by row, the values that ``typed_insert`` does not keep.

    Whether two rows are the same must not depend on who reads which columns: so these are typed like the others.
    """
    model = raws[0]
    stored = stored_columns(log, model, needed)
    rest = [column for column in log.columns if column.name in model.columns and column not in stored]
    arms = _arms(rest, raws, numbers, options, reading)
    typed = "".join(f", {_value(log, column, model, options, zone, reading)} AS {column.name}" for column in rest)
    values = ", ".join(["0", *map(typing.finished, rest)])
    return f"SELECT hash({values}) AS rest FROM (SELECT _file{typed} FROM ({arms}))"


def typed_insert(
    log: Log,
    raws: Sequence[RawTable],
    numbers: Sequence[int],
    options: LogOptions,
    zone: str,
    reading: Reading,
    needed: frozenset[str] | None,
) -> str:
    """The statement for ``raws``, which share a shape; ``numbers`` are their places among the log's files.

    Every column that may hold a wrong value is read, but only the ``needed`` ones are kept. ``_raw`` holds the cells of a
    row in which one did not become a value, and behind them which did not.
    """
    model = raws[0]
    stored, there = stored_columns(log, model, needed), read_columns(log, model, needed)
    typed = ", ".join(f"{_value(log, column, model, options, zone, reading)} AS {column.name}" for column in there)
    raw_names = ", ".join(f"r_{column.name}" for column in there)
    arms = _arms(there, raws, numbers, options, reading)
    finished = ", ".join(map(typing.finished, stored))
    lacks = ", ".join(f"CAST({column.name} IS NULL AS VARCHAR)" for column in there)
    cells = ", ".join(f"CAST(r_{column.name} AS VARCHAR)" for column in there)
    names = ", ".join(column.name for column in stored)
    return (
        f"INSERT INTO {stage(log)} ({names}, _file, _key, _raw, _gone)"
        f" SELECT {finished}, _file, hash({', '.join(log.key)}),"
        f" CASE WHEN _suspect THEN [{cells}, {lacks}] END, {_not_gone(there, reading)}"
        f" FROM (SELECT *, {_suspect(there, reading)} AS _suspect"
        f" FROM (SELECT _file, {typed}, {raw_names} FROM ({arms})))"
    )


def _value(log: Log, column: Column, raw: RawTable, options: LogOptions, zone: str, reading: Reading) -> str:
    name = f"r_{column.name}"
    if column.name in reading.native:
        return name
    fitting = _fitting(column, raw, options, zone)
    if fitting is not None:
        return fitting
    if column.name not in reading.careful:
        plain = typing.plain_value(log, column, name, options, zone, reading.marks.get(column.name, frozenset()))
        if plain is not None:
            return plain
    return typing.value(log, column, name, options, zone)


def _not_gone(columns: Sequence[Column], reading: Reading) -> str:
    """SQL: FALSE, or an error where the CSV reader cannot be trusted.

    Its forms are strict but for a year of less than four digits and for words such as ``infinity``, which it reads as
    1900-01-01.
    """
    moments = ", ".join(f"r_{column.name}" for column in columns if column.name in reading.native)
    if not moments:
        return "FALSE"
    return f"CASE WHEN least({moments}) < TIMESTAMP '1900-01-02' THEN error('older than any export') ELSE FALSE END"


def _suspect(columns: Sequence[Column], reading: Reading) -> str:
    """SQL: whether a row may be wrong, or holds a word that was read as ``other``."""
    signs = []
    for column in columns:
        if column.required:
            signs.append(f"{column.name} IS NULL")
        elif column.type != "text" and column.name not in reading.native:
            signs.append(f"({column.name} IS NULL AND r_{column.name} IS NOT NULL)")
        if column.type == "enum" and column.name in reading.careful:
            signs.append(f"coalesce({column.name} = 'other', FALSE)")
    return " OR ".join(signs)
