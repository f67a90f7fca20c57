"""Which clauses are judged in which projects, and what each comes to (semantics.md, "Status of a clause")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from commsaudit.checks.running import Assignment, Runner, Tally
from commsaudit.engine.database import Database
from commsaudit.errors import CheckError
from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.schema import logs
from commsaudit.model.settings import Settings
from commsaudit.model.standard import Clause, ParameterValue, Standard

INSPECTION_ONLY = "inspection only"
OBSERVED = "observed"


@dataclass(frozen=True)
class Project:
    """An audited project; ``true_columns``: the yes-or-no columns that are true of it."""

    id: str
    name: str
    property_type: str | None
    true_columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tallied:
    """What judging one clause gave: per project what was not supplied; or the error of the check, in both languages."""

    reasons: Mapping[str, str | None]
    error: str | None


@dataclass
class Judge:
    """Judges clause after clause; keeps what each came to."""

    database: Database
    runner: Runner
    settings: Settings
    projects: Sequence[Project]
    empty_logs: Mapping[str, Sequence[str]]
    errors: dict[str, str] = field(default_factory=dict)
    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)

    def applicable(self, standard: Standard) -> list[Project]:
        """The projects that ``standard`` applies to; those of unknown type count as residential."""
        known = set(standard.types)
        return [
            project
            for project in self.projects
            if (project.property_type if project.property_type not in (None, "other") else "residential") in known
            and standard.unless not in project.true_columns
        ]

    def tally(self, clause: Clause, projects: Sequence[Project]) -> Tallied:
        """Judge ``clause`` in ``projects``; safe to call from several threads."""
        missing = self.missing(clause)
        on = [project.id for project in projects if self.settings.mode(clause.id, project.id) != "off"]
        reasons = {project_id: missing or self._emptiness(clause, project_id) for project_id in on}
        try:
            for automatic in (True, False):
                chosen = [project_id for project_id in on if (reasons[project_id] is None) is automatic]
                if chosen and (automatic or "inspections" in self.database.supplied):
                    self.runner.judge(clause, self._assignments(clause, chosen), automatic=automatic)
        except CheckError as error:
            return Tallied(reasons, error.both)
        return Tallied(reasons, None)

    def record(self, clause: Clause, projects: Sequence[Project], tallied: Tallied) -> None:
        """Take in what ``clause`` came to in ``projects``; to be called in catalogue order, while nobody judges."""
        if tallied.error is not None:
            self.errors[clause.id] = tallied.error
        tallies = self.runner.tallies(clause.id) if tallied.error is None else {}
        for project in projects:
            tally = tallies.get(project.id, Tally())
            outcome = self._outcome(clause, project.id, tally, tallied.reasons.get(project.id))
            self.outcomes.setdefault(project.id, []).append(outcome)

    def missing(self, clause: Clause) -> str | None:
        """What was not supplied of what the clause reads; None where all was."""
        if clause.by_inspection:
            return None if "inspections" in self.database.supplied else "log inspections not supplied"
        lacking = []
        reads = dict(clause.reads)
        if clause.postpone and "postponements" in self.database.supplied:
            reads["postponements"] = ("approved_by_role",)
        for name, columns in reads.items():
            supplied = self.database.supplied.get(name)
            if supplied is None:
                lacking.append(f"log {name} not supplied")
                continue
            log = logs()[name]
            for column in map(log.column, columns):
                if not column.optional and not column.required and column.name not in supplied.columns:
                    lacking.append(f"column {name}.{column.name} not supplied")
        return "; ".join(lacking) or None

    def _emptiness(self, clause: Clause, project_id: str) -> str | None:
        if self.settings.empty_log != "not_assessed":
            return None
        reads = ["inspections"] if clause.by_inspection else clause.reads
        empty = [name for name in reads if name in self.empty_logs.get(project_id, ())]
        return "; ".join(f"log {name} holds no row of the project" for name in empty) or None

    def _assignments(self, clause: Clause, projects: Iterable[str]) -> list[Assignment]:
        """The projects, grouped by the parameters in force in them."""
        groups: dict[tuple[tuple[str, ParameterValue], ...], list[str]] = {}
        for project_id in projects:
            values = self.settings.parameters(clause.id, clause.parameters, project_id)
            groups.setdefault(tuple(sorted(values.items())), []).append(project_id)
        return [Assignment(tuple(members), dict(values)) for values, members in groups.items()]

    def _outcome(self, clause: Clause, project_id: str, tally: Tally, missing: str | None) -> Outcome:
        mode = self.settings.mode(clause.id, project_id)
        if mode == "off":
            return Outcome(clause.standard, clause.id, Status.OFF, None)
        if clause.id in self.errors:
            return Outcome(clause.standard, clause.id, Status.ERROR, self.errors[clause.id])
        status = _status(clause, tally, missing)
        reason = missing if status is Status.NOT_ASSESSED else None
        if reason is None and status is Status.NOT_ASSESSED:
            reason = "no inspection in the period"
        elif missing and status is not Status.NOT_ASSESSED:
            reason = INSPECTION_ONLY
        elif mode == "observe" and reason is None:
            reason = OBSERVED
        return Outcome(
            clause.standard,
            clause.id,
            status,
            reason,
            obligations=tally.judged,
            findings=tally.unmet,
            pending=tally.pending,
        )


def _status(clause: Clause, tally: Tally, missing: str | None) -> Status:
    """The status before waivers."""
    if tally.judged:
        return Status.FAIL if tally.unmet else Status.PASS
    if tally.pending:
        return Status.PENDING
    if tally.ruled_out:
        return Status.NOT_APPLICABLE
    if missing or clause.by_inspection:
        return Status.NOT_ASSESSED
    return Status.NOT_APPLICABLE


def with_waivers(outcome: Outcome, waived: int) -> Outcome:
    """The outcome with ``waived`` of its findings covered; a clause whose findings are all waived is waived."""
    if not waived:
        return outcome
    status = Status.WAIVED if waived == outcome.findings else outcome.status
    return replace(outcome, status=status, waived=waived)
