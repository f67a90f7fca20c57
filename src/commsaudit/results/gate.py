"""A gate: whether a result keeps to the rules of a company. Reads results alone.

What cannot be decided is an error and never a pass: a project without score under a rule about scores, a clause that was not assessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from commsaudit.errors import NothingToAudit, UsageError
from commsaudit.model.result import AuditResult, ProjectResult
from commsaudit.model.settings import Gate, GateKind, GatePattern, GateRule
from commsaudit.reports.terminal.text import clean
from commsaudit.results.gate_checks import Check, Sides, State, check, is_judged, rejects
from commsaudit.results.gate_rules import OF_BASELINE, OF_FILES

_EXIT = {State.UNKNOWN: 2, State.MISSED: 1, State.HELD: 0}
_WORST = tuple(State)
_FEW = 12


@dataclass(frozen=True, slots=True)
class RuleVerdict:
    """A rule with what became of it, the worst first. ``pattern`` is the glob under which it stands; "": for all."""

    rule: GateRule
    pattern: str
    checks: tuple[Check, ...]

    @property
    def state(self) -> State:
        """The worst of its checks."""
        return self.checks[0].state

    @property
    def offenders(self) -> tuple[Check, ...]:
        """What missed it, or cannot be decided; the worst first."""
        return tuple(each for each in self.checks if each.state is not State.HELD)


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the gate says: its rules, the worst first; and the projects that no rule, or no baseline, is about."""

    result: AuditResult
    baseline: AuditResult | None
    rules: tuple[RuleVerdict, ...]
    free: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def state(self) -> State:
        """The worst of its rules."""
        return self.rules[0].state

    @property
    def exit_code(self) -> int:
        """0: passed; 1: failed; 2: something could not be decided."""
        return _EXIT[self.state]


def judge_gate(
    result: AuditResult,
    gate: Gate,
    *,
    baseline: AuditResult | None = None,
    declared: Mapping[str, str | None] | None = None,
    projects: Sequence[str] = (),
) -> GateVerdict:
    """Judge ``result`` by the rules of ``gate``.

    ``declared`` is the item of each clause; ``projects`` are globs: the gate is about these alone. A baseline of which no rule says
    anything is one that scores must not fall below, and beside which no finding is new where it is of the same period.

    Raises:
        UsageError: no rule; a project, category or clause that there is not; a rule that is about no project; a baseline is missing.
        NothingToAudit: nothing was judged.
    """
    chosen = _chosen(result, [*projects], gate.projects)
    implied = _implied(gate, chosen, result, baseline)
    gate = replace(gate, rules=(*gate.rules, *(GateRule(kind) for kind in implied)))
    if not any(rule.holds for rule in _every(gate)):
        raise _no_rule()
    _check_names(gate, result)
    if not any(is_judged(project) for project in chosen):
        raise NothingToAudit(
            "nothing was judged in this result, so no rule can be decided; `commsaudit logs validate` says what the logs lack",
            "这份结果中没有任何评判，无法判断规则；可用 `commsaudit logs validate` 查看日志缺少什么",
        )
    sides = Sides(result, baseline, declared or {})
    scopes = _scopes(gate, chosen)
    rules = [_judged(rule, pattern, members, sides, implied) for (rule, pattern), members in scopes.items()]
    if any(rule.kind in OF_FILES and rule.holds for rule in gate.rules):
        rules.append(_verdict(GateRule("no_rejects"), "", rejects(result)))
    if not rules:
        raise _no_rule()
    rules.sort(key=lambda each: (_WORST.index(each.state), -len(each.offenders)))
    names = {project.project_id for project in result.projects}
    held = {project.project_id for members in scopes.values() for project in members}
    here = {project.project_id for project in chosen}
    compared = {
        each.project_id for (rule, _), members in scopes.items() if rule.kind in OF_BASELINE for each in members
    }
    return GateVerdict(
        result,
        baseline,
        tuple(rules),
        free=tuple(sorted(here - held)),
        added=tuple(sorted(compared - sides.before.keys())),
        gone=tuple(sorted(sides.before.keys() - names)) if compared and not projects else (),
    )


def _every(gate: Gate) -> Iterator[GateRule]:
    yield from gate.rules
    for pattern in gate.projects:
        yield from pattern.rules


def _no_rule() -> UsageError:
    return UsageError(
        "the gate has no rule: write [gate] in commsaudit.toml, or give an option such as --min-percent 85",
        "没有任何规则：请在 commsaudit.toml 中写 [gate]，或加选项，如 --min-percent 85",
    )


def _implied(
    gate: Gate, chosen: Iterable[ProjectResult], result: AuditResult, baseline: AuditResult | None
) -> tuple[GateKind, ...]:
    """The rules that a baseline stands for by itself, where no rule says what it is for."""
    said = {rule.kind for rule in _every(gate)} & OF_BASELINE
    if baseline is None:
        asked = sorted({rule.kind for rule in _every(gate) if rule.holds} & OF_BASELINE)
        if asked:
            raise UsageError(
                f"{', '.join(asked)}: needs an earlier result to compare with; add --baseline RESULT",
                f"{'、'.join(asked)}：需要可比较的旧结果；请加 --baseline 结果文件",
            )
        return ()
    if said:
        return ()
    same = (result.period.starts_on, result.period.ends_on) == (baseline.period.starts_on, baseline.period.ends_on)
    # From one period to the next every finding is new; and without scores there is none to fall.
    scored = any(project.score for project in (*chosen, *baseline.projects)) or not same
    return (*(("no_fall",) if scored else ()), *(("no_new_findings",) if same else ()))


def _chosen(result: AuditResult, globs: Sequence[str], patterns: Iterable[GatePattern]) -> list[ProjectResult]:
    names = [project.project_id for project in result.projects]
    for glob in (*globs, *(each.pattern for each in patterns)):
        if not any(fnmatchcase(name, glob) for name in names):
            raise _unknown(("project", "项目"), glob, names)
    return [
        project
        for project in result.projects
        if not globs or any(fnmatchcase(project.project_id, glob) for glob in globs)
    ]


def _check_names(gate: Gate, result: AuditResult) -> None:
    categories = list(dict.fromkeys(each.id for project in result.projects for each in project.categories))
    clauses: list[str] = []
    if any(rule.kind == "must_not_fail" and rule.holds for rule in _every(gate)):
        clauses = list(dict.fromkeys(each.outcome.clause for project in result.projects for each in project.clauses))
    for rule in _every(gate):
        if rule.kind == "min_category" and rule.target and rule.target not in categories:
            raise _unknown(("category", "类别"), rule.target, categories)
        if rule.kind == "must_not_fail" and rule.holds and not any(fnmatchcase(each, rule.target) for each in clauses):
            raise _unknown(("clause", "条款"), rule.target, clauses)


def _unknown(kind: tuple[str, str], name: str, known: Collection[str]) -> UsageError:
    # What stands in a result is shown, never obeyed by a terminal.
    known = [clean(each) for each in known]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    few = 0 < len(known) <= _FEW
    en = (
        f"did you mean '{near[0]}'?"
        if near
        else f"there are {', '.join(known)}"
        if few
        else "check the rule's spelling"
    )
    zh = f"是否指“{near[0]}”？" if near else f"其中有 {'、'.join(known)}" if few else "请检查规则的写法"
    return UsageError(
        f"the gate names the {kind[0]} '{name}', and the result has none such; {en}",
        f"规则中的{kind[1]}“{name}”在结果中不存在；{zh}",
    )


def _scopes(gate: Gate, projects: Iterable[ProjectResult]) -> dict[tuple[GateRule, str], list[ProjectResult]]:
    """The projects that each rule is about, in the order of the policy."""
    order = [("", rule) for rule in gate.rules] + [
        (each.pattern, rule) for each in gate.projects for rule in each.rules
    ]
    found: dict[tuple[GateRule, str], list[ProjectResult]] = {(rule, pattern): [] for pattern, rule in order}
    for project in projects:
        for pattern, rule in _in_force(gate, project.project_id):
            found[rule, pattern].append(project)
    return {key: members for key, members in found.items() if members}


def _in_force(gate: Gate, project_id: str) -> list[tuple[str, GateRule]]:
    """The rules for a project, each with the glob under which it stands: of several for one thing the last."""
    matching = [each for each in gate.projects if fnmatchcase(project_id, each.pattern)]
    said = [each.exempt for each in matching if each.exempt is not None]
    if said and said[-1]:
        return []
    found: dict[tuple[GateKind, str], tuple[str, GateRule]] = {}
    for pattern, rules in (("", gate.rules), *((each.pattern, each.rules) for each in matching)):
        for rule in rules:
            if rule.kind in OF_FILES:
                continue
            if rule.holds:
                found[rule.kind, rule.target] = (pattern, rule)
            else:
                found = {
                    key: each for key, each in found.items() if key[0] != rule.kind or rule.target not in ("", key[1])
                }
    return list(found.values())


def _judged(
    rule: GateRule, pattern: str, projects: Iterable[ProjectResult], sides: Sides, implied: Collection[GateKind]
) -> RuleVerdict:
    if rule.kind == "no_fall" and rule.kind in implied:
        # Nobody asked for scores where there never were any.
        befores = sides.before
        projects = [
            each for each in projects if each.score or (each.project_id in befores and befores[each.project_id].score)
        ]
    return _verdict(rule, pattern, (made for each in projects if (made := check(rule, each, sides)) is not None))


def _verdict(rule: GateRule, pattern: str, checks: Iterable[Check]) -> RuleVerdict:
    ordered = sorted(checks, key=lambda each: (_WORST.index(each.state), -each.short, each.subject))
    if not ordered:
        name = f"{rule.kind} {rule.target}".strip() + (f" ({pattern})" if pattern else "")
        raise UsageError(
            f"the rule {name} is about no project of this result: none of them has what it asks about"
            + (", or none is in the baseline" if rule.kind in OF_BASELINE else ""),
            f"规则 {name} 与结果中的任何项目都无关：没有一个项目有它所问的内容"
            + ("，或都不在基准结果中" if rule.kind in OF_BASELINE else ""),
        )
    return RuleVerdict(rule, pattern, tuple(ordered))
