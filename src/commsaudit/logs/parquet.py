"""Parquet files: their schema, and which of their types need no detour through text."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from commsaudit.logs.counting import digest_of
from commsaudit.logs.headers import clean, refuse_wide, resolve
from commsaudit.logs.lines import Consecutive
from commsaudit.logs.refusals import cause_of, refusal
from commsaudit.logs.table import ParquetScan, RawColumn, RawTable
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Log

_INTEGERS = {
    "int8": "TINYINT",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "uint8": "UTINYINT",
    "uint16": "USMALLINT",
    "uint32": "UINTEGER",
    "uint64": "UBIGINT",
}


def _schema(path: Path, file: str, limits: Limits) -> pa.Schema:
    try:
        with pq.ParquetFile(path) as parquet:
            schema = parquet.schema_arrow
    except (pa.ArrowException, OSError, EOFError, ValueError) as error:
        # A ValueError where the footer holds bytes that are no text.
        cause = cause_of(error)
        raise refusal(
            file,
            f"the Parquet file is cut off or damaged ({cause}); export it again",
            f"Parquet 文件不完整或已损坏（{cause}）；请重新导出",
        ) from None
    refuse_wide(schema.names, limits, file)
    return schema


def parquet_header(path: Path, file: str, limits: Limits) -> tuple[str, ...]:
    """The names of the columns of a Parquet file.

    Raises:
        InputError: it is cut off or damaged, or has too many columns.
    """
    return tuple(_schema(path, file, limits).names)


def open_parquet(path: Path, file: str, log: Log, options: LogOptions, limits: Limits) -> RawTable:
    """A Parquet file as the engine loads it. Its rows count from 1.

    Raises:
        InputError: it is cut off or damaged, or its columns are not those of the log.
    """
    schema = _schema(path, file, limits)
    headers = resolve(log, [clean(name) for name in schema.names], options, file)
    columns = {name: RawColumn(at, native_type(schema.types[at])) for name, at in headers.columns.items()}
    columns.update({name: RawColumn(None, constant=value) for name, value in headers.constants.items()})
    return RawTable(
        log=log.name,
        file=file,
        sha256=digest_of(path),
        columns=columns,
        relation=ParquetScan(path, tuple(zip(schema.names, schema.types, strict=True))),
        lines=Consecutive(1),
        rejects=(),
        headers=headers,
    )


def native_type(kind: pa.DataType) -> str | None:
    """The DuckDB type to take a column of this Arrow type as, or None where it has to go through text."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if _is_text(kind):
        return "VARCHAR"
    if pa.types.is_timestamp(kind):
        return "TIMESTAMPTZ" if kind.tz else "TIMESTAMP"
    if pa.types.is_date(kind):
        return "DATE"
    if pa.types.is_boolean(kind):
        return "BOOLEAN"
    if pa.types.is_integer(kind):
        return _INTEGERS[str(kind)]
    if pa.types.is_floating(kind):
        return "DOUBLE"
    if pa.types.is_decimal(kind) and kind.precision <= 38 and kind.scale >= 0:
        return f"DECIMAL({kind.precision},{kind.scale})"
    if (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and _is_text(kind.value_type):
        return "VARCHAR[]"
    return None


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))
