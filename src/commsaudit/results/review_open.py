"""What of a quarter is still open, as the last result knows it.

An obligation is judged once, so a later month says nothing of it. What says something of a finding is a result whose period holds
its due moment (the month itself, audited again; the quarter; the year), one that lists it again, and, of a standing obligation,
every later result that judged its clause. The last of these decides, by the moment at which it stands: the finding is open where
it stands in it, and nothing shows that what was owed was done, though late.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from commsaudit.model.result import AuditResult, ClauseScore, ProjectResult, ResultFinding
from commsaudit.model.units import Unit
from commsaudit.results.history import History
from commsaudit.results.history_index import Entry

_NOT_DONE = ("done=-", "")


@dataclass(frozen=True, slots=True)
class Open:
    """A finding that is open, as the last result that knows it has it; ``seen`` is that result's period."""

    finding: ResultFinding
    seen: str


@dataclass(frozen=True)
class _Loaded:
    """A result that was read, by project."""

    result: AuditResult

    @cached_property
    def projects(self) -> Mapping[str, ProjectResult]:
        return {each.project_id: each for each in self.result.projects}

    @cached_property
    def findings(self) -> Mapping[str, Mapping[str, ResultFinding]]:
        found: dict[str, dict[str, ResultFinding]] = {}
        for finding in self.result.findings:
            found.setdefault(finding.project_id, {})[finding.id] = finding
        return found

    @cached_property
    def clauses(self) -> Mapping[tuple[str, str], ClauseScore]:
        return {
            (name, each.outcome.clause): each for name, project in self.projects.items() for each in project.clauses
        }

    @cached_property
    def listed(self) -> Mapping[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for finding in self.result.findings:
            key = finding.project_id, finding.clause
            found[key] = found.get(key, 0) + 1
        return found


class Results:
    """The results of a history that a review reads, each read once."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._read: dict[str, _Loaded] = {}

    def loaded(self, entry: Entry) -> _Loaded:
        """The result of ``entry``, by project."""
        if entry.name not in self._read:
            self._read[entry.name] = _Loaded(self._history.result(entry))
        return self._read[entry.name]

    def of(self, entry: Entry) -> AuditResult:
        """The result itself."""
        return self.loaded(entry).result

    def findings(self, entry: Entry) -> Mapping[str, Mapping[str, ResultFinding]]:
        """Its findings by project and id."""
        return self.loaded(entry).findings

    def clauses(self, entry: Entry, project_id: str) -> Sequence[ClauseScore]:
        """The clauses of one project."""
        return self.loaded(entry).projects[project_id].clauses


def still_open(
    results: Results,
    entries: Sequence[Entry],
    quarter: Unit,
    projects: Collection[str],
    months: Sequence[Mapping[str, Sequence[ResultFinding]]],
    standing: frozenset[str],
) -> Iterator[Open]:
    """The open findings among those of ``months``, by project in the order of the results; waived ones are not open."""
    later = [entry for entry in entries if entry.period.ends_on >= quarter.starts_on]
    later.sort(key=lambda entry: (entry.period.as_of, entry.written, entry.name), reverse=True)
    for project_id in sorted(projects):
        found: dict[str, ResultFinding] = {}
        for month in months:
            found |= {finding.id: finding for finding in month.get(project_id, ())}
        for finding in found.values():
            last = _last_word(results, later, finding, standing)
            if last is not None and last.finding.waiver is None and not _is_done(last.finding):
                yield last


def _last_word(
    results: Results, later: Sequence[Entry], finding: ResultFinding, standing: frozenset[str]
) -> Open | None:
    """The finding as the last result that says something of it has it; None where that no longer has it."""
    for entry in later:
        if finding.project_id not in entry.projects:
            continue
        loaded = results.loaded(entry)
        listed = loaded.findings.get(finding.project_id, {}).get(finding.id)
        if listed is not None:
            return Open(listed, entry.period.label)
        if _speaks(loaded, finding, standing):
            return None
    return None


def _speaks(loaded: _Loaded, finding: ResultFinding, standing: frozenset[str]) -> bool:
    """Whether it means something that the result does not list ``finding``."""
    key = finding.project_id, finding.clause
    clause = loaded.clauses.get(key)
    if clause is None or not clause.outcome.status.is_judged or clause.outcome.findings > loaded.listed.get(key, 0):
        return False  # not judged; or its findings are not all listed
    if loaded.result.settings.get("sample"):
        return False
    period = loaded.result.period
    inside = period.starts_at <= finding.due_at <= min(period.ends_at, period.as_of)
    return inside or (finding.clause in standing and period.as_of > finding.due_at)


def _is_done(finding: ResultFinding) -> bool:
    """Whether the finding's detail shows when it was done, though late."""
    return finding.detail.partition("; ")[0] not in _NOT_DONE and finding.detail.startswith("done=")
