"""Brings the files of a request into the engine: recognised, opened, typed, settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import duckdb

from commsaudit.audit.request import Progress
from commsaudit.engine.database import Database
from commsaudit.engine.room import no_room
from commsaudit.errors import InputError
from commsaudit.logs.discover import LogFile
from commsaudit.logs.raw import open_carefully, open_raw
from commsaudit.logs.refusals import cause_of
from commsaudit.logs.stamps import changed, refuse_changed, stamp_of
from commsaudit.logs.table import RawTable
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Log, logs
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Standard

# Bytes up to which a log is small: its statement takes longer to plan than to run.
_SMALL = 32 << 20


def load_logs(
    database: Database,
    files: Sequence[LogFile],
    settings: Settings,
    catalogue: Mapping[str, Standard],
    temp_dir: Path,
    progress: Progress,
    used: Iterable[Standard] | None = None,
) -> None:
    """Load all ``files``, projects first, then small logs side by side, then large ones one after the other.

    ``used`` are the standards whose columns are kept; all, where none are given.

    While the engine types one log, the files of the next are looked at: their bytes are counted and summed.

    Raises:
        InputError: a file cannot be read as its log, or the files of a log have different columns.
    """
    by_log: dict[str, list[LogFile]] = {}
    for file in files:
        by_log.setdefault(file.log, []).append(file)
    order = sorted(by_log, key=lambda name: (name != "projects", _size(by_log[name]), name))
    clauses = [clause.id for standard in catalogue.values() for clause in standard.clauses]
    needed = _needed(catalogue.values() if used is None else used)
    opening = _Opening(settings, temp_dir, settings.limits)

    def load(name: str, opened: Future[list[RawTable]]) -> int:
        raws = opened.result()
        _load(database, name, raws, by_log[name], opening, clauses, needed.get(name, frozenset()))
        return len(raws)

    if sum(map(_size, by_log.values())) <= _SMALL:
        database.keep_statements_apart()
    done = 0
    with database.workers() as loaders, database.workers() as openers:
        coming = {name: openers.submit(opening.open, name, by_log[name]) for name in order}
        if "projects" in coming:
            done += load("projects", coming.pop("projects"))
        small = [name for name in coming if _size(by_log[name]) <= _SMALL]
        loading = [(name, loaders.submit(load, name, coming[name])) for name in small]
        for name, loaded in loading:
            progress(by_log[name][0].name, done, len(files))
            done += loaded.result()
        for name in coming:
            if name not in small:
                progress(by_log[name][0].name, done, len(files))
                done += load(name, coming[name])
    progress("", done, len(files))
    database.fill_in_roles()


@dataclass(frozen=True)
class _Opening:
    """Opens files as the settings say."""

    settings: Settings
    temp_dir: Path
    limits: Limits

    def options(self, log: str) -> LogOptions:
        return self.settings.logs.get(log, LogOptions())

    def open(self, log: str, files: Sequence[LogFile]) -> list[RawTable]:
        return [open_raw(file, logs()[log], self.options(log), self.temp_dir, self.limits) for file in files]

    def again(self, file: LogFile, raw: RawTable) -> RawTable:
        """The file, opened as ``raw`` before, read by the careful reader."""
        again = open_carefully(file, logs()[file.log], self.options(file.log), self.temp_dir, self.limits)
        if again.stamp != raw.stamp:
            raise changed(file.name)
        return again


def _load(
    database: Database,
    name: str,
    raws: Sequence[RawTable],
    files: Sequence[LogFile],
    opening: _Opening,
    clauses: Sequence[str],
    needed: frozenset[str],
) -> None:
    by_name = {file.name: file for file in files}
    try:
        database.load(
            logs()[name],
            raws,
            opening.options(name),
            opening.settings.timezone,
            clauses,
            lambda raw: opening.again(by_name[raw.file], raw),
            needed,
            opening.limits.rejects,
        )
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except FileNotFoundError:
        _refuse_changed(raws)
        raise
    except duckdb.Error as error:
        if full := no_room(error):
            raise full from error
        _refuse_changed(raws)
        raise _unreadable(by_name, error) from error
    _refuse_changed(raws)
    _same_shape(logs()[name], [part.raw for part in database.supplied[name].files if part.rows])


def _refuse_changed(raws: Iterable[RawTable]) -> None:
    for raw in raws:
        if raw.stamp:
            refuse_changed(raw.stamp, raw.file)


def _unreadable(files: Mapping[str, LogFile], error: duckdb.Error) -> InputError:
    """What the engine says of the files of a log: where it names one of them, it is about that one."""
    named = [name for name, file in files.items() if str(file.path) in str(error)] or list(files)
    cause = cause_of(error)
    return InputError(
        f"{', '.join(named)}: damaged, or not readable as a log ({cause}); export it again",
        f"{'、'.join(named)}：已损坏或无法作为日志读取（{cause}）；请重新导出",
    )


def _size(files: Sequence[LogFile]) -> int:
    return sum(stamp_of(file.path, file.name).size for file in files)


def _needed(standards: Iterable[Standard]) -> dict[str, frozenset[str]]:
    """Per log, the columns that any clause reads, and those that the engine itself and the figures of surveys read."""
    found: dict[str, set[str]] = {
        "projects": {column.name for column in logs()["projects"].columns},
        "staff": {"role"},
        "contacts": {"staff_id", "staff_role"},
        "inspections": {"clause", "inspected_on", "verdict"},
        "postponements": {"obligation", "period", "approved_at", "approved_by_role"},
        "surveys": {"kind", "distributed_on", "distributed", "collected"},
        "survey_answers": {"sheet_id", "question", "choice"},
    }
    for standard in standards:
        for clause in standard.clauses:
            for name, columns in clause.reads.items():
                found.setdefault(name, set()).update(columns)
    return {name: frozenset(columns) for name, columns in found.items()}


def _same_shape(log: Log, raws: Sequence[RawTable]) -> None:
    """Files of one log that hold rows must agree on the columns whose absence means not assessed.

    Raises:
        InputError: they do not; a clause would be judged on half of the rows.
    """
    marked = {column.name for column in log.columns if column.optional}
    shapes: list[Mapping[str, object]] = [{name: None for name in raw.columns if name not in marked} for raw in raws]
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
