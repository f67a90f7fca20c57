"""Why a finding stands in one of two results alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from commsaudit.model.result import AuditResult, ClauseScore, ProjectResult, ResultFinding
from commsaudit.results.compare_basis import Bases
from commsaudit.results.compare_changes import Settings, changed_logs


class Cause(StrEnum):
    """Why a score moved, in the order of the steps."""

    LATE_INPUTS = "late_inputs"
    PARAMETERS = "parameters"
    STANDARD_CHECKS = "standard_checks"
    ASSESSED = "assessed"
    FINDINGS = "findings"
    WAIVERS = "waivers"
    COUNTING = "counting"
    STANDARD_PRICES = "standard_prices"
    UNEXPLAINED = "unexplained"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two results, as its projects are compared."""

    result: AuditResult
    settings: Settings
    bases: Bases
    projects: Mapping[str, ProjectResult]
    findings: Mapping[str, Mapping[str, ResultFinding]]


class Causes:
    """Decides. The first of these that holds is the cause:

    - the clause's own parameters differ in the project: parameters;
    - it fell due in both periods, by both moments, and a log that the clause reads differs: inputs that came late;
    - it fell due so, and a setting that judges all clauses differs: parameters;
    - it fell due so, and the standard's content or the version differs: the standard's checks;
    - the clause was judged in one of the results alone: assessed;
    - else something was done or left undone: findings.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self._logs = changed_logs(old.settings, new.settings)
        self._settings = old.settings.judging != new.settings.judging
        self._same_tool = old.result.tool == new.result.tool
        digests = ({entry.id: entry.digest for entry in each.result.standards} for each in (old, new))
        self._old_digests, self._new_digests = digests
        standards = (*old.bases.standards, *new.bases.standards)
        self._reads = {clause.id: frozenset(clause.reads) for each in standards for clause in each.clauses}
        periods = old.result.period, new.result.period
        self._from = max(period.starts_at for period in periods)
        self._until = min(min(period.ends_at, period.as_of) for period in periods)
        self._parameters: dict[tuple[str, str], bool] = {}

    def of(
        self, project_id: str, clause: ClauseScore, other: ClauseScore | None, finding: ResultFinding | None
    ) -> Cause:
        """The cause for ``finding`` of ``clause`` (None: one that is not listed); ``other``: the clause in the other result."""
        outcome = clause.outcome
        if self._has_other_parameters(outcome.clause, project_id):
            return Cause.PARAMETERS
        judged_twice = self._from <= (finding.due_at if finding else self._until) <= self._until
        if judged_twice:
            if self._reads_another_log(outcome.clause):
                return Cause.LATE_INPUTS
            if self._settings:
                return Cause.PARAMETERS
            if not self._same_tool or self._has_other_digest(outcome.standard):
                return Cause.STANDARD_CHECKS
        if other is None or outcome.status.is_judged != other.outcome.status.is_judged:
            return Cause.ASSESSED
        return Cause.FINDINGS

    def _has_other_parameters(self, clause: str, project_id: str) -> bool:
        key = clause, project_id
        if key not in self._parameters:
            old, new = (each.settings.parameters(clause, project_id) for each in (self._old, self._new))
            self._parameters[key] = bool(old and new and old != new)
        return self._parameters[key]

    def _reads_another_log(self, clause: str) -> bool:
        """Whether a log differs that the clause reads (any clause: inspections, projects and postponements)."""
        reads = self._reads.get(clause)
        if reads is None:
            return bool(self._logs)
        return bool(self._logs & (reads | {"inspections", "projects", "postponements"}))

    def _has_other_digest(self, standard: str) -> bool:
        return self._old_digests.get(standard) != self._new_digests.get(standard)
