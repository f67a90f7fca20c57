"""What a gate says, in both languages: its rules, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commsaudit.model.outcome import Outcome, Status
from commsaudit.model.result import ResultFinding
from commsaudit.model.settings import GateRule
from commsaudit.reports.masking import shown_record, shown_text
from commsaudit.reports.titles import Titles
from commsaudit.reports.words import Words
from commsaudit.results.gate import GateVerdict, RuleVerdict
from commsaudit.results.gate_checks import Check, State
from commsaudit.scoring.numbers import points_text

# key: (Chinese, English).
_TABLE: Mapping[str, tuple[str, str]] = {
    "min_score": ("得分不低于 {limit}", "score at least {limit}"),
    "min_percent": ("得分率不低于 {limit}%", "score at least {limit} %"),
    "min_category": ("类别 {target} 得分不低于 {limit}", "category {target}: at least {limit}"),
    "must_not_fail": ("条款 {target} 不得有不符合", "clause {target} must not fail"),
    "max_findings": ("不符合不超过 {limit} 处", "no more findings than {limit}"),
    "min_coverage": ("覆盖率不低于 {limit}%", "coverage at least {limit} %"),
    "no_errors": ("检查均能运行", "every check can run"),
    "no_rejects": ("没有无法读取的行", "every row can be read"),
    "no_fall": ("得分不低于基准结果", "score not below the baseline's"),
    "no_new_findings": ("与基准结果相比没有新增不符合", "no finding that the baseline does not have"),
    # what was found
    "kept": ("{score}/{points}", "{score}/{points}"),
    "kept_short": ("{score}/{points}，差 {short}", "{score}/{points}, {short} short"),
    "share": ("{score}/{points}（{percent}%）", "{score}/{points} ({percent} %)"),
    "share_short": (
        "{score}/{points}（{percent}%），差 {short} 个百分点",
        "{score}/{points} ({percent} %), {short} percentage points short",
    ),
    "coverage": ("已评 {assessed}/{clauses} 条（{percent}%）", "{assessed} of {clauses} clauses ({percent} %)"),
    "coverage_short": (
        "已评 {assessed}/{clauses} 条（{percent}%），差 {short} 个百分点",
        "{assessed} of {clauses} clauses ({percent} %), {short} percentage points short",
    ),
    "not_failed": ("没有不符合", "did not fail"),
    "failed": ("{count} 处不符合", "{count} not met"),
    "findings": ("{count} 处不符合", "findings: {count}"),
    "findings_over": ("{count} 处不符合，超出 {over} 处", "findings: {count}, {over} too many"),
    "all_ran": ("均能运行", "all could run"),
    "errors": ("{count} 条检查无法运行", "checks that could not run: {count}"),
    "rejected": ("{rows} 行中有 {rejected} 行无法读取", "{rejected} of {rows} rows cannot be read"),
    "moved": ("{old} → {new}（{change}）", "{old} → {new} ({change})"),
    "moved_percent": (
        "{old}% → {new}%（{change} 个百分点；满分不同，按百分比比较）",
        "{old} % → {new} % ({change} percentage points; compared in percent, as the points differ)",
    ),
    "new_findings": ("新增 {count} 处", "new: {count}"),
    "none_new": ("没有新增", "none"),
    # what could not be decided
    "no_score": ("不计分", "it has no score"),
    "not_judged": ("没有任何条款得到评判", "nothing was judged in it"),
    "category_not_judged": ("该类别没有任何条款得到评判", "nothing was judged in this category"),
    "clauses_not_judged": ("未能评判", "not judged"),
    "baseline_no_score": ("基准结果中不计分", "it has no score in the baseline"),
    "baseline_not_judged": ("基准结果中没有任何条款得到评判", "nothing was judged in it in the baseline"),
    "cut": (
        "结果没有列出全部不符合，无法比较；请不加 --max-findings 重新审计",
        "not all findings are listed, so they cannot be compared; audit without --max-findings",
    ),
    # the report
    "gate": ("门槛检查 {label}", "Gate for {label}"),
    "against": ("，基准 {label}", ", baseline {label}"),
    "state_passed": ("通过", "PASSED"),
    "state_failed": ("未通过", "FAILED"),
    "state_error": ("无法判断", "CANNOT BE DECIDED"),
    "summary": (
        "{state}：{rules} 条规则，未通过 {failed} 条，无法判断 {unknown} 条",
        "{state}: {failed} failed of {rules}, {unknown} cannot be decided",
    ),
    "for_pattern": ("（项目 {pattern}）", " (projects {pattern})"),
    "of": ("{checked} 个中有 {missed} 个", "{missed} of {checked}"),
    "all_held": ("全部 {checked} 个", "all {checked}"),
    "more": ("……另有 {count} 个（--all 全部列出）", "… and {count} more (--all lists them)"),
    "more_kept": ("……另有 {count} 个", "… and {count} more"),
    "free": ("没有规则的项目：{names}", "No rule for: {names}"),
    "added": ("基准结果中没有的项目：{names}", "Not in the baseline: {names}"),
    "gone": ("只在基准结果中的项目：{names}", "In the baseline alone: {names}"),
    "undecided": (
        '以下规则无法判断，不算通过：{rules}。若规则不应针对这些项目，请在 [gate.projects."项目"] 中设 exempt = true，'
        "或将该规则设为 false，或用 --project 指定项目",
        "Not to be decided, which is no pass: {rules}. Where a rule is not meant for these projects, say so"
        ' under [gate.projects."ID"] (exempt = true, or the rule = false), or name projects with --project',
    ),
    "names_cut": ("{names} 等 {count} 个", "{names} … ({count})"),
    "comma": ("、", ", "),
    "semicolon": ("；", "; "),
    "colon": ("：", ": "),
    "brackets": ("（{inner}）", " ({inner})"),
}
_NAMES = 8
_SHOWN = 5


class GateWords:
    """The table in one language. ``reveal``: records and reasons are shown as they are."""

    def __init__(self, lang: str, titles: Titles, *, reveal: bool) -> None:
        self.lang, self.reveal = lang, reveal
        self._titles = titles
        self._words = Words(lang, titles)

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key``, with ``values`` in their places."""
        zh, en = _TABLE[key]
        return (zh if self.lang == "zh" else en).format(**values)

    def heading(self, verdict: GateVerdict) -> str:
        """Which result, beside which baseline."""
        text = self("gate", label=verdict.result.period.label)
        if verdict.baseline:
            text += self("against", label=verdict.baseline.period.label)
        return text

    def summary(self, verdict: GateVerdict) -> str:
        """What it comes to."""
        states = [each.state for each in verdict.rules]
        failed, unknown = states.count(State.MISSED), states.count(State.UNKNOWN)
        return self("summary", state=self.state(verdict.state), rules=len(states), failed=failed, unknown=unknown)

    def state(self, state: State) -> str:
        """The word for ``state``."""
        return self(f"state_{state}")

    def rule(self, verdict: RuleVerdict) -> str:
        """What the rule asks for, and of which projects."""
        rule = verdict.rule
        text = self(rule.kind, target=self._target(rule), limit=limit_text(rule))
        return text + (self("for_pattern", pattern=verdict.pattern) if verdict.pattern else "")

    def _target(self, rule: GateRule) -> str:
        title = self._titles.part(rule.target) if rule.kind == "min_category" else self._titles.clause(rule.target)
        return f"{rule.target} {title}" if title else rule.target

    def missed(self, verdict: RuleVerdict) -> str:
        """How many missed the rule, of how many."""
        if verdict.state is State.HELD:
            return self("all_held", checked=len(verdict.checks))
        return self("of", missed=len(verdict.offenders), checked=len(verdict.checks))

    def check(self, check: Check) -> str:
        """What was found, with the clauses and the findings that missed it."""
        text = self(check.says, **check.values)
        parts = [self._outcome(each, check.says) for each in check.outcomes[:_SHOWN]]
        parts += [self.record(each) for each in check.findings[:_SHOWN]]
        rest = max(len(check.outcomes), len(check.findings)) - _SHOWN
        if rest > 0:
            parts.append(self("more_kept", count=rest))
        return text + (self("colon") + self("semicolon").join(parts) if parts else "")

    def _outcome(self, outcome: Outcome, says: str) -> str:
        if says in ("failed", "findings_over"):
            inner: str = str(outcome.costing)
        else:
            inner = self.reason(outcome) or self._words.status(outcome.status)
        return f"{outcome.clause}{self('brackets', inner=inner)}" if inner else outcome.clause

    def reason(self, outcome: Outcome) -> str:
        """Why the clause has its status; what a check that broke said may hold anything, so it is masked."""
        reason = self._words.reason(outcome.reason)
        return reason if outcome.status is not Status.ERROR else shown_text(reason, reveal=self.reveal)

    def record(self, finding: ResultFinding) -> str:
        """A finding: its clause, its record, and where that stands."""
        record = shown_record(finding, reveal=self.reveal)
        place = f"{finding.source.file}:{finding.source.line}" if finding.source else ""
        return f"{finding.clause} {record}".rstrip() + (self("brackets", inner=place) if place else "")

    def named(self, check: Check) -> str:
        """The project, or the file, that was looked at."""
        return f"{check.subject} {check.name}".rstrip()

    def notes(self, verdict: GateVerdict) -> Sequence[str]:
        """Which projects no rule is about, and which cannot be compared."""
        said = {"free": verdict.free, "added": verdict.added, "gone": verdict.gone}
        return [self(key, names=self._names(names)) for key, names in said.items() if names]

    def undecided(self, verdict: GateVerdict) -> str:
        """Which rules could not be decided."""
        rules = [self.rule(each) for each in verdict.rules if each.state is State.UNKNOWN]
        return self("undecided", rules=self("semicolon").join(rules))

    def _names(self, names: Sequence[str]) -> str:
        shown = self("comma").join(names[:_NAMES])
        return shown if len(names) <= _NAMES else self("names_cut", names=shown, count=len(names))


def limit_text(rule: GateRule) -> str:
    """The limit as it is shown: a count without decimals, a percentage of a category with its sign."""
    if rule.limit is None:
        return ""
    if rule.kind == "max_findings":
        return str(int(rule.limit))
    text = points_text(rule.limit)
    if rule.percent or rule.kind in ("min_percent", "min_coverage"):
        text = text.removesuffix(".0")
    return f"{text}%" if rule.percent else text
