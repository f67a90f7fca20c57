"""The words of trend, compare and review, in both languages, and the forms that the three share."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from commsaudit.model.result import ResultFinding
from commsaudit.reports.formats.as_csv import Cell, cell
from commsaudit.reports.masking import shown_record
from commsaudit.reports.terminal.text import clean
from commsaudit.scoring.numbers import points_text

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~&-])")

# key: (Chinese, English). Braces are filled by ``say``.
_TABLE: Mapping[str, tuple[str, str]] = {
    "project": ("项目", "Project"),
    "name": ("名称", "Name"),
    "kind": ("期间类型", "Kind of period"),
    "period": ("期间", "Period"),
    "as_of": ("检查时点", "As of"),
    "category": ("类别", "Category"),
    "standard": ("标准", "Standard"),
    "score": ("得分", "Score"),
    "points": ("满分", "Points"),
    "percent": ("百分比", "Percent"),
    "rate": ("符合率（%）", "Compliance rate (%)"),
    "change": ("变化", "Change"),
    "trend": ("走势", "Trend"),
    "total": ("总分", "Total"),
    "rank": ("名次", "Rank"),
    "clause": ("条款", "Clause"),
    "record": ("记录编号", "Record"),
    "due": ("应办时限", "Due"),
    "reason": ("原因", "Reason"),
    "new": ("新增", "New"),
    "resolved": ("已解决", "Resolved"),
    "remaining": ("仍存在", "Remaining"),
    # trend
    "kind_day": ("日", "Days"),
    "kind_week": ("周", "Weeks"),
    "kind_month": ("月度", "Months"),
    "kind_pair": ("双月", "Pairs of months"),
    "kind_quarter": ("季度", "Quarters"),
    "kind_half": ("半年", "Half-years"),
    "kind_semester": ("学期", "Semesters"),
    "kind_year": ("年度", "Years"),
    "kind_span": ("其他期间", "Other periods"),
    "earlier": ("只列出最近 {shown} 期，走势含全部 {all} 期", "The last {shown} are listed; the trend shows all {all}"),
    "interim": ("{period} 的检查时点为 {as_of}，期间尚未结束", "{period} stands at {as_of}, before its end"),
    # compare
    "compared": ("{old} → {new}", "{old} → {new}"),
    "difference": ("差额", "Difference"),
    "why": ("得分变化的原因", "Why the score moved"),
    "late_inputs": ("后来才有的数据", "inputs that came late"),
    "parameters": ("参数", "parameters"),
    "standard_checks": ("标准：检查内容", "standard: its checks"),
    "assessed": ("只在一次中评过", "assessed in only one of the two"),
    "findings": ("不符合", "findings"),
    "waivers": ("豁免", "waivers"),
    "counting": ("标准：扣分方式", "standard: way of counting"),
    "standard_prices": ("标准：分值与方式", "standard: prices and mode"),
    "unexplained": ("无法重新计分的部分", "what cannot be scored again"),
    "moved": ("新增 {new}，减少 {resolved}", "{new} new, {resolved} gone"),
    "counts": (
        "新增 {new}，已解决 {resolved}，仍存在 {remaining}",
        "{new} new, {resolved} resolved, {remaining} remaining",
    ),
    "cut": (
        "结果中没有列出全部不符合：其余 {count} 处只按数量计",
        "the results do not list all findings: {count} more are known by number alone",
    ),
    "only_old": ("只在旧结果中的项目", "Projects in the old result alone"),
    "only_new": ("只在新结果中的项目", "Projects in the new result alone"),
    "unchanged": ("{count} 个项目没有变化", "projects that did not change: {count}"),
    "no_score": ("不计分", "no score"),
    "changes": ("两次审计之间的不同", "What differs between the two audits"),
    "nothing_differs": ("数据、参数、豁免和标准相同", "Inputs, parameters, waivers and standards are the same"),
    "change_input": ("日志 {log}：{old} 行 → {new} 行", "log {log}: {old} rows → {new}"),
    "change_parameter": ("{clause} 的参数 {name}：{old} → {new}", "parameter {name} of {clause}: {old} → {new}"),
    "change_setting": ("设置 {name}：{old} → {new}", "setting {name}: {old} → {new}"),
    "change_waiver_added": ("新增豁免 {project} {clause} {record}", "waiver added: {project} {clause} {record}"),
    "change_waiver_removed": ("取消豁免 {project} {clause} {record}", "waiver gone: {project} {clause} {record}"),
    "change_digest": ("标准 {standard} 的内容已变", "the content of the standard {standard} changed"),
    "change_standard": ("标准 {standard} 的{what}：{old} → {new}", "{what} of the standard {standard}: {old} → {new}"),
    "change_unit": ("{clause} 的单项扣分：{old} → {new}", "unit of {clause}: {old} → {new}"),
    "change_tool": ("版本 {old} → {new}", "version {old} → {new}"),
    "more": ("……另有 {count} 项", "… and {count} more"),
    # review
    "reviewed": ("{label} 季度回顾", "Review of {label}"),
    "side_by_side": ("各月得分与名次", "Scores and ranks by month"),
    "mean": ("季度平均", "Mean"),
    "recurring": ("重复出现的不符合（同一条款两个月或以上）", "Recurring findings (a clause in two or more months)"),
    "same_record": ("同一记录", "Same record"),
    "rank_change": ("升降", "Rose"),
    "title": ("标题", "Title"),
    "no_recurring": ("没有条款在两个月或以上不符合", "No clause failed in two or more months"),
    "open": ("仍未解决 {count} 项", "Still open: {count}"),
    "no_open": ("没有仍未解决的不符合", "Nothing is still open"),
    "seen": ("最近见于", "Last seen"),
    "ending": ("{until} 前到期的豁免 {count} 项", "Waivers that end by {until}: {count}"),
    "no_ending": ("{until} 前没有到期的豁免", "No waiver ends by {until}"),
    "expires": ("有效期至", "Expires"),
    "covers": ("覆盖", "Covers"),
    "list_comma": ("、", ", "),
    "colon": ("：", ": "),
}


class Say:
    """The table in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key``, with ``values`` in their places."""
        zh, en = _TABLE[key]
        return (zh if self.lang == "zh" else en).format(**values)


def signed(value: Decimal) -> str:
    """A difference of points with its sign; none where there is none."""
    return f"+{points_text(value)}" if value > 0 else points_text(value) if value else "0.0"


def csv_text(rows: Iterable[Sequence[Cell]]) -> str:
    """A table for spreadsheets: UTF-8 with BOM and CRLF, formulas neutralised."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([cell(value) for value in row] for row in rows)
    return f"\ufeff{text.getvalue()}"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is, in one line."""
    return _MARKDOWN.sub(r"\\\1", clean(text))


def shown_id(finding: ResultFinding, *, reveal: bool) -> str:
    """A finding's id as it may be shown."""
    record = shown_record(finding, reveal=reveal)
    if record == finding.record_id:
        return finding.id
    return finding.id.removesuffix(finding.record_id) + record
