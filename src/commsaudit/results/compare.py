"""Two results side by side: new, resolved and remaining findings, and why each score moved.

The reasons are found by scoring again, step by step: each step changes one cause in one clause, and what the score moves by is that
step's points; so they add up to the difference exactly. What cannot be scored again is named ``unexplained``. A finding's cause is
decided by ``Causes``; the order of the steps is that of ``Cause``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from commsaudit.model.result import AuditResult, ClauseScore, ProjectResult, ResultFinding
from commsaudit.model.standard import Standard
from commsaudit.results.compare_basis import Bases, Basis
from commsaudit.results.compare_causes import Cause, Causes, Side
from commsaudit.results.compare_changes import Change, Settings, changes
from commsaudit.results.history import PROJECT, chosen
from commsaudit.scoring.costs import NOTHING
from commsaudit.scoring.numbers import points_text


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: by how much the score moved. ``new`` and ``resolved`` are the findings that came and went with it."""

    cause: Cause
    clause: str | None
    points: Decimal
    new: int = 0
    resolved: int = 0


@dataclass(frozen=True, slots=True)
class ProjectComparison:
    """One project of both results. ``unlisted`` findings are known by number alone."""

    old: ProjectResult
    new: ProjectResult
    reasons: tuple[Reason, ...]
    came: tuple[ResultFinding, ...]
    resolved: tuple[ResultFinding, ...]
    remaining: tuple[ResultFinding, ...]
    unlisted: int

    @property
    def difference(self) -> Decimal | None:
        """The new score less the old one; None where one of them has none."""
        if self.old.score is None or self.new.score is None:
            return None
        return self.new.score.score - self.old.score.score

    @property
    def is_changed(self) -> bool:
        """Whether anything of it moved."""
        return bool(self.difference or self.reasons or self.came or self.resolved)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results. ``only_old`` and ``only_new`` are the projects that stand in one of them alone."""

    old: AuditResult
    new: AuditResult
    changes: tuple[Change, ...]
    projects: tuple[ProjectComparison, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]


@dataclass
class _Move:
    """What one cause does to one clause."""

    findings: int = 0
    waived: int = 0
    new: int = 0
    resolved: int = 0


def _side(result: AuditResult, standards: Sequence[Standard]) -> Side:
    findings: dict[str, dict[str, ResultFinding]] = defaultdict(dict)
    for finding in result.findings:
        findings[finding.project_id][finding.id] = finding
    projects = {each.project_id: each for each in result.projects}
    return Side(result, Settings(result), Bases(result, standards), projects, findings)


def compare(
    old: AuditResult,
    new: AuditResult,
    old_standards: Sequence[Standard] = (),
    new_standards: Sequence[Standard] = (),
    projects: Sequence[str] = (),
) -> Comparison:
    """Compare ``new`` with ``old``; the standards are the catalogue's with the prices of either. ``projects`` are globs.

    Raises:
        UsageError: a glob that chooses no project.
    """
    before, after = _side(old, old_standards), _side(new, new_standards)
    wanted = chosen(projects, before.projects.keys() | after.projects.keys(), PROJECT)
    causes = Causes(before, after)
    both = sorted(wanted & before.projects.keys() & after.projects.keys())
    return Comparison(
        old,
        new,
        (*changes(before.settings, after.settings), *_units(before, after, both)),
        tuple(_compared(before, after, project, causes) for project in both),
        tuple(sorted(wanted - after.projects.keys())),
        tuple(sorted(wanted - before.projects.keys())),
    )


def _units(old: Side, new: Side, projects: Sequence[str]) -> Iterator[Change]:
    """The clauses that cost something else now, or nothing; once each, where projects agree."""
    seen = set()
    for project in projects:
        before = {each.outcome.clause: each.unit for each in old.projects[project].clauses}
        for clause in new.projects[project].clauses:
            name = clause.outcome.clause
            units = before.get(name), clause.unit
            if name in before and units[0] != units[1] and (name, units) not in seen:
                seen.add((name, units))
                shown = [None if unit is None else points_text(unit) for unit in units]
                yield Change("change_unit", {"clause": name, "old": shown[0], "new": shown[1]})


@dataclass
class _Moves:
    """The moves of one project, by cause and clause, and what else its comparison counts."""

    by_place: dict[tuple[Cause, str], _Move] = field(default_factory=dict)
    unlisted: int = 0

    def at(self, cause: Cause, clause: str) -> _Move:
        return self.by_place.setdefault((cause, clause), _Move())


def _compared(old: Side, new: Side, project_id: str, causes: Causes) -> ProjectComparison:
    before, after = old.projects[project_id], new.projects[project_id]
    was, comes = old.findings.get(project_id, {}), new.findings.get(project_id, {})
    came = tuple(finding for name, finding in comes.items() if name not in was)
    gone = tuple(finding for name, finding in was.items() if name not in comes)
    clauses = (
        {each.outcome.clause: each for each in before.clauses},
        {each.outcome.clause: each for each in after.clauses},
    )
    moves = _moves(clauses, came, gone, partial(causes.of, project_id), old.settings)
    reasons: tuple[Reason, ...] = ()
    if before.score is not None and after.score is not None:
        reasons = tuple(_reasons(old, new, project_id, clauses, moves))
    remaining = tuple(finding for name, finding in comes.items() if name in was)
    return ProjectComparison(before, after, reasons, came, gone, remaining, moves.unlisted)


# Why a finding of a clause, which the other result may have too, stands in one result alone.
_Why = Callable[[ClauseScore, ClauseScore | None, ResultFinding | None], Cause]
_Clauses = tuple[Mapping[str, ClauseScore], Mapping[str, ClauseScore]]


def _moves(
    clauses: _Clauses,
    came: Sequence[ResultFinding],
    gone: Sequence[ResultFinding],
    cause: _Why,
    settings: Settings,
) -> _Moves:
    before, after = clauses
    moves = _Moves()
    listed: dict[str, int] = defaultdict(int)
    for finding in came:
        name = finding.clause
        if name not in after:
            continue
        move = moves.at(cause(after[name], before.get(name), finding), name)
        move.findings += 1
        move.new += 1
        # Under the waivers of then; what those of now change is a step of its own.
        move.waived += settings.waives(finding)
        listed[name] += 1
    for finding in gone:
        name = finding.clause
        if name not in before:
            continue
        move = moves.at(cause(before[name], after.get(name), finding), name)
        move.findings -= 1
        move.resolved += 1
        move.waived -= finding.waiver is not None
        listed[name] -= 1
    for name in dict.fromkeys([*before, *after]):
        counts = [each[name].outcome.findings if name in each else 0 for each in clauses]
        rest = counts[1] - counts[0] - listed[name]
        if rest:
            here, there = (after, before) if name in after else (before, after)
            moves.at(cause(here[name], there.get(name), None), name).findings += rest
            moves.unlisted += abs(rest)
    return moves


def _reasons(old: Side, new: Side, project_id: str, clauses: _Clauses, moves: _Moves) -> Iterator[Reason]:
    """The steps from the old score to the new one.

    Clauses that cost points in both results move first, under the old prices. What a clause costs that is priced in one of them
    alone comes with the last step.
    """
    before, after = old.projects[project_id], new.projects[project_id]
    basis, target = old.bases.of(before), new.bases.of(after)
    steps = _Steps(basis, {name: each.outcome.costing for name, each in clauses[0].items()})
    first = steps.score
    final = {name: each.outcome.costing for name, each in clauses[1].items()}
    priced = [name for name in basis.tree.item_of if name in target.tree.item_of]
    counts = {name: [each.outcome.findings, each.outcome.waived] for name, each in clauses[0].items()}
    order = {cause: place for place, cause in enumerate(Cause)}
    for (cause, clause), move in sorted(moves.by_place.items(), key=lambda entry: order[entry[0][0]]):
        if clause in priced:
            count = counts[clause]
            count[0] += move.findings
            count[1] += move.waived
            points = steps.set(clause, max(count[0] - count[1], 0))
            yield Reason(cause, clause, points, move.new, move.resolved)
    for clause in priced:
        if points := steps.set(clause, final[clause]):
            yield Reason(Cause.WAIVERS, clause, points)
    if points := steps.priced(basis.counted(target.counting)):
        yield Reason(Cause.COUNTING, None, points)
    steps.costing.update(dict.fromkeys(steps.costing, 0) | final)
    if points := steps.priced(target):
        yield Reason(Cause.STANDARD_PRICES, None, points)
    stored = [each.score.score for each in (before, after) if each.score]
    if rest := (stored[1] - stored[0]) - (steps.score - first):
        yield Reason(Cause.UNEXPLAINED, None, rest)


class _Steps:
    """A score on its way: each step says by how much it moved."""

    def __init__(self, basis: Basis, costing: dict[str, int]) -> None:
        self._basis = basis
        self.costing = costing
        self.score = basis.score(costing)

    def set(self, clause: str, costing: int) -> Decimal:
        """From now on so many findings of ``clause`` cost points."""
        if self.costing.get(clause, 0) == costing:
            return NOTHING
        self.costing[clause] = costing
        return self._moved()

    def priced(self, basis: Basis) -> Decimal:
        """From now on scored so."""
        self._basis = basis
        return self._moved()

    def _moved(self) -> Decimal:
        before, self.score = self.score, self._basis.score(self.costing)
        return self.score - before
