"""What if: the scores that would be, had no waiver held or were certain clauses put right.

The stored counts are changed and scored again by what scored them. That the catalogue of today still is the one they were scored by is proved
first: the unchanged counts must come to the stored scorecard, figure by figure.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase
from typing import Any

from commsaudit.errors import UsageError
from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.result import AuditResult, ProjectResult, ResultFinding
from commsaudit.model.standard import Standard
from commsaudit.results.compare_basis import Bases
from commsaudit.scoring.costs import Counting
from commsaudit.scoring.numbers import points_text
from commsaudit.scoring.score import ProjectOutcomes, score_project
from commsaudit.scoring.tree import Tree

_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A result as it would be, to be shown as ``labelled``. ``lifted`` are the waived findings that would cost again (None: waivers hold).

    ``fixed`` are the clauses put right, with their findings in all projects; ``was`` is the stored result.
    """

    result: AuditResult
    was: AuditResult
    lifted: int | None
    fixed: Mapping[str, int]

    def labelled(self, lang: str) -> AuditResult:
        """The result with a label that tells it from one of an audit, wherever a period is shown."""
        period = self.result.period
        label = f"{period.label}（假设）" if lang == "zh" else f"{period.label} (what-if)"
        return replace(self.result, period=replace(period, label=label))

    def words(self, lang: str) -> str:
        """What is supposed, and what it does to the score: for headings."""
        zh = lang == "zh"
        said = []
        if self.lifted is not None:
            said.append(f"不计豁免（{self.lifted} 处）" if zh else f"no waiver holds (findings: {self.lifted})")
        if self.fixed:
            found = {name: count for name, count in self.fixed.items() if count} or self.fixed
            each = (f"{name}（{count}）" if zh else f"{name} ({count})" for name, count in found.items())
            said.append(f"已整改 {'、'.join(each)}" if zh else f"put right: {', '.join(each)}")
        return ("假设，并非检查结果：" if zh else "What if, not an audit's result: ") + (
            ("；" if zh else "; ").join([*said, *self._moved(zh)])
        )

    def _moved(self, zh: bool) -> list[str]:
        before, after = _mean(self.was), _mean(self.result)
        if before is None or after is None:
            return []
        many = sum(project.score is not None for project in self.was.projects) > 1
        name = ("平均得分" if many else "得分") if zh else ("mean score" if many else "score")
        return [f"{name} {points_text(before)} → {points_text(after)}"]


def what_if(
    stored: AuditResult, standards: Sequence[Standard], *, without_waivers: bool = False, fixed: Sequence[str] = ()
) -> WhatIf:
    """``stored`` as it would be without its waivers, and with the clauses ``fixed`` (ids or globs) met in every project.

    ``standards`` are those behind the result, priced as it records. What is fixed is no longer among the findings.

    Raises:
        UsageError: a clause that the result does not have; or the catalogue is not the one that it was scored by.
    """
    clauses = _chosen(stored, fixed)
    bases = Bases(stored, standards)
    projects = []
    for project in stored.projects:
        basis = bases.of(project)
        outcomes = [clause.outcome for clause in project.clauses]
        if _scored(project, outcomes, basis.tree, basis.counting) != project:
            raise _other_catalogue(stored, project)
        changed = [_changed(outcome, without_waivers, outcome.clause in clauses) for outcome in outcomes]
        projects.append(_scored(project, changed, basis.tree, basis.counting))
    return WhatIf(
        replace(
            stored,
            settings=_settings(stored.settings, without_waivers, clauses),
            projects=tuple(projects),
            findings=tuple(_findings(stored.findings, without_waivers, clauses)),
            findings_total=stored.findings_total - sum(clauses.values()),
        ),
        stored,
        _waived(stored, clauses) if without_waivers else None,
        clauses,
    )


def _chosen(stored: AuditResult, patterns: Sequence[str]) -> Mapping[str, int]:
    """The clauses that ``patterns`` name, in the result's order, with their findings.

    Raises:
        UsageError: one names none.
    """
    found: Counter[str] = Counter()
    for project in stored.projects:
        for clause in project.clauses:
            found[clause.outcome.clause] += clause.outcome.findings
    for pattern in patterns:
        if not any(fnmatchcase(clause, pattern) for clause in found):
            near = difflib.get_close_matches(pattern, found, 1)
            raise UsageError(
                f"--if-fixed {pattern}: the result has no such clause" + (f"; did you mean {near[0]}?" if near else ""),
                f"--if-fixed {pattern}：结果中没有这一条款" + (f"；是否指 {near[0]}？" if near else ""),
            )
    return {
        clause: count for clause, count in found.items() if any(fnmatchcase(clause, pattern) for pattern in patterns)
    }


def _scored(project: ProjectResult, outcomes: Sequence[Outcome], tree: Tree, counting: Counting) -> ProjectResult:
    """The scorecard that ``outcomes`` come to; which clauses were judged does not change."""
    order = {outcome.clause: place for place, outcome in enumerate(outcomes)}
    counted = ProjectOutcomes(project.project_id, project.name, outcomes, empty_logs=project.empty_logs)
    return replace(score_project(counted, (), replace(tree, order=order), counting), coverage=project.coverage)


def _changed(outcome: Outcome, without_waivers: bool, fixed: bool) -> Outcome:
    if fixed and outcome.findings:
        return replace(outcome, findings=0, waived=0, status=Status.PASS)
    if without_waivers and outcome.waived:
        return replace(outcome, waived=0, status=Status.FAIL)
    return outcome


def _findings(
    findings: Sequence[ResultFinding], without_waivers: bool, fixed: Mapping[str, int]
) -> list[ResultFinding]:
    left = [finding for finding in findings if finding.clause not in fixed]
    return [replace(finding, waiver=None) for finding in left] if without_waivers else left


def _settings(settings: Mapping[str, object], without_waivers: bool, fixed: Mapping[str, int]) -> dict[str, object]:
    """The recorded settings, less the waivers that have nothing left to cover."""
    recorded: Any = settings.get("waivers")
    kept = [
        each
        for each in (recorded if isinstance(recorded, list) and not without_waivers else ())
        if not (isinstance(each, dict) and each.get("clause") in fixed)
    ]
    return {**settings, "waivers": kept}


def _waived(stored: AuditResult, fixed: Mapping[str, int]) -> int:
    return sum(
        clause.outcome.waived
        for project in stored.projects
        for clause in project.clauses
        if clause.outcome.clause not in fixed
    )


def _mean(result: AuditResult) -> Decimal | None:
    scores = [project.score.score for project in result.projects if project.score]
    if not scores:
        return None
    mean = sum(scores, Decimal(0)) / len(scores)
    return scores[0] if len(scores) == 1 else mean.quantize(_HUNDREDTH, ROUND_HALF_UP)


def _other_catalogue(stored: AuditResult, project: ProjectResult) -> UsageError:
    return UsageError(
        f"the stored score of {project.project_id} does not come out again: the standards here are not those that commsaudit"
        f" {stored.tool.version} scored it by; run `commsaudit audit` again, or name its checks in commsaudit.toml",
        f"无法重新算出 {project.project_id} 的得分：现有标准与 commsaudit {stored.tool.version} 计分时所用的不同；"
        "请重新检查，或在 commsaudit.toml 中写明当时的 checks",
    )
