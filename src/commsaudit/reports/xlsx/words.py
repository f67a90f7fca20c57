"""The words that only workbooks show."""

from __future__ import annotations

from collections.abc import Mapping

from commsaudit.model.outcome import Status
from commsaudit.reports.words import Words
from commsaudit.reports.xlsx.writing import BAD, FAINT, GOOD, WARNING, Colour

# key: (Chinese, English)
_TABLE: Mapping[str, tuple[str, str]] = {
    "summary": ("摘要", "Summary"),
    "ranking": ("排名", "Ranking"),
    "standards": ("标准", "Standards"),
    "clauses": ("条款", "Clauses"),
    "findings": ("不符合", "Findings"),
    "rejects": ("剔除", "Rejects"),
    "inputs": ("输入文件", "Inputs"),
    "settings": ("设置", "Settings"),
    "metrics": ("指标", "Metrics"),
    "first_day": ("期初", "First day"),
    "last_day": ("期末", "Last day"),
    "as_of": ("检查时点", "As of"),
    "tool": ("工具", "Tool"),
    "scored": ("计分标准", "Scored"),
    "observed": ("仅观察的标准", "Observed"),
    "counting": ("计分方式", "Counting"),
    "sample": ("抽样（每条款每项目，种子）", "Sample (per clause and project, seed)"),
    "projects": ("项目数", "Projects"),
    "mean_score": ("平均得分", "Mean score"),
    "mean_points": ("平均满分", "Mean points"),
    "mean_low": ("平均最低分", "Mean of the lowest scores"),
    "assessed": ("已评条款（各项目合计）", "Clauses assessed (all projects)"),
    "of_clauses": ("条款（各项目合计）", "Clauses (all projects)"),
    "findings_total": ("不符合总数", "Findings"),
    "listed": ("其中列出", "Findings listed"),
    "rejected_rows": ("剔除的行", "Rows rejected"),
    "status_count": ("数量", "Count"),
    "mean_cost": ("平均扣分", "Mean deduction"),
    "sha256": ("SHA-256", "SHA-256"),
    "rows": ("行数", "Rows"),
    "loaded": ("读入", "Loaded"),
    "rejected": ("剔除", "Rejected"),
    "duplicates": ("重复", "Duplicates"),
    "superseded": ("被替代", "Superseded"),
    "column": ("列", "Column"),
    "setting": ("设置项", "Setting"),
    "value": ("值", "Value"),
    "no_rejects": (
        "剔除了 {count} 行；明细不在结果文件中，见检查时写出的 commsaudit-rejects.csv",
        "{count} rows were rejected; a result file does not hold them: see commsaudit-rejects.csv of the audit",
    ),
}

STATUS_COLOURS: Mapping[Status, Colour] = {
    Status.PASS: GOOD,
    Status.FAIL: BAD,
    Status.ERROR: BAD,
    Status.WAIVED: WARNING,
    Status.PENDING: WARNING,
    Status.NOT_ASSESSED: FAINT,
    Status.NOT_APPLICABLE: FAINT,
    Status.OFF: FAINT,
}


class BookWords:
    """Words of workbooks in the language of the report."""

    def __init__(self, words: Words) -> None:
        self.shared = words

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key``."""
        zh, en = _TABLE[key]
        return (zh if self.shared.is_chinese else en).format(**values)

    @property
    def statuses(self) -> Mapping[str, Colour]:
        """The colour of each status, by its word."""
        return {self.shared.status(status): colour for status, colour in STATUS_COLOURS.items()}
