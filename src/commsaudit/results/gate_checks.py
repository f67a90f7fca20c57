"""One rule of a gate on one project: held, missed, or not to be known. What is not known is never held."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import cached_property

from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.result import AuditResult, ProjectResult, ProjectScore, ResultFinding
from commsaudit.model.settings import GateRule
from commsaudit.results.history_words import signed
from commsaudit.scoring.explain import items_of
from commsaudit.scoring.numbers import points_text

_HUNDREDTH, _NOTHING = Decimal("0.01"), Decimal(0)


class State(StrEnum):
    """What became of a rule, the worst first."""

    UNKNOWN = "error"
    MISSED = "failed"
    HELD = "passed"


@dataclass(frozen=True, slots=True)
class Check:
    """A rule on one project, or on one file. ``says`` is the key of its words, and ``values`` fill them.

    ``short`` is by how much it was missed, ``outcomes`` and ``findings`` are what missed it.
    """

    subject: str
    name: str
    state: State
    says: str
    values: Mapping[str, str]
    short: Decimal = _NOTHING
    outcomes: tuple[Outcome, ...] = ()
    findings: tuple[ResultFinding, ...] = ()


@dataclass
class Sides:
    """The result and its baseline, as rules look at them. ``declared``: the item that the catalogue has each clause in."""

    result: AuditResult
    baseline: AuditResult | None
    declared: Mapping[str, str | None]
    before: dict[str, ProjectResult] = field(init=False)

    def __post_init__(self) -> None:
        self.before = {each.project_id: each for each in self.baseline.projects} if self.baseline else {}

    @cached_property
    def _listed(self) -> Mapping[tuple[int, str, str], list[ResultFinding]]:
        found: dict[tuple[int, str, str], list[ResultFinding]] = defaultdict(list)
        for side, result in enumerate((self.result, self.baseline)):
            for finding in result.findings if result else ():
                found[side, finding.project_id, finding.clause].append(finding)
        return found

    def listed(self, project_id: str, clause: str, *, before: bool = False) -> Sequence[ResultFinding]:
        """The findings of a clause in a project that the result, or its baseline, lists."""
        return self._listed.get((int(before), project_id, clause), ())


def check(rule: GateRule, project: ProjectResult, sides: Sides) -> Check | None:
    """``rule`` on ``project``; None where it is not about that project."""
    match rule.kind:
        case "min_score" | "min_percent":
            return _score(rule, project)
        case "min_category":
            return _category(rule, project, sides)
        case "must_not_fail":
            return _clauses(rule, project)
        case "max_findings":
            return _findings(rule, project)
        case "min_coverage":
            return _coverage(rule, project)
        case "no_errors":
            return _errors(project)
        case "no_fall":
            return _fall(project, sides)
        case _:
            return _new_findings(project, sides)


def rejects(result: AuditResult) -> Iterator[Check]:
    """Whether rows were set aside, file by file."""
    for each in result.inputs:
        state = State.MISSED if each.rejected else State.HELD
        values = {"rejected": str(each.rejected), "rows": str(each.rows)}
        yield Check(each.file, each.log, state, "rejected", values, Decimal(each.rejected))


def is_judged(project: ProjectResult) -> bool:
    """Whether anything is known of the project."""
    return any(clause.outcome.status.is_judged for clause in project.clauses)


def _made(
    project: ProjectResult,
    held: bool | None,
    says: str,
    values: Mapping[str, str] | None = None,
    by: Decimal = _NOTHING,
    outcomes: Sequence[Outcome] = (),
    findings: Sequence[ResultFinding] = (),
) -> Check:
    state = State.UNKNOWN if held is None else State.HELD if held else State.MISSED
    missed = _NOTHING if held else by
    return Check(project.project_id, project.name, state, says, values or {}, missed, tuple(outcomes), tuple(findings))


def _unscored(project: ProjectResult, side: str = "") -> str | None:
    """Why a rule about scores cannot be decided, as the key of the words; None where it can."""
    if project.score is None:
        return f"{side}no_score"
    return None if project.coverage.assessed else f"{side}not_judged"


def _against(project: ProjectResult, actual: Decimal, points: Decimal, rule: GateRule, *, percent: bool) -> Check:
    """Points kept, against a limit in points or in percent of what could be kept. Nothing is rounded to decide."""
    limit = rule.limit or _NOTHING
    if not percent:
        short = limit - actual
        values = {"score": points_text(actual), "points": points_text(points), "short": points_text(short)}
        return _made(project, short <= 0, "kept" if short <= 0 else "kept_short", values, short)
    held, values, short = _share(actual, points, limit)
    of = {"score": points_text(actual), "points": points_text(points)}
    return _made(project, held, "share" if held else "share_short", of | values, short)


def _share(part: Decimal, whole: Decimal, limit: Decimal) -> tuple[bool, dict[str, str], Decimal]:
    """Whether ``part`` is ``limit`` percent of ``whole``; what is shown is never rounded up to the limit."""
    percent = part * 100 / whole
    short = max(limit - percent, _NOTHING).quantize(_HUNDREDTH, ROUND_CEILING)
    shown = {"percent": points_text(percent.quantize(_HUNDREDTH, ROUND_FLOOR)), "short": points_text(short)}
    return part * 100 >= limit * whole, shown, short


def _score(rule: GateRule, project: ProjectResult) -> Check:
    if unknown := _unscored(project):
        return _made(project, None, unknown)
    score = _known(project)
    return _against(project, score.score, score.points, rule, percent=rule.kind == "min_percent")


def _known(project: ProjectResult) -> ProjectScore:
    assert project.score is not None
    return project.score


def _category(rule: GateRule, project: ProjectResult, sides: Sides) -> Check | None:
    if unknown := _unscored(project):
        return _made(project, None, unknown)
    category = next((each for each in project.categories if each.id == rule.target), None)
    if category is None:
        return None
    items, of = items_of(project, sides.declared), {item.id: item.category for item in project.items}
    own = [each.outcome for each in project.clauses if of.get(items.get(each.outcome.clause, "")) == rule.target]
    if not any(outcome.status.is_judged for outcome in own):
        return _made(project, None, "category_not_judged", outcomes=own)
    return _against(project, category.score, category.points, rule, percent=rule.percent)


def _clauses(rule: GateRule, project: ProjectResult) -> Check | None:
    """A clause that is off was taken out by the company itself: the rule is not about it."""
    outcomes = [each.outcome for each in project.clauses]
    named = [each for each in outcomes if fnmatchcase(each.clause, rule.target) and each.status is not Status.OFF]
    if not named:
        return None
    failed = [each for each in named if each.status is Status.FAIL]
    if failed:
        count = sum(each.costing for each in failed)
        return _made(project, False, "failed", {"count": str(count)}, Decimal(count), failed)
    unknown = [each for each in named if not each.status.is_judged]
    if unknown:
        return _made(project, None, "clauses_not_judged", outcomes=unknown)
    return _made(project, True, "not_failed")


def _findings(rule: GateRule, project: ProjectResult) -> Check:
    if not is_judged(project):
        return _made(project, None, "not_judged")
    failed = [each.outcome for each in project.clauses if each.outcome.costing]
    failed.sort(key=lambda each: -each.costing)
    count = sum(each.costing for each in failed)
    over = count - (rule.limit or _NOTHING)
    if over <= 0:
        return _made(project, True, "findings", {"count": str(count)})
    return _made(project, False, "findings_over", {"count": str(count), "over": str(over)}, over, failed)


def _coverage(rule: GateRule, project: ProjectResult) -> Check:
    coverage = project.coverage
    if not coverage.clauses:
        return _made(project, None, "not_judged")
    held, values, short = _share(Decimal(coverage.assessed), Decimal(coverage.clauses), rule.limit or _NOTHING)
    of = {"assessed": str(coverage.assessed), "clauses": str(coverage.clauses)}
    return _made(project, held, "coverage" if held else "coverage_short", of | values, short)


def _errors(project: ProjectResult) -> Check:
    erred = [each.outcome for each in project.clauses if each.outcome.status is Status.ERROR]
    if erred:
        return _made(project, False, "errors", {"count": str(len(erred))}, Decimal(len(erred)), erred)
    return _made(project, True if is_judged(project) else None, "all_ran" if is_judged(project) else "not_judged")


def _fall(project: ProjectResult, sides: Sides) -> Check | None:
    """In points where both can lose the same, else in percent of the points."""
    before = sides.before.get(project.project_id)
    if before is None:
        return None
    if unknown := _unscored(project) or _unscored(before, "baseline_"):
        return _made(project, None, unknown)
    old, new = _known(before), _known(project)
    if old.points == new.points:
        fall = old.score - new.score
        values = {"old": points_text(old.score), "new": points_text(new.score), "change": signed(-fall)}
        return _made(project, fall <= 0, "moved", values, fall)
    held = new.score * old.points >= old.score * new.points
    percents = (old.score * 100 / old.points, new.score * 100 / new.points)
    fall = percents[0] - percents[1]
    shown = [points_text(each.quantize(_HUNDREDTH, ROUND_FLOOR)) for each in percents]
    change = signed((-fall).quantize(_HUNDREDTH, ROUND_FLOOR))
    return _made(project, held, "moved_percent", {"old": shown[0], "new": shown[1], "change": change}, fall)


def _new_findings(project: ProjectResult, sides: Sides) -> Check | None:
    """Findings that no waiver covers, and that the baseline does not have."""
    before = sides.before.get(project.project_id)
    if before is None:
        return None
    if not is_judged(project) or not is_judged(before):
        return _made(project, None, "not_judged" if not is_judged(project) else "baseline_not_judged")
    old = {each.outcome.clause: each.outcome for each in before.clauses}
    new: list[ResultFinding] = []
    cut: list[Outcome] = []
    for outcome in (each.outcome for each in project.clauses if each.outcome.costing):
        was = old.get(outcome.clause)
        known = {each.id for each in sides.listed(project.project_id, was.clause, before=True)} if was else set()
        listed = sides.listed(project.project_id, outcome.clause)
        came = [each for each in listed if each.waiver is None and each.id not in known]
        if len(listed) < outcome.findings or (came and was and len(known) < was.findings):
            cut.append(outcome)
        else:
            new.extend(came)
    if new:
        return _made(project, False, "new_findings", {"count": str(len(new))}, Decimal(len(new)), findings=new)
    if cut:
        return _made(project, None, "cut", outcomes=cut)
    return _made(project, True, "none_new")
