"""What a format is, and what it is told beside the result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from commsaudit.model.inputs import Reject
from commsaudit.model.outcome import Waiver
from commsaudit.model.result import AuditResult
from commsaudit.model.standard import Standard


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """What a project was left with in an earlier audit; ``period`` is that audit's label."""

    period: str
    project_id: str
    score: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class ReportContext:
    """What a report needs that the result does not hold.

    ``lang`` is "zh" or "en". ``standards`` give titles and the items of clauses; where they are
    missing, an id stands. ``show_all`` shows also what needs no action. ``details`` names the files
    that hold the rest, for the last line on the terminal. ``expired`` and ``idle`` are the waivers
    that ended before the period, and those that cover nothing. ``history`` are the scores of earlier
    audits, oldest first. ``place`` is the file that the first part goes to; None: standard output.
    ``rejects`` are the rows that could not be read, worded and masked; empty where only the result is known.
    ``what_if`` is what the result supposes, in the report's language, where it is none of an audit: it stands
    in the heading.
    """

    lang: str = "en"
    standards: Sequence[Standard] = ()
    show_all: bool = False
    color: bool = False
    width: int = 100
    reveal: bool = False
    expired: Sequence[Waiver] = ()
    idle: Sequence[Waiver] = ()
    details: Sequence[str] = ()
    history: Sequence[HistoryPoint] = ()
    place: Path | None = None
    rejects: Sequence[Reject] = ()
    what_if: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a report. ``name`` is empty where the format has but one.

    With a ``folder`` it is a further file of that name, in a folder beside the first file.
    """

    name: str
    chunks: Iterable[bytes]
    folder: str = ""


class Report(Protocol):
    """A format. To add one: a module in ``reports/formats`` and its line in ``FORMATS``."""

    @property
    def name(self) -> str:
        """What ``-f`` calls it."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of output files that choose it where no format is given; the first is its own."""

    @property
    def is_text(self) -> bool:
        """Whether it can be shown on a terminal."""

    @property
    def part_names(self) -> tuple[str, ...]:
        """The names of its files, where it writes several; else empty."""

    def parts(self, result: AuditResult, context: ReportContext) -> Iterable[Part]:
        """The files, in the order of ``part_names``; further ones, in folders, behind them."""
