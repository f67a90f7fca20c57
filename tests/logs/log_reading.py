"""Opening bytes as a log, and reading what was opened as the engine does."""

from __future__ import annotations

from pathlib import Path

import duckdb

from commsaudit.logs.discover import LogFile
from commsaudit.logs.facts import sniff
from commsaudit.logs.raw import open_raw, read_carefully
from commsaudit.logs.table import CsvScan, ParquetScan, RawTable, TextTable, literal_glob
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Column, Log

Row = tuple[str | None, ...]

# A log with a key, a required column, and an optional one.
VISITS = Log(
    "visits",
    "来访",
    ("project_id", "visit_id"),
    (
        Column("visit_id", "id", None, True, False, ("来访编号", "编号")),
        Column("project_id", "id", None, True, False, ("项目编号",)),
        Column("came_at", "time", None, True, False, ("来访时间",)),
        Column("note", "text", None, False, True, ("备注",)),
    ),
)
# A log whose columns a, b, c need not be there.
ABC = Log("abc", "甲乙丙", (), tuple(Column(name, "text", None, False, False, ()) for name in "abc"))


def log_file(path: Path, log: Log) -> LogFile:
    return LogFile(log.name, path, path.name)


def opened(
    folder: Path, data: bytes, log: Log = ABC, name: str = "x.csv", limits: Limits | None = None, **options: object
) -> RawTable:
    path = folder / name
    path.write_bytes(data)
    spare = folder / "spare"
    spare.mkdir(exist_ok=True)
    return open_raw(log_file(path, log), log, LogOptions(**options), spare, limits or Limits())


def carefully(folder: Path, data: bytes, log: Log = ABC, limits: Limits | None = None, **options: object) -> RawTable:
    path = folder / "x.csv"
    path.write_bytes(data)
    settings = LogOptions(**options)
    sniffed = sniff(path, settings, log)
    return read_carefully(log_file(path, log), log, settings, sniffed, limits or Limits())


def scan(relation: CsvScan) -> list[Row]:
    """What DuckDB's strict reader makes of it, as the engine calls it."""
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(relation.columns))
    query = (
        f"SELECT * FROM read_csv($path, columns = {{{columns}}}, auto_detect = false, header = false,"
        f" skip = {relation.skip_lines}, delim = $delimiter, quote = '\"', escape = '\"', strict_mode = true)"
    )
    with duckdb.connect() as connection:
        values = {"path": literal_glob(relation.path), "delimiter": relation.delimiter}
        return connection.execute(query, values).fetchall()


def rows(raw: RawTable) -> list[Row]:
    match raw.relation:
        case TextTable(table):
            return [tuple(row.values()) for row in table.to_pylist()]
        case CsvScan() as relation:
            found = scan(relation)
            assert len(found) == relation.expected_rows
            return found
        case ParquetScan(path):
            with duckdb.connect() as connection:
                return connection.execute("SELECT * FROM read_parquet($path)", {"path": literal_glob(path)}).fetchall()


def lines(raw: RawTable) -> list[int]:
    return [raw.lines.line(ordinal) for ordinal in range(len(rows(raw)))]
