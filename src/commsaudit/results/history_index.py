"""The index of a history folder: what each result says in short, so that a thousand of them need not be read.

It is made from the files and belongs to them: an entry counts only as long as its file has the size, the times and the number that
the file system gave it when it was read. The first line is the SHA-256 of the rest, so that a damaged index is noticed; then, and
where it is missing or of another version, it is made anew. Whoever copies a folder need not copy it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from commsaudit.model.outcome import Status
from commsaudit.model.period import Period
from commsaudit.model.result import AuditResult, CategoryScore, ProjectResult, percentage
from commsaudit.results.history_files import replace_quietly
from commsaudit.scoring.numbers import points_of, points_text

NAME = ".commsaudit-index"
_VERSION = "commsaudit.history-index/1"
Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class StandardSummary:
    """What one standard came to in one project."""

    id: str
    mode: Literal["score", "observe"]
    obligations: int
    findings: int
    waived: int

    @property
    def rate(self) -> Decimal | None:
        """The compliance rate in percent; None where nothing was judged."""
        return percentage(self.obligations - self.findings, self.obligations) if self.obligations else None


@dataclass(frozen=True)
class ProjectSummary:
    """One project of one result. ``score``, ``points`` and ``low`` are None where nothing is scored for it.

    ``raw`` is how the index has its categories and standards, which are read when they are asked for.
    """

    project_id: str
    name: str
    score: Decimal | None
    points: Decimal | None
    low: Decimal | None
    raw: tuple[Sequence[Any], Sequence[Any]]

    @cached_property
    def categories(self) -> Sequence[CategoryScore]:
        """The categories, in catalogue order."""
        return [CategoryScore(name, points_of(points), points_of(lost)) for name, points, lost in self.raw[0]]

    @cached_property
    def standards(self) -> Sequence[StandardSummary]:
        """The standards that were audited."""
        return [StandardSummary(*each) for each in self.raw[1]]


@dataclass(frozen=True)
class Entry:
    """One result of the folder, in short. ``raw`` is how the index has its projects."""

    name: str
    stamp: Stamp
    period: Period
    checksum: str
    raw: Sequence[Any]

    @property
    def written(self) -> int:
        """When the file was written, in nanoseconds: of two results that stand at one moment, the later one counts."""
        return self.stamp[1]

    @cached_property
    def projects(self) -> Mapping[str, ProjectSummary]:
        """The projects, by id."""
        return {each[0]: _project(each) for each in self.raw}


def stamp_of(status: os.stat_result) -> Stamp:
    """What changes whenever a file does."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def entry_of(name: str, stamp: Stamp, result: AuditResult, checksum: str) -> Entry:
    """The entry of ``result``, which stands in the file ``name``."""
    modes = {entry.id: entry.mode for entry in result.standards}
    return Entry(name, stamp, result.period, checksum, [_plain(each, modes) for each in result.projects])


def _plain(project: ProjectResult, modes: Mapping[str, str]) -> list[object]:
    counts: dict[str, list[int]] = {}
    for clause in project.clauses:
        outcome = clause.outcome
        if outcome.status is not Status.OFF:
            found = counts.setdefault(outcome.standard, [0, 0, 0])
            found[0] += outcome.obligations
            found[1] += outcome.findings
            found[2] += outcome.waived
    score = project.score
    return [
        project.project_id,
        project.name,
        score and [points_text(score.score), points_text(score.points), points_text(score.low)],
        [[each.id, points_text(each.points), points_text(each.deduction)] for each in project.categories],
        [[name, modes.get(name, "observe"), *found] for name, found in counts.items()],
    ]


def _project(raw: Sequence[Any]) -> ProjectSummary:
    project_id, name, score, categories, standards = raw
    value, points, low = (points_of(each) for each in score) if score else (None, None, None)
    return ProjectSummary(
        project_id,
        name,
        value,
        points,
        low,
        (categories, standards),
    )


def read_index(folder: Path) -> dict[str, Entry]:
    """The entries by file name; none where the index is missing, damaged or of another version."""
    try:
        digest, _, body = (folder / NAME).read_bytes().partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return {}
        version, *entries = (json.loads(line) for line in body.splitlines())
        return {each[0]: _entry(each) for each in entries} if version == _VERSION else {}
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        return {}


def write_index(folder: Path, entries: Iterable[Entry]) -> None:
    """Put the index in place of the one that is there; where one may not write, nothing is done."""
    lines = [json.dumps(_VERSION), *(json.dumps(_line(each), ensure_ascii=False) for each in entries)]
    body = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    replace_quietly(folder / NAME, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def _line(entry: Entry) -> list[object]:
    period = entry.period
    span = [period.label, period.starts_on.isoformat(), period.ends_on.isoformat(), period.as_of.isoformat()]
    return [entry.name, entry.stamp, span, entry.checksum, entry.raw]


def _entry(line: Sequence[Any]) -> Entry:
    name, stamp, (label, first, last, as_of), checksum, raw = line
    period = Period(label, date.fromisoformat(first), date.fromisoformat(last), datetime.fromisoformat(as_of))
    return Entry(name, (stamp[0], stamp[1], stamp[2], stamp[3]), period, checksum, raw)
