"""Every word that reports show, in both languages, in one table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from commsaudit.errors import parted
from commsaudit.model.outcome import Status
from commsaudit.model.result import ResultFinding
from commsaudit.reports.titles import Titles

# key: (Chinese, English). Braces are filled by ``Words``.
_TABLE: Mapping[str, tuple[str, str]] = {
    # the parts of a scorecard
    "rank": ("名次", "Rank"),
    "period": ("期间", "Period"),
    "project": ("项目", "Project"),
    "name": ("名称", "Name"),
    "standard": ("标准", "Standard"),
    "category": ("类别", "Category"),
    "category_title": ("类别名称", "Category title"),
    "item": ("项", "Item"),
    "item_title": ("项名称", "Item title"),
    "item_cap": ("项扣分上限", "Item cap"),
    "item_deduction": ("项扣分", "Item deduction"),
    "clause": ("条款", "Clause"),
    "title": ("标题", "Title"),
    "points": ("满分", "Points"),
    "deduction": ("扣分", "Deduction"),
    "score": ("得分", "Score"),
    "percent": ("百分比", "Percent"),
    "low": ("最低", "Low"),
    "high": ("最高", "High"),
    "range": ("区间", "Range"),
    "without_waivers": ("不计豁免得分", "Score without waivers"),
    "coverage": ("覆盖", "Coverage"),
    "coverage_percent": ("覆盖率（%）", "Coverage (%)"),
    "clauses": ("条款数", "Clauses"),
    "assessed": ("已评", "Assessed"),
    "not_assessed_count": ("未评", "Not assessed"),
    "obligations": ("应办", "Obligations"),
    "findings": ("不符合", "Findings"),
    "waived": ("豁免", "Waived"),
    "pending": ("未到期", "Pending"),
    "unit": ("单项扣分", "Unit"),
    "status": ("状态", "Status"),
    "reason": ("原因", "Reason"),
    "recoverable": ("可挽回", "Recoverable"),
    "empty_logs": ("无记录的日志", "Logs without rows"),
    "observed": ("观察", "observed"),
    "mode": ("方式", "Mode"),
    "mode_score": ("计分", "score"),
    "mode_observe": ("观察", "observe"),
    "rate": ("符合率", "Rate"),
    "rate_percent": ("符合率（%）", "Compliance rate (%)"),
    "observed_title": ("仅观察的标准", "Observed standards"),
    "observed_all": ("--all 列出其中不符合的条款", "--all lists what failed in them"),
    # surveys
    "surveys": ("满意度调查", "Satisfaction surveys"),
    "metric": ("指标", "Metric"),
    "value": ("数值", "Value"),
    "satisfaction_rate": ("满意率", "Satisfied"),
    "adjusted_rate": ("折算满意率", "Adjusted"),
    "return_rate": ("回收率", "Returned"),
    "abstentions": ("弃权", "Abstained"),
    "dissatisfied": ("不满意", "Dissatisfied"),
    "main_improvement": ("主要改进事项", "Main improvement"),
    "improve_first": ("改进顺序", "Improve"),
    # a finding
    "finding_id": ("不符合编号", "Finding"),
    "record": ("记录编号", "Record"),
    "due_at": ("应办时限", "Due"),
    "detail": ("说明", "Detail"),
    "done": ("完成", "done"),
    "log": ("日志", "Log"),
    "file": ("文件", "File"),
    "line": ("行", "Line"),
    "absorbed": ("封顶免扣", "Absorbed by caps"),
    "deducted": ("实际扣分", "Deducted"),
    "waiver_reason": ("豁免原因", "Waiver reason"),
    "waiver_by": ("豁免审批人", "Waiver approved by"),
    "waiver_until": ("豁免有效期至", "Waiver expires"),
    "category_score": ("{id} {title} 得分", "{id} {title} score"),
    # the terminal
    "heading": ("督导审计 {label}（{start} 至 {end}）", "Audit of {label} ({start} to {end})"),
    "as_of": ("，审计时点 {moment}", ", as of {moment}"),
    "scored": ("计分标准：", "Scored: "),
    "observed_only": ("仅观察：", "Observed: "),
    "counting_clause": ("按条款计：每条至多扣一次", "Counted per clause: each costs once"),
    "counting_as_written": ("按原文方式计", "Counted as the source words it"),
    "sampled": (
        "抽样：每条款每项目 {size} 件，种子 {seed}",
        "Sampled: {size} per clause and project, seed {seed}",
    ),
    "ranking_cut": (
        "只列出得分最低的 {shown} 个项目，另有 {more} 个；--all 显示全部",
        "The {shown} lowest are listed, {more} more are not; --all shows them",
    ),
    "details_cut": (
        "只展开得分最低的 {shown} 个项目，另有 {more} 个；--all 或 --project 显示",
        "The {shown} lowest are shown in detail, {more} more are not; use --all or --project",
    ),
    "project_score": ("得分 {score}/{points}（{percent}%）", "Score {score}/{points} ({percent} %)"),
    "no_score": ("不计分（仅观察）", "No score (observed only)"),
    "project_range": ("区间 {low}–{high}", "range {low}–{high}"),
    "project_coverage": ("覆盖 {assessed}/{clauses}", "coverage {assessed}/{clauses}"),
    "project_unwaived": ("不计豁免 {score}", "without waivers {score}"),
    "empty": ("日志中没有本项目的记录：", "Logs without rows of the project: "),
    "failed": ("不符合的条款", "Clauses that failed"),
    "all_clauses": ("全部条款", "All clauses"),
    "nothing_failed": ("没有不符合的条款", "Nothing failed"),
    "all_waived": ("{count} 项不符合均已豁免", "{count} findings, all of them waived"),
    "nothing_known_failed": ("已评的条款中没有不符合", "Nothing failed of what was assessed"),
    "in_order": ("其余 {count} 个项目无需处理", "Nothing to do in other projects: {count}"),
    "not_applied": ("所检查的标准不适用于另外 {count} 个项目", "The standards do not apply to other projects: {count}"),
    "due_column": ("应办", "Due"),
    "failed_column": ("不符合", "Failed"),
    "cost_column": ("扣分", "Cost"),
    "more": ("……另有 {count} 项", "… and {count} more"),
    "waived_by": ("豁免：{reason}（{by}，至 {until}）", "waived: {reason} ({by}, until {until})"),
    "sum": (
        "扣分合计 {before}，封顶后实扣 {after}",
        "Deductions of {before}, after caps {after}",
    ),
    "item_absorbed": (
        "项 {id} 上限 {cap}，免扣 {absorbed}",
        "item {id} capped at {cap}: {absorbed} absorbed",
    ),
    "category_absorbed": (
        "类别 {id} 满分 {cap}，免扣 {absorbed}",
        "category {id} has {cap} to lose: {absorbed} absorbed",
    ),
    "recoverable_list": ("单独整改可挽回：", "Put right alone gives back: "),
    "errors": ("检查出错（按未评计）", "Checks that could not run (counted as not assessed)"),
    "not_assessed": ("未评 {count} 条", "Not assessed: {count}"),
    "expired": ("已过期的豁免", "Expired waivers"),
    "idle": ("未覆盖任何不符合项的豁免", "Waivers that cover nothing"),
    "waiver": (
        "{project} {clause} {record}：{reason}（{by}，{start} 至 {end}）",
        "{project} {clause} {record}: {reason} ({by}, {start} to {end})",
    ),
    "average_of_some": (
        "{count} 个项目，其中 {scored} 个计分，平均得分 {score}/{points}",
        "{count} projects, mean of the {scored} scored {score}/{points}",
    ),
    "average": ("{count} 个项目平均得分 {score}/{points}", "{count} projects, mean {score}/{points}"),
    "rejected": ("剔除 {count} 行", "rejected {count}"),
    "details": ("详见 ", "details: "),
    "no_details": ("详情：-o 结果.json", "details: -o result.json"),
    "list_comma": ("、", ", "),
    "semicolon": ("；", "; "),
    "colon": ("：", ": "),
}

_STATUS: Mapping[Status, tuple[str, str]] = {
    Status.PASS: ("符合", "pass"),
    Status.FAIL: ("不符合", "fail"),
    Status.WAIVED: ("已豁免", "waived"),
    Status.PENDING: ("未到期", "pending"),
    Status.NOT_APPLICABLE: ("不适用", "not applicable"),
    Status.NOT_ASSESSED: ("未评", "not assessed"),
    Status.OFF: ("关闭", "off"),
    Status.ERROR: ("出错", "error"),
}

# What the detail of a metric counts.
_COUNTED: Mapping[str, str] = {
    "satisfied": "满意",
    "basically": "基本满意",
    "dissatisfied": "不满意",
    "abstained": "弃权",
    "sheets": "问卷数",
    "distributed": "发放数量",
    "collected": "回收数量",
    "points_short": "相差百分点",
    "place": "次序",
    "running_share": "累计占比",
}

# The reasons that judging gives, as patterns; a reason of another form is shown as it is.
_REASONS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Titles], str]], ...] = (
    (re.compile(r"log (\w+) not supplied"), lambda found, titles: f"未提供日志 {titles.log(found[1])}"),
    (
        re.compile(r"column (\w+)\.(\w+) not supplied"),
        lambda found, titles: f"日志 {titles.log(found[1])} 缺少列 {titles.column(found[1], found[2])}",
    ),
    (
        re.compile(r"log (\w+) holds no row of the project"),
        lambda found, titles: f"日志 {titles.log(found[1])} 没有本项目的记录",
    ),
    (re.compile("no inspection in the period"), lambda _found, _titles: "期间内没有现场检查记录"),
    (re.compile("inspection only"), lambda _found, _titles: "仅依据现场检查"),
    (re.compile("observed"), lambda _found, _titles: "仅观察"),
)


class Words:
    """The table in one language."""

    def __init__(self, lang: str, titles: Titles) -> None:
        self.is_chinese = lang == "zh"
        self._titles = titles

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key``, with ``values`` in their places."""
        return self._one(_TABLE[key]).format(**values)

    def status(self, status: Status) -> str:
        """The word for ``status``."""
        return self._one(_STATUS[status])

    def reason(self, reason: str | None) -> str:
        """Why a clause has its status; parts are joined by "; "."""
        en, zh = parted(reason or "")
        if not self.is_chinese or zh != en:
            return self._one((zh, en))
        return "；".join(self._translated(part) for part in en.split("; "))

    def detail(self, finding: ResultFinding) -> str:
        """What a finding says of its record: ``name=value`` pairs, joined by "; "."""
        if not self.is_chinese:
            return finding.detail
        log = finding.source.log if finding.source else ""
        return "；".join(self._pair(log, *part.partition("=")) for part in finding.detail.split("; "))

    def metric(self, name: str) -> str:
        """What a metric is called; its name where a later version, or somebody else, wrote it."""
        return self(name) if name in _TABLE else name

    def metric_detail(self, detail: str) -> str:
        """What a metric was counted from: ``name=value`` pairs, joined by "; "."""
        if not self.is_chinese or not detail:
            return detail
        pairs = (part.partition("=") for part in detail.split("; "))
        return "；".join(f"{_COUNTED.get(name, name)}{equals}{value}" for name, equals, value in pairs)

    def _pair(self, log: str, name: str, equals: str, value: str) -> str:
        if not equals:
            return name
        label = _TABLE["done"][0] if name == "done" else self._titles.column(log, name)
        return f"{label}={self._titles.value(log, name, value)}"

    def _translated(self, part: str) -> str:
        for pattern, say in _REASONS:
            found = pattern.fullmatch(part)
            if found:
                return say(found, self._titles)
        return part

    def _one(self, pair: tuple[str, str]) -> str:
        return pair[0] if self.is_chinese else pair[1]
