"""The words of the list of what falls due, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from commsaudit.model.result import ResultFinding
from commsaudit.reports.terminal.clauses import moment_words
from commsaudit.reports.titles import Titles
from commsaudit.reports.words import Words

# key: (Chinese, English). Braces are filled by ``DueWords``; all other words are in ``reports/words.py``.
_TABLE: Mapping[str, tuple[str, str]] = {
    "heading": ("待办与逾期事项", "What falls due and what is overdue"),
    "stands": (
        "时点 {as_of}；{since} 至 {until} 到期",
        "As of {as_of}; due from {since} to {until}",
    ),
    "counts": ("逾期 {overdue} 项，待办 {open} 项", "{overdue} overdue, {open} to do"),
    "nothing": ("没有逾期或即将到期的事项", "Nothing is overdue, and nothing falls due"),
    "waived": ("已豁免、未列出：{count} 项", "Waived and not listed: {count}"),
    "unjudged": (
        "无法判断的条款（未提供日志或列）：{count} 条，其事项不在表中",
        "Clauses that could not be judged (logs or columns not supplied): {count}; what they ask for is not listed",
    ),
    "nobody": ("未注明责任人", "Nobody named"),
    "state": ("状态", "State"),
    "overdue": ("逾期", "overdue"),
    "open": ("待办", "to do"),
    "when": ("距今", "When"),
    "days": ("距今天数", "Days"),
    "today": ("今天", "today"),
    "in_days": ("{days} 天后", "in {days} d"),
    "ago": ("已过 {days} 天", "{days} d ago"),
    "person": ("责任人", "Person"),
    "person_id": ("责任人编号", "Person's id"),
    "place": ("文件与行", "File and line"),
    "more": ("……另有 {count} 项，-o due.csv 列出全部", "… and {count} more; -o due.csv lists all"),
}


class DueWords:
    """The table in one language; ``titles`` of the catalogue beside it."""

    def __init__(self, lang: str, titles: Titles) -> None:
        self.lang = lang
        self.titles = titles
        self._shared = Words(lang, titles)

    def __call__(self, key: str, **values: object) -> str:
        """The words of ``key``, with ``values`` in their places."""
        if key not in _TABLE:
            return self._shared(key, **values)
        return _TABLE[key][0 if self._shared.is_chinese else 1].format(**values)

    def detail(self, finding: ResultFinding) -> str:
        """What the record says, in this language."""
        return self._shared.detail(finding)

    def distance(self, days: int) -> str:
        """How far a day is from the day of the list."""
        if not days:
            return self("today")
        return self("in_days" if days > 0 else "ago", days=abs(days))

    def moment(self, moment: datetime) -> str:
        """A moment; the day alone where it is the day's end."""
        return moment_words(moment)
