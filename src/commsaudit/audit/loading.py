"""Brings the files of a request into the engine: recognised, opened, typed, settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from commsaudit.audit.request import Progress
from commsaudit.engine.database import Database
from commsaudit.errors import InputError
from commsaudit.logs.discover import LogFile
from commsaudit.logs.careful import read_carefully
from commsaudit.logs.facts import sniff
from commsaudit.logs.raw import open_raw
from commsaudit.logs.table import RawTable, ReadLimits
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
    limits = ReadLimits()
    for name, log_files in by_log.items():
        if not log_files:
            continue
        log, options = logs()[name], settings.logs.get(name, LogOptions())
        raws = []
        for file in log_files:
            progress(file.name, done, len(files))
            raws.append(open_raw(file, log, options, temp_dir, limits))
            done += 1
        _same_shape(log, raws)
        by_name = {file.name: file for file in log_files}

        def reread(raw: RawTable, by_name: dict[str, LogFile] = by_name) -> RawTable:
            file = by_name[raw.file]
            log, options = logs()[file.log], settings.logs.get(file.log, LogOptions())
            sniffed = sniff(file.path, options, log, file.name)
            return read_carefully(file, log, options, sniffed, limits, temp_dir)

        try:
            database.load(log, raws, options, settings.timezone, clauses, reread)
        except (duckdb.InvalidInputException, duckdb.IOException) as error:
            names = ", ".join(by_name)
            raise InputError(f"{names}: {error}", f"{names}：{error}") from error
    progress("", done, len(files))
    database.fill_in_roles()


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
