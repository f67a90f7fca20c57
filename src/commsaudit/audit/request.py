"""What is asked of an audit, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from commsaudit.checks.running import Sample
from commsaudit.model.inputs import Reject
from commsaudit.model.outcome import Waiver
from commsaudit.model.period import Period
from commsaudit.model.result import AuditResult
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Standard

Progress = Callable[[str, int, int], None]


def no_progress(step: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Request:
    """One audit: its inputs, its period and everything that decides the result.

    ``projects`` and ``standards`` are globs and names; empty: all. The engine's limits do not change a result.
    ``preview``: the caller shows no more than so many findings per clause and project and writes no result.
    """

    paths: Sequence[str]
    period: Period
    settings: Settings = field(default_factory=Settings)
    standards: Sequence[str] = ()
    projects: Sequence[str] = ()
    sample: Sample | None = None
    waivers: tuple[Waiver, ...] = ()
    max_findings: int | None = None
    preview: int | None = None
    memory_limit: str | None = None
    threads: int | None = None
    temp_dir: Path | None = None
    progress: Progress = no_progress


@dataclass(frozen=True)
class WaiverUse:
    """A waiver and how many findings it covers; ``expired`` before the period began."""

    waiver: Waiver
    covers: int
    expired: bool


@dataclass(frozen=True)
class AuditRun:
    """What an audit gives beside its result: what the terminal and the rejects file say.

    ``errors`` are the checks that could not run, by clause; ``unrecognised`` the files that are no log;
    ``scored_twice`` the pairs of clauses that judge the same thing and both cost points.
    """

    result: AuditResult
    standards: Mapping[str, Standard]
    rejects: Sequence[Reject]
    rejected_rows: int
    unknown_words: Mapping[tuple[str, str], Mapping[str, int]]
    unrecognised: Sequence[str]
    waivers: Sequence[WaiverUse]
    errors: Mapping[str, str]
    scored_twice: Sequence[tuple[str, str]] = ()

    @property
    def unlisted_rows(self) -> int:
        """How many rejected rows ``rejects`` says nothing of, because of the limit in the settings."""
        return self.rejected_rows - len({(reject.log, reject.file, reject.line) for reject in self.rejects})
