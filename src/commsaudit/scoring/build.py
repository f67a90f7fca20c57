"""The builder of results: everything scored, sorted and cut as the result file has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from commsaudit import __version__
from commsaudit.model.inputs import InputFile
from commsaudit.model.outcome import Finding
from commsaudit.model.period import Period
from commsaudit.model.result import (
    AuditResult,
    Metric,
    ProjectResult,
    ResultFinding,
    StandardEntry,
    Tool,
    WaiverNote,
)
from commsaudit.scoring.costs import Counting
from commsaudit.scoring.numbers import points_text
from commsaudit.scoring.score import ProjectOutcomes, score_project
from commsaudit.scoring.tree import StandardUse, Tree, scoring_tree


def build_result(
    *,
    period: Period,
    settings: Mapping[str, object],
    counting: Counting,
    inputs: Iterable[InputFile],
    standards: Sequence[StandardUse],
    projects: Iterable[ProjectOutcomes],
    findings: Iterable[Finding],
    max_findings: int | None = None,
    metrics: Iterable[Metric] = (),
) -> AuditResult:
    """The result of an audit, scored.

    ``standards`` are in catalogue order; a project is audited by those that its outcomes name.
    ``settings`` is what the caller wants recorded; ``counting`` is put into it. ``max_findings``
    cuts the listed findings per clause and project, the first by due moment and record staying;
    scores know them all.

    Raises:
        KeyError: an outcome or a finding is of a clause that ``standards`` do not have.
        TypeError: ``settings`` hold what JSON cannot say.
    """
    ordered = _ordered(findings, standards)
    return assemble_result(
        period=period,
        settings=settings,
        counting=counting,
        inputs=inputs,
        standards=standards,
        projects=projects,
        findings=tuple(_listed(finding) for finding in _cut(ordered, max_findings)),
        findings_total=len(ordered),
        metrics=metrics,
    )


def assemble_result(
    *,
    period: Period,
    settings: Mapping[str, object],
    counting: Counting,
    inputs: Iterable[InputFile],
    standards: Sequence[StandardUse],
    projects: Iterable[ProjectOutcomes],
    findings: Sequence[ResultFinding],
    findings_total: int,
    metrics: Iterable[Metric] = (),
) -> AuditResult:
    """As ``build_result``, from findings that are already listed: in order, and cut."""
    return AuditResult(
        tool=Tool("commsaudit", __version__),
        standards=tuple(_entry(use) for use in standards),
        period=period,
        settings={"counting": counting, **{key: plain(value) for key, value in settings.items()}},
        inputs=tuple(sorted(inputs, key=lambda entry: (entry.file, entry.log))),
        projects=_scored(projects, standards, counting),
        findings=findings,
        findings_total=findings_total,
        metrics=tuple(sorted(metrics, key=_metric_place)),
    )


def plain(value: object) -> object:
    """``value`` as JSON has it: decimals, dates and moments as text, tuples as lists, keys as text.

    Raises:
        TypeError: it holds something that JSON and these words cannot say.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return points_text(value)
        case datetime():
            return value.isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            raise TypeError(f"a setting cannot be recorded: {value!r}")


def _metric_place(metric: Metric) -> tuple[str, ...]:
    return metric.project_id, metric.standard, metric.name, metric.record_id


def _entry(use: StandardUse) -> StandardEntry:
    standard = use.standard
    return StandardEntry(standard.id, standard.digest, standard.points, "score" if use.is_scored else "observe")


def _scored(
    projects: Iterable[ProjectOutcomes], standards: Sequence[StandardUse], counting: Counting
) -> tuple[ProjectResult, ...]:
    trees: dict[frozenset[str], tuple[list[StandardUse], Tree]] = {}
    scored = []
    for project in sorted(projects, key=lambda each: each.project_id):
        applied = frozenset(outcome.standard for outcome in project.outcomes)
        if applied not in trees:
            uses = [use for use in standards if use.standard.id in applied]
            trees[applied] = (uses, scoring_tree(uses))
        scored.append(score_project(project, *trees[applied], counting))
    return tuple(scored)


def _ordered(findings: Iterable[Finding], standards: Sequence[StandardUse]) -> list[Finding]:
    clauses = (clause.id for use in standards for clause in use.standard.clauses)
    order = {clause: place for place, clause in enumerate(clauses)}
    return sorted(
        findings, key=lambda each: (each.project_id, order[each.clause], each.due_at, each.record_id, each.id)
    )


def _cut(findings: Iterable[Finding], most: int | None) -> Iterable[Finding]:
    if most is None:
        return findings
    seen: dict[tuple[str, str], int] = defaultdict(int)
    kept = []
    for finding in findings:
        place = (finding.project_id, finding.clause)
        seen[place] += 1
        if seen[place] <= most:
            kept.append(finding)
    return kept


def _listed(finding: Finding) -> ResultFinding:
    waiver = finding.waiver
    return ResultFinding(
        finding.id,
        finding.project_id,
        finding.standard,
        finding.clause,
        finding.record_id,
        finding.due_at,
        finding.detail,
        finding.source,
        WaiverNote(waiver.reason, waiver.approved_by, waiver.expires_on) if waiver else None,
    )
