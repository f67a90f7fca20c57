"""Whether the parts of a stored result agree: what is unique, what must be there, and the sums that need no catalogue.

The checksum shows that a file was changed by accident; whoever changes it on purpose can write another. A result that agrees may still be
invented: `commsaudit verify` alone says whether it is what the logs say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from commsaudit.errors import UsageError
from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.period import Period, parse_period
from commsaudit.model.result import AuditResult, ClauseScore, ProjectResult
from commsaudit.scoring.fields import ShapeError

_NOTHING = Decimal(0)


def check_agreement(result: AuditResult, ids: Sequence[str], places: Sequence[tuple[str, str, str]]) -> None:
    """Check ``result``; ``ids`` are those of its findings, ``places`` the project, standard and clause of each.

    Raises:
        ShapeError: two of its values contradict each other.
    """
    _unique("standards", (entry.id for entry in result.standards))
    _unique("projects", (project.project_id for project in result.projects))
    _check_period(result.period)
    for place, entry in enumerate(result.inputs):
        parts = entry.loaded + entry.rejected + entry.duplicates + entry.superseded
        _follows(
            f"inputs[{place}].rows", entry.rows == parts, f"{parts}, the sum of its parts", f" {parts}（各部分之和）"
        )
    standards = {entry.id for entry in result.standards}
    agreed: set[int] = set()
    for place, project in enumerate(result.projects):
        _check_project(f"projects[{place}]", project, standards, agreed)
    _unique("findings", ids)
    _check_findings(result, places)
    known = {project.project_id for project in result.projects}
    for place, metric in enumerate(result.metrics):
        _in_it(f"metrics[{place}].project_id", metric.project_id in known, "project")


def _follows(path: str, holds: bool, en: str, zh: str) -> None:
    if not holds:
        raise ShapeError(path, en, zh)


def _in_it(path: str, holds: bool, what: str) -> None:
    zh = {"project": "项目", "standard": "标准", "clause": "该项目的条款"}[what]
    _follows(path, holds, f"a {what} of the result", f"结果中的{zh}")


def _unique(path: str, names: Iterable[str]) -> None:
    given = list(names)
    if len(set(given)) < len(given):
        [(twice, _)] = Counter(given).most_common(1)
        raise ShapeError(path, f"without a second {twice[:80]!r}", f"互不重复（{twice[:80]!r} 有两个）")


def _check_period(period: Period) -> None:
    _follows("period.end", period.starts_on <= period.ends_on, "no earlier than start", "不早于 start 的日期")
    try:
        named = parse_period(period.label)
    except UsageError:
        return  # a name that a later version may give
    _follows(
        "period.label",
        (named.starts_on, named.ends_on) == (period.starts_on, period.ends_on),
        "the name of the days from start to end",
        "从 start 到 end 的期间名称",
    )


def _check_project(path: str, project: ProjectResult, standards: set[str], agreed: set[int]) -> None:
    """``agreed``: the clauses, shared with other projects, that were found right, each by its place in memory."""
    _unique(f"{path}.categories", (each.id for each in project.categories))
    _unique(f"{path}.items", (each.id for each in project.items))
    _unique(f"{path}.clauses", (each.outcome.clause for each in project.clauses))
    coverage = project.coverage
    _at_most(f"{path}.coverage.assessed", coverage.assessed, coverage.clauses, "clauses")
    for place, clause in enumerate(project.clauses):
        if id(clause) not in agreed:
            _in_it(f"{path}.clauses[{place}].standard", clause.outcome.standard in standards, "standard")
            _check_clause(f"{path}.clauses[{place}]", clause)
            agreed.add(id(clause))
    lost: dict[str, Decimal] = {}
    for place, item in enumerate(project.items):
        _at_most(f"{path}.items[{place}].deduction", item.deduction, item.cap, "cap")
        lost[item.category] = lost.get(item.category, _NOTHING) + item.deduction
    for place, category in enumerate(project.categories):
        _at_most(f"{path}.categories[{place}].deduction", category.deduction, category.points, "points")
        cost = min(lost.get(category.id, _NOTHING), category.points)
        _same(f"{path}.categories[{place}].deduction", category.deduction, cost)
    _check_score(f"{path}.score", project)


def _check_score(path: str, project: ProjectResult) -> None:
    score = project.score
    if score is None:
        return
    _same(f"{path}.points", score.points, sum((each.points for each in project.categories), _NOTHING))
    _same(f"{path}.deduction", score.deduction, sum((each.deduction for each in project.categories), _NOTHING))
    _at_most(f"{path}.low", score.low, score.score, "score")
    _at_most(f"{path}.without_waivers", score.without_waivers, score.score, "score")


def _check_clause(path: str, clause: ClauseScore) -> None:
    outcome = clause.outcome
    _at_most(f"{path}.findings", outcome.findings, outcome.obligations, "obligations")
    _at_most(f"{path}.waived", outcome.waived, outcome.findings, "findings")
    _follows(f"{path}.status", _status_fits(outcome), "what findings and waived say", "与 findings、waived 相符的状态")
    _follows(f"{path}.unit", (clause.unit or _NOTHING) >= 0, "0 or more", "不小于 0 的数")
    _at_most(f"{path}.deduction", clause.deduction, (clause.unit or _NOTHING) * outcome.findings, "unit × findings")


def _status_fits(outcome: Outcome) -> bool:
    if outcome.costing:
        return outcome.status is Status.FAIL
    return outcome.status is Status.WAIVED if outcome.findings else outcome.status not in (Status.FAIL, Status.WAIVED)


def _at_most(path: str, value: Decimal | int, most: Decimal | int, what: str) -> None:
    _follows(path, 0 <= value <= most, f"0 or more, and at most {what}", f"不小于 0、不大于 {what}")


def _same(path: str, value: Decimal, expected: Decimal) -> None:
    _follows(path, value == expected, f"{expected}, the sum of its parts", f" {expected}（各部分之和）")


def _check_findings(result: AuditResult, places: Sequence[tuple[str, str, str]]) -> None:
    """Each is of a clause of its project, and there are no more than are counted."""
    counts = {
        (project.project_id, clause.outcome.standard, clause.outcome.clause): clause.outcome.findings
        for project in result.projects
        for clause in project.clauses
    }
    for key, count in Counter(places).items():
        if key not in counts:
            _in_it(f"findings[{places.index(key)}].clause", False, "clause")
        _follows(
            "findings",
            count <= counts[key],
            f"no more of {key[2]} than its clause counts",
            f"不多于条款 {key[2]} 的处数",
        )
    total = sum(counts.values())
    _follows(
        "findings_total",
        result.findings_total == total,
        f"{total}, the sum of the clauses' findings",
        f" {total}（各条款不符合之和）",
    )
