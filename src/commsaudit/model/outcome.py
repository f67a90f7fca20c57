"""What judging gives: findings and, per project and clause, an outcome. Scoring reads nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """The status of a clause for one project and period (semantics.md, "Status of a clause")."""

    PASS = "pass"
    FAIL = "fail"
    WAIVED = "waived"
    PENDING = "pending"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"
    OFF = "off"
    ERROR = "error"

    @property
    def is_judged(self) -> bool:
        """Whether the clause counts as covered."""
        return self in _JUDGED


_JUDGED = frozenset({Status.PASS, Status.FAIL, Status.WAIVED, Status.PENDING, Status.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Waiver:
    """An approved, dated exception. ``record_id`` "*" covers any record of the clause."""

    project_id: str
    clause: str
    record_id: str
    reason: str
    approved_by: str
    approved_on: date
    expires_on: date


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a finding's record stands: ``line`` is a physical line of a CSV, a row of Parquet or a sheet."""

    log: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """An obligation that was not met."""

    id: str
    project_id: str
    standard: str
    clause: str
    record_id: str
    due_at: datetime
    detail: str
    source: Evidence | None
    waiver: Waiver | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one clause came to in some project.

    ``obligations`` are those judged by T; ``findings`` those not met, ``waived`` the waived ones among them;
    ``pending`` fall due after T. ``reason`` says why, where the status alone does not.
    """

    standard: str
    clause: str
    status: Status
    reason: str | None
    obligations: int = 0
    findings: int = 0
    waived: int = 0
    pending: int = 0

    @property
    def costing(self) -> int:
        """The findings that no waiver covers."""
        return self.findings - self.waived
