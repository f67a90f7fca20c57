"""What files would load as: recognised log, columns, rows, rejects; and what cannot be assessed for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from commsaudit.audit.asking import check_settings
from commsaudit.audit.loading import load_logs
from commsaudit.audit.request import Progress, no_progress
from commsaudit.calendar.workdays import WorkingDays
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.engine.database import Database
from commsaudit.errors import CommsauditError, SettingsError, UsageError
from commsaudit.logs.discover import LogFile, find_inputs
from commsaudit.logs.facts import Sniffed, sniff
from commsaudit.logs.headers import Headers, resolve
from commsaudit.logs.private import private_folder
from commsaudit.model.inputs import InputFile, Reject
from commsaudit.model.options import LogOptions
from commsaudit.model.period import parse_period
from commsaudit.model.schema import logs
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Clause, Standard

_ANY = parse_period("2026-01")
"""Loading needs a period and uses none of it."""
_TIMES = frozenset({"date", "time", "until"})
Lack = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class FileCheck:
    """One file: how it is read, its columns, its counts; or the error for which it is not read."""

    log: str
    name: str
    path: Path
    sniffed: Sniffed | None = None
    headers: Headers | None = None
    counts: InputFile | None = None
    error: CommsauditError | None = None


@dataclass(frozen=True, slots=True)
class Undated:
    """Rows of a log in which a time is absent, and the clauses whose due moment counts from it."""

    log: str
    column: str
    rows: int
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Validation:
    """What a set of files would load as.

    ``unassessed``: clause -> what it lacks, each a log and a column of it, or None for all of it. ``undated``: rows
    that owe nothing, because the time from which a due moment counts is absent.
    """

    files: tuple[FileCheck, ...]
    unrecognised: tuple[str, ...]
    rejects: tuple[Reject, ...]
    unknown_words: Mapping[tuple[str, str], Mapping[str, int]]
    unassessed: Mapping[str, tuple[Lack, ...]]
    undated: tuple[Undated, ...]


def validate(paths: Sequence[str], settings: Settings, progress: Progress = no_progress) -> Validation:
    """Load the files as an audit would; a file that cannot be read is reported, and the others go on.

    Raises:
        UsageError: a PATH does not exist, or the settings name what there is not.
        InputError: a file belongs to two logs.
    """
    catalogue = load_catalogue(settings.checks)
    check_settings(settings, catalogue)
    clauses = [clause for standard in catalogue.values() for clause in standard.clauses]
    found = find_inputs(paths, settings.logs, settings.limits, lenient=True)
    with private_folder() as temp, Database(temp_dir=temp) as database:
        database.prepare(_ANY, WorkingDays(), roll_to_working_day=False)
        checks = [_look(file, settings) for file in found.files]
        checks = _load(database, checks, settings, catalogue, temp, progress)
        lacking = {clause.id: _lacks(database, clause) for clause in clauses}
        return Validation(
            files=tuple(checks),
            unrecognised=found.unrecognised,
            rejects=tuple(database.rejects()),
            unknown_words=database.unknown_words(),
            unassessed={clause: lacks for clause, lacks in lacking.items() if lacks},
            undated=tuple(_undated(database, [each for each in clauses if not lacking[each.id]])),
        )


def _look(file: LogFile, settings: Settings) -> FileCheck:
    """How a file is to be read, and its columns.

    Raises:
        SettingsError: the settings of its log cannot be meant.
    """
    check = FileCheck(file.log, file.name, file.path)
    log, options = logs()[file.log], settings.logs.get(file.log, LogOptions())
    try:
        sniffed = sniff(file.path, options, log, file.name, settings.limits)
        check = replace(check, sniffed=sniffed)
        return replace(check, headers=resolve(log, sniffed.header, options, file.name))
    except SettingsError:
        raise
    except CommsauditError as error:
        return replace(check, error=error)


def _load(
    database: Database,
    checks: Sequence[FileCheck],
    settings: Settings,
    catalogue: Mapping[str, Standard],
    temp_dir: Path,
    progress: Progress,
) -> list[FileCheck]:
    """Load log by log, projects first, what can be read; each file with its counts or its error."""
    done: dict[str, FileCheck] = {check.name: check for check in checks}
    for nth, name in enumerate(logs()):
        progress(name, nth, len(logs()))
        readable = [check for check in checks if check.log == name and check.error is None]
        while readable:
            files = [LogFile(check.log, check.path, check.name) for check in readable]
            try:
                load_logs(database, files, settings, catalogue, temp_dir, no_progress)
                break
            except UsageError:
                raise
            except CommsauditError as error:
                # The message begins with the file that it is about; what names none, or several, is about all.
                wrong = [check for check in readable if _is_about(error, check.name)] or readable
                done.update((check.name, replace(check, error=error)) for check in wrong)
                readable = [check for check in readable if check not in wrong]
    counts = {entry.file: entry for entry in database.inputs}
    progress("", len(logs()), len(logs()))
    return [replace(check, counts=counts.get(check.name)) for check in done.values()]


def _is_about(error: CommsauditError, file: str) -> bool:
    return error.en.startswith((f"{file}: ", f"{file}, line "))


def _lacks(database: Database, clause: Clause) -> tuple[Lack, ...]:
    """What a clause reads and was not supplied: logs, and columns whose absence is not a blank."""
    if clause.by_inspection:
        return () if "inspections" in database.supplied else (("inspections", None),)
    lacks: list[Lack] = []
    for name, columns in clause.reads.items():
        supplied = database.supplied.get(name)
        if supplied is None:
            lacks.append((name, None))
            continue
        needed = [column for column in map(logs()[name].column, columns) if not column.optional]
        lacks.extend((name, column.name) for column in needed if column.name not in supplied.columns)
    return tuple(lacks)


def _undated(database: Database, clauses: Iterable[Clause]) -> Iterator[Undated]:
    """The rows without a time that clauses count from (semantics.md, "Periodic obligations", last line)."""
    counting: dict[tuple[str, str], list[str]] = {}
    for clause in clauses:
        column = _counts_from(clause)
        if column is not None:
            counting.setdefault((clause.source or "", column), []).append(clause.id)
    for (log, column), ids in counting.items():
        rows = database.connection.execute(f"SELECT count(*) FROM {log} WHERE {column} IS NULL").fetchall()[0][0]
        if rows:
            yield Undated(log, column, int(rows), tuple(ids))


def _counts_from(clause: Clause) -> str | None:
    """The column of its own log from which alone the due moment of a clause counts, by its front matter, if any."""
    if clause.source is None or ";" in clause.due or "absent" in clause.due:
        return None
    times = {column.name for column in logs()[clause.source].columns if column.type in _TIMES and not column.required}
    named = [word for word in re.findall(r"\w+", clause.due) if word in times]
    return named[0] if len(named) == 1 else None
