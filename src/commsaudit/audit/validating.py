"""What files would load as: recognised log, columns, rows, rejects; and what cannot be assessed for them."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from commsaudit.audit.judging import Judge
from commsaudit.audit.loading import load_logs
from commsaudit.audit.request import Progress, no_progress
from commsaudit.audit.story import calendar_for, check_clauses
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.checks.running import bound
from commsaudit.engine.database import Database
from commsaudit.errors import CommsauditError, SettingsError, UsageError
from commsaudit.logs.discover import LogFile, find_inputs
from commsaudit.logs.facts import Sniffed, sniff
from commsaudit.logs.headers import Headers, resolve
from commsaudit.model.inputs import InputFile, Reject
from commsaudit.model.options import LogOptions
from commsaudit.model.period import Period
from commsaudit.model.schema import logs
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Clause, Standard

Lack = tuple[str, str | None]
_LACK = re.compile(r"(?:log (?P<log>\w+)|column (?P<of>\w+)\.(?P<column>\w+)) not supplied")


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
class Validation:
    """What a set of files would load as.

    ``unassessed``: clause -> what it lacks, each a log and a column of it, or None for all of it. ``undated``: clause -> how many obligations have no due moment that can
    be computed, because their time is absent.
    """

    files: tuple[FileCheck, ...]
    unrecognised: tuple[str, ...]
    rejects: tuple[Reject, ...]
    unknown_words: Mapping[tuple[str, str], Mapping[str, int]]
    unassessed: Mapping[str, tuple[Lack, ...]]
    undated: Mapping[str, int]


def validate(paths: Sequence[str], settings: Settings, period: Period, progress: Progress = no_progress) -> Validation:
    """Load the files as an audit of ``period`` would; a file that cannot be read is reported, and the others go on.

    Raises:
        UsageError: a PATH does not exist, or the settings name what there is not.
        InputError: a file belongs to two logs.
    """
    catalogue = load_catalogue(settings.checks)
    check_clauses(settings, catalogue)
    clauses = [clause for standard in catalogue.values() for clause in standard.clauses]
    found = find_inputs(paths, settings.logs, lenient=True)
    days = calendar_for(settings, period)
    with tempfile.TemporaryDirectory(prefix="commsaudit-") as temp, Database(temp_dir=Path(temp)) as database:
        database.prepare(period, days, roll_to_working_day=settings.roll_to_working_day)
        checks = [_look(file, settings) for file in found.files]
        checks = _load(database, checks, settings, catalogue, Path(temp), progress)
        database.offer(period, None)
        judge = Judge(database, settings, period, (), {}, None)
        lacking = {clause.id: judge.missing(clause) for clause in clauses}
        return Validation(
            files=tuple(checks),
            unrecognised=found.unrecognised,
            rejects=tuple(database.rejects()),
            unknown_words=database.unknown_words(),
            unassessed={clause: _lacks(said) for clause, said in lacking.items() if said},
            undated=_undated(database, (each for each in clauses if not lacking[each.id]), settings, period),
        )


def _look(file: LogFile, settings: Settings) -> FileCheck:
    """How a file is to be read, and its columns.

    Raises:
        SettingsError: the settings of its log cannot be meant.
    """
    check = FileCheck(file.log, file.name, file.path)
    log, options = logs()[file.log], settings.logs.get(file.log, LogOptions())
    try:
        sniffed = sniff(file.path, options, log, file.name)
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
                # The message begins with the file that it is about; what names none is about all of them.
                wrong = [check for check in readable if error.en.startswith(check.name)] or readable
                done.update((check.name, replace(check, error=error)) for check in wrong)
                readable = [check for check in readable if check not in wrong]
    counts = {entry.file: entry for entry in database.inputs}
    progress("", len(logs()), len(logs()))
    return [replace(check, counts=counts.get(check.name)) for check in done.values()]


def _lacks(reason: str) -> tuple[Lack, ...]:
    """What a clause lacks, from the reason that the result would give."""
    return tuple((found["log"] or found["of"], found["column"]) for found in _LACK.finditer(reason))


def _undated(database: Database, clauses: Iterable[Clause], settings: Settings, period: Period) -> dict[str, int]:
    """Per clause, the records that owe something at a moment that nobody knows."""
    found = {}
    for clause in clauses:
        if not clause.sql:
            continue
        statement = bound(clause, settings.parameters(clause.id, clause.parameters, ""), period)
        try:
            row = database.connection.execute(
                f"SELECT count(*) FROM (\n{statement}\n) AS obligations WHERE due_at IS NULL"
            ).fetchone()
        except duckdb.Error:  # a check that cannot run: the audit says so
            continue
        if row and row[0]:
            found[clause.id] = int(row[0])
    return found
