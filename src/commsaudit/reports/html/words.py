"""The words that the web pages alone show; all others are in ``reports/words.py``."""

from __future__ import annotations

from collections.abc import Mapping

from commsaudit.reports.words import Words

# key: (Chinese, English).
_TABLE: Mapping[str, tuple[str, str]] = {
    "title": ("督导审计 {label}", "Audit of {label}"),
    "skip": ("跳到正文", "Skip to the content"),
    "as_of_line": ("审计时点", "As of"),
    "inputs": ("数据文件", "Input files"),
    "inputs_note": (
        "读入 {files} 个文件、{rows} 行，剔除 {rejected} 行",
        "Files read: {files}; rows: {rows}; rejected: {rejected}",
    ),
    "summary": ("全部项目", "All projects"),
    "projects": ("项目数", "Projects"),
    "listed": ("已列出 {listed} 处，共 {total} 处", "{listed} of {total} findings are listed"),
    "mean_score": ("平均得分", "Mean score"),
    "mean_percent": ("平均得分率", "Mean percent"),
    "lowest": ("最低", "Lowest"),
    "highest": ("最高", "Highest"),
    "unjudged": (
        "得分均值与分布不含没有评判任何条款的项目：{count} 个",
        "Means and distributions of scores leave out projects in which nothing was judged: {count}",
    ),
    "ranking": ("排名", "Ranking"),
    "distribution": ("得分率分布", "Distribution of scores"),
    "distribution_note": ("每段得分率（%）的项目数", "Projects in each band of percent"),
    "coverage_title": ("覆盖率分布", "Distribution of coverage"),
    "coverage_note": ("每段覆盖率（%）的项目数", "Projects in each band of coverage in percent"),
    "band": ("区段（%）", "Band (%)"),
    "mean_categories": ("各类别平均得分率", "Categories: mean percent kept"),
    "kept": ("得分率（%）", "Kept (%)"),
    "chart_data": ("图中数据", "The figures of this chart"),
    "trend": ("趋势", "Trend"),
    "trend_note": ("各期得分率（%）", "Percent of points kept in each period"),
    "trend_mean_note": ("各期平均得分率（%）", "Mean percent of points kept in each period"),
    "filter": ("筛选", "Filter"),
    "filter_text": ("项目编号或名称", "Project id or name"),
    "filter_standard": ("标准", "Standard"),
    "filter_any": ("全部标准", "All standards"),
    "filter_failed": ("只看不符合", "Failed only"),
    "open_all": ("全部展开", "Open all"),
    "close_all": ("全部折叠", "Close all"),
    "projects_shown": ("显示项目", "Projects shown"),
    "clauses_shown": ("显示有不符合的条款", "Clauses with findings shown"),
    "scorecard": ("得分", "Score"),
    "categories": ("类别", "Categories"),
    "no_categories": ("没有计分类别", "No category is scored"),
    "kept_chart": ("各类别得分率（%）", "Percent of points kept, by category"),
    "ledger": ("扣分明细", "Ledger of deductions"),
    "ledger_note": (
        "每条款：处数 × 单项扣分，减去项上限与类别满分免扣的部分，即实际扣分。逐处扣分见“不符合”。",
        "For each clause: count × unit, less what a full item or category absorbed. Finding by finding: under Findings.",
    ),
    "no_ledger": ("没有扣分", "Nothing was deducted"),
    "count": ("处数", "Count"),
    "amount": ("应扣", "Before caps"),
    "item_absorbed_column": ("项上限免扣", "Absorbed by item"),
    "category_absorbed_column": ("类别满分免扣", "Absorbed by category"),
    "total": ("合计", "Total"),
    "recoverable_title": ("可挽回的分数", "Recoverable points"),
    "recoverable_note": (
        "只整改该条款、其余不变时可挽回的分数（已计入封顶）",
        "What putting right one clause alone would give back, caps taken into account",
    ),
    "findings_title": ("不符合", "Findings"),
    "evidence": ("出处", "Evidence"),
    "waiver": ("豁免", "Waiver"),
    "waived_until": ("{reason}（{by}，至 {until}）", "{reason} ({by}, until {until})"),
    "not_listed": (
        "此处列出 {shown} 处，另有 {more} 处未列；csv、xlsx 或 parquet 格式列出结果文件中的全部。",
        "{shown} are listed here, {more} more are not; csv, xlsx and parquet list all that the result holds.",
    ),
    "observed_note": ("这些标准不扣分", "These standards cost no points"),
    "share_met": ("符合率（%）", "Compliance (%)"),
    "survey": ("调查或问题", "Survey or question"),
    "question_of": ("问题：", "Question: "),
    "waivers": ("豁免", "Waivers"),
    "waivers_unused": ("已过期或未覆盖任何不符合的豁免（{count}）", "Waivers that ended or cover nothing ({count})"),
    "covers": ("覆盖处数", "Covers"),
    "valid": ("有效期", "Valid"),
    "valid_range": ("{start} 至 {end}", "{start} to {end}"),
    "state": ("状态", "State"),
    "state_expired": ("已过期", "expired"),
    "state_idle": ("未覆盖任何不符合", "covers nothing"),
    "state_in_use": ("使用中", "in use"),
    "approved_by": ("审批人", "Approved by"),
    "record_any": ("任意", "any"),
    "not_assessed_title": ("未评的条款", "Not assessed"),
    "other_clauses": ("其余条款", "Other clauses"),
    "nothing_judged": ("没有一条条款得到评判", "Nothing could be judged"),
    "back": ("返回索引", "Back to the index"),
    "to_top": ("返回顶部", "Back to the top"),
    "written_by": ("由 {name} {version} 生成", "Written by {name} {version}"),
    "contents": ("目录", "Contents"),
}


class PageWords:
    """The words of the pages: their own first, then those that all reports share."""

    def __init__(self, shared: Words) -> None:
        self._shared = shared
        self.is_chinese = shared.is_chinese
        self.status = shared.status
        self.reason = shared.reason
        self.detail = shared.detail

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key``, with ``values`` in their places."""
        if key not in _TABLE:
            return self._shared(key, **values)
        zh, en = _TABLE[key]
        return (zh if self.is_chinese else en).format(**values)
