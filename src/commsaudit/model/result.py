"""The result of an audit: what the result file holds, and all that reports, gates and comparisons read.

Shape: product.md, "Result file". What follows from other values (score, high, percent) is a property here and
a key in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Evidence, Outcome
from commsaudit.model.period import Period

_TENTH = Decimal("0.1")


def percentage(part: Decimal | int, whole: Decimal | int) -> Decimal:
    """``part`` of ``whole`` in percent, one decimal, half up. ``whole`` is more than 0."""
    return (Decimal(part) * 100 / Decimal(whole)).quantize(_TENTH, ROUND_HALF_UP)


def mean(values: Sequence[Decimal]) -> Decimal:
    """The mean of ``values``, of which there is one at least; one decimal, half up."""
    return (sum(values, Decimal(0)) / len(values)).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Tool:
    """What wrote the result."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class StandardEntry:
    """A standard that was audited. ``points`` is None where it has none."""

    id: str
    digest: str
    points: Decimal | None
    mode: Literal["score", "observe"]


@dataclass(frozen=True, slots=True)
class ProjectScore:
    """What a project was left with.

    ``deduction`` is after caps, ``without_waivers`` the score if no waiver held.
    """

    points: Decimal
    deduction: Decimal
    low: Decimal
    without_waivers: Decimal

    @property
    def score(self) -> Decimal:
        """Points less deductions."""
        return self.points - self.deduction

    @property
    def high(self) -> Decimal:
        """The upper end of the range: the score as computed."""
        return self.score

    @property
    def percent(self) -> Decimal:
        """The score in percent of the points."""
        return percentage(self.score, self.points)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many clauses were judged, of those that are not off. What ended in an error was not."""

    clauses: int
    assessed: int

    @property
    def not_assessed(self) -> int:
        """The clauses that nothing is known of."""
        return self.clauses - self.assessed


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """One category of one project; ``deduction`` is at most ``points``."""

    id: str
    points: Decimal
    deduction: Decimal

    @property
    def score(self) -> Decimal:
        """Points less deductions."""
        return self.points - self.deduction


@dataclass(frozen=True, slots=True)
class ItemScore:
    """One item of one project; ``deduction`` is at most ``cap``, and before the category's points."""

    id: str
    category: str
    cap: Decimal
    deduction: Decimal


@dataclass(frozen=True, slots=True)
class ClauseScore:
    """One clause of one project.

    ``unit`` is what a finding costs; None where it costs nothing: observed, or off.
    ``deduction`` is before caps.
    """

    outcome: Outcome
    unit: Decimal | None
    deduction: Decimal


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """One project's scorecard. ``score`` is None where no standard is scored for it."""

    project_id: str
    name: str
    score: ProjectScore | None
    coverage: Coverage
    empty_logs: tuple[str, ...]
    categories: tuple[CategoryScore, ...]
    items: tuple[ItemScore, ...]
    clauses: tuple[ClauseScore, ...]


@dataclass(frozen=True, slots=True)
class WaiverNote:
    """What a finding says of the waiver that covers it."""

    reason: str
    approved_by: str
    expires_on: date


@dataclass(frozen=True, slots=True)
class ResultFinding:
    """A finding as the result lists it."""

    id: str
    project_id: str
    standard: str
    clause: str
    record_id: str
    due_at: datetime
    detail: str
    source: Evidence | None
    waiver: WaiverNote | None


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure that a standard asks for beside the score. ``value`` is a decimal in text."""

    project_id: str
    standard: str
    name: str
    record_id: str
    value: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditResult:
    """Everything that an audit says. ``findings`` may be cut; ``findings_total`` says how many there are."""

    tool: Tool
    standards: tuple[StandardEntry, ...]
    period: Period
    settings: Mapping[str, object]
    inputs: tuple[InputFile, ...]
    projects: tuple[ProjectResult, ...]
    findings: Sequence[ResultFinding]
    findings_total: int
    metrics: tuple[Metric, ...] = ()
