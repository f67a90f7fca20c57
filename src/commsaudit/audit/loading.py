"""Brings the files of a request into the engine: recognised, opened, typed, settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from commsaudit.audit.request import Progress
from commsaudit.engine import loading
from commsaudit.engine.database import Database
from commsaudit.engine.loading import Loaded, RowsDiffer
from commsaudit.errors import InputError
from commsaudit.logs.discover import LogFile
from commsaudit.logs.careful import read_carefully
from commsaudit.logs.facts import sniff
from commsaudit.logs.raw import open_raw
from commsaudit.logs.table import CsvScan, RawTable, ReadLimits, TextTable
from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Log, logs
from commsaudit.model.settings import Settings


def load_logs(
    database: Database,
    files: Sequence[LogFile],
    settings: Settings,
    clauses: Sequence[str],
    temp_dir: Path,
    progress: Progress,
) -> None:
    """Load all ``files``, projects first; ``clauses`` are the ids that inspections may name.

    Raises:
        InputError: a file cannot be read as its log, or the files of a log have different columns.
    """
    by_log: dict[str, list[LogFile]] = {name: [] for name in logs()}
    for file in files:
        by_log[file.log].append(file)
    done = 0
    for name, log_files in by_log.items():
        if not log_files:
            continue
        log, options = logs()[name], settings.logs.get(name, LogOptions())
        parts: list[Loaded] = []
        for file in log_files:
            progress(file.name, done, len(files))
            parts.append(_load(database, log, file, options, settings.timezone, temp_dir, parts))
            done += 1
        _same_shape(log, [part.raw for part in parts])
        database.settle(log, parts, parts[0].raw.columns, clauses)
    progress("", done, len(files))
    database.fill_in_roles()


def _load(
    database: Database,
    log: Log,
    file: LogFile,
    options: LogOptions,
    timezone: str,
    temp_dir: Path,
    before: Sequence[Loaded],
) -> Loaded:
    first = sum(part.rows for part in before)
    limits = ReadLimits()
    raw = open_raw(file, log, options, temp_dir, limits)
    try:
        return loading.insert(database.connection, log, raw, options, timezone, first)
    except duckdb.OutOfMemoryException:
        raise
    except (RowsDiffer, duckdb.Error) as error:
        if isinstance(raw.relation, TextTable):
            raise
        if not isinstance(raw.relation, CsvScan):
            raise InputError(f"{file.name}: {error}", f"{file.name}：{error}") from error
    sniffed = sniff(file.path, options, log, file.name)
    careful = read_carefully(file, log, options, sniffed, limits, temp_dir)
    return loading.insert(database.connection, log, careful, options, timezone, first)


def _same_shape(log: Log, raws: Sequence[RawTable]) -> None:
    """Files of one log must agree on the columns whose absence means not assessed.

    Raises:
        InputError: they do not; a clause would be judged on half of the rows.
    """
    marked = {column.name for column in log.columns if column.optional}
    shapes: list[Mapping[str, object]] = [
        {name: None for name in raw.columns if name not in marked} for raw in raws
    ]
    for raw, shape in zip(raws[1:], shapes[1:], strict=True):
        lacking = [name for name in shapes[0] if name not in shape]
        extra = [name for name in shape if name not in shapes[0]]
        if lacking or extra:
            names = ", ".join(lacking or extra)
            here, there = (raw.file, raws[0].file) if lacking else (raws[0].file, raw.file)
            raise InputError(
                f"log {log.name}: {here} lacks columns that {there} has: {names};"
                " export both alike, map them in [logs."
                f"{log.name}] columns, or audit them apart",
                f"日志“{log.zh}”：{here} 缺少 {there} 中有的列：{names}；请按同样的格式导出，"
                f"或在 [logs.{log.name}] columns 中对应，或分开检查",
            )
