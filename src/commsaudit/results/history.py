"""A history: a folder with the results of audits, one file for each, never changed.

Any result file in the folder belongs to it, whatever its name; those that ``add`` puts there are named by period, moment and
checksum. Which result counts, where a period was audited more than once: for each project the one that stands at the latest
moment (``as_of``), and of those that stand at the same, the file that was written last.
"""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from commsaudit.errors import InputError, StorageError, UsageError, in_chinese
from commsaudit.model.period import Period
from commsaudit.model.result import AuditResult
from commsaudit.model.units import UnitKind, parse_label
from commsaudit.reports.files import sweep
from commsaudit.reports.interface import HistoryPoint
from commsaudit.results.history_files import make_folder, put_once
from commsaudit.results.history_index import (
    Entry,
    ProjectSummary,
    entry_of,
    read_index,
    stamp_of,
    write_index,
)
from commsaudit.scoring.decode import parse_result
from commsaudit.scoring.encode import to_json
from commsaudit.scoring.sealed import read_bytes

_ENDING = ".json"
_TAIL = re.compile(rb'"checksum":"([0-9a-f]{64})"\n\}\n\Z')
_DIGITS = 16
_SHOWN = 12
_FOREIGN = re.compile(r"[^0-9A-Za-z.-]")
SPAN = "span"
_KINDS = (*(kind.value for kind in UnitKind), SPAN)
Wanted = Callable[[ProjectSummary], bool]


@dataclass(frozen=True, slots=True)
class Standing:
    """One project in the result that counts for a period."""

    entry: Entry
    project: ProjectSummary


def is_scored(project: ProjectSummary) -> bool:
    """Whether the project has a score."""
    return project.score is not None


def kind_of(period: Period) -> str:
    """What kind of period it is: month, quarter …, or a span of days."""
    try:
        return parse_label(period.label).kind.value
    except ValueError:
        return SPAN


def period_place(period: Period) -> tuple[int, str, str, str]:
    """What periods are ordered by: those of one kind together, the shorter kinds first, then by their days."""
    return _KINDS.index(kind_of(period)), period.starts_on.isoformat(), period.ends_on.isoformat(), period.label


def result_name(period: Period, checksum: str) -> str:
    """The name of a result's file: period, moment, checksum."""
    label = _FOREIGN.sub("_", period.label)
    return f"{label}_{period.as_of:%Y%m%dT%H%M%S}_{checksum[:_DIGITS]}{_ENDING}"


def _unwatched(step: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class History:
    """The results in ``folder``. ``progress`` hears of each file that is read because the index does not know it."""

    folder: Path
    progress: Callable[[str, int, int], None] = _unwatched

    def prepare(self) -> None:
        """Make the folder, before the work whose result it is to hold.

        Raises:
            StorageError: it cannot be made.
        """
        make_folder(self.folder)

    def add(self, result: AuditResult) -> tuple[Path, bool]:
        """Put ``result`` into the folder: its file, and whether it is new there.

        Raises:
            StorageError: it cannot be written, or its name is taken by a file that was changed.
        """
        self.prepare()
        sweep(self.folder)
        data = to_json(result)
        checksum = _checksum(data)
        path = self.folder / result_name(result.period, checksum)
        new = put_once(path, data)
        if new:
            entry = entry_of(path.name, stamp_of(path.stat()), result, checksum)
            # What another run adds meanwhile may be lost from the index, and is then read from its file.
            write_index(self.folder, (read_index(self.folder) | {path.name: entry}).values())
        return path, new

    @cached_property
    def entries(self) -> Sequence[Entry]:
        """All results, ordered by period, moment and time of writing; of two that are the same, one.

        Raises:
            UsageError: there is no such folder, or no result in it.
            InputError: a file in it is no result, of another schema, or was changed.
        """
        files, known = self._files(), read_index(self.folder)
        found: dict[str, Entry] = {}
        try:
            for done, (name, stamp) in enumerate(files.items()):
                entry = known.get(name)
                if entry is None or entry.stamp != stamp:
                    self.progress(name, done, len(files))
                    entry = entry_of(name, stamp, *self._read(name))
                found[name] = entry
        finally:
            # What was read is not read again, even where a file stopped the reading.
            if found != known:
                write_index(self.folder, found.values())
        if not found:
            raise UsageError(
                f"{self.folder}: there is no result in this history; `commsaudit audit … --history {self.folder}` adds one",
                f"{self.folder}：历史文件夹中没有结果；可用 `commsaudit audit … --history {self.folder}` 存入",
            )
        once = {each.checksum: each for each in sorted(found.values(), key=_place)}
        return list(once.values())

    def of_period(self, label: str) -> Entry:
        """The last result of the period called ``label``.

        Raises:
            UsageError: there is none; says which there are.
        """
        found = [entry for entry in self.entries if entry.period.label == label]
        if found:
            return found[-1]
        raise missing_period(label, self.entries)

    def result(self, entry: Entry) -> AuditResult:
        """The whole result, verified.

        Raises:
            InputError: the file was changed, or is gone.
        """
        return self._read(entry.name)[0]

    def _files(self) -> dict[str, tuple[int, int, int, int]]:
        try:
            with os.scandir(self.folder) as entries:
                return {
                    entry.name: stamp_of(entry.stat())
                    for entry in entries
                    if entry.name.endswith(_ENDING) and not entry.name.startswith(".") and entry.is_file()
                }
        except (FileNotFoundError, NotADirectoryError):
            raise UsageError(
                f"{self.folder}: there is no such history folder; `commsaudit audit … --history {self.folder}` makes it",
                f"{self.folder}：没有这个历史文件夹；可用 `commsaudit audit … --history {self.folder}` 建立",
            ) from None
        except OSError as error:
            raise StorageError(
                f"{self.folder}: the history cannot be read: {error.strerror}",
                f"{self.folder}：无法读取历史文件夹：{in_chinese(error)}",
            ) from error

    def _read(self, name: str) -> tuple[AuditResult, str]:
        path = self.folder / name
        try:
            data = read_bytes(path)
            return parse_result(data, str(path)), _checksum(data)
        except InputError as error:
            raise InputError(
                f"{error.en}; or move the file out of the history folder", f"{error.zh}；或将该文件移出历史文件夹"
            ) from None


def missing_period(label: str, entries: Sequence[Entry]) -> UsageError:
    """The error that there is no result of the period called ``label``."""
    known = list(dict.fromkeys(entry.period.label for entry in entries))
    shown = known[-_SHOWN:]
    dots = "… " if len(shown) < len(known) else ""
    return UsageError(
        f"the history has no result of {label}; it has {dots}{', '.join(shown)}. `commsaudit audit … -p {label} --history …`"
        " adds one",
        f"历史中没有 {label} 的结果；已有 {dots}{'、'.join(shown)}。可用 `commsaudit audit … -p {label} --history …` 存入",
    )


def _checksum(data: bytes) -> str:
    """The checksum that a result file states; the file was verified."""
    found = _TAIL.search(data)
    return found[1].decode() if found else str(json.loads(data)["checksum"])


def _place(entry: Entry) -> tuple[object, ...]:
    return *period_place(entry.period), entry.period.as_of, entry.written, entry.name


def latest(entries: Iterable[Entry], wanted: Wanted = is_scored) -> dict[str, dict[str, Standing]]:
    """By period and project the result that counts, of those in which the project is ``wanted``; the periods in order."""
    found: dict[str, dict[str, Standing]] = {}
    # They come in order: the last one of a period stays.
    for entry in sorted(entries, key=_place):
        for project in entry.projects.values():
            if wanted(project):
                found.setdefault(entry.period.label, {})[project.project_id] = Standing(entry, project)
    return found


def history_points(history: History) -> Sequence[HistoryPoint]:
    """What each project scored in each period: periods of one kind together, in their order, then projects by id.

    Raises:
        UsageError, InputError: as ``History.entries``.
    """
    return [
        HistoryPoint(period, project_id, standing.project.score, standing.project.points)
        for period, projects in latest(history.entries).items()
        for project_id, standing in sorted(projects.items())
        if standing.project.score is not None and standing.project.points is not None
    ]


def earlier_points(history: History, period: Period) -> Sequence[HistoryPoint]:
    """Those of ``history_points`` whose periods are of the kind of ``period`` and began before it.

    Raises:
        UsageError, InputError: as ``History.entries``.
    """
    before = {
        entry.period.label
        for entry in history.entries
        if kind_of(entry.period) == kind_of(period) and entry.period.starts_on < period.starts_on
    }
    return [point for point in history_points(history) if point.period in before]


def chosen(patterns: Sequence[str], known: Iterable[str], what: Mapping[str, str]) -> set[str]:
    """Those of ``known`` that the globs choose; all, where there are none. ``what`` they are, in both languages.

    Raises:
        UsageError: a glob chooses nothing; says which may be meant.
    """
    names = set(known)
    if not patterns:
        return names
    found: set[str] = set()
    for pattern in patterns:
        here = {name for name in names if fnmatchcase(name, pattern)}
        if not here:
            near = difflib.get_close_matches(pattern, sorted(names), 1, 0.5)
            en, zh = (f"; did you mean '{near[0]}'?", f"；是否指“{near[0]}”？") if near else ("", "")
            raise UsageError(f"no {what['en']} '{pattern}' here{en}", f"其中没有{what['zh']}“{pattern}”{zh}")
        found |= here
    return found


PROJECT = {"en": "project", "zh": "项目"}
STANDARD = {"en": "standard", "zh": "标准"}
