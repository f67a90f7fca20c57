"""Why a row was set aside, in the language that is spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commsaudit.cli.language import spoken

if TYPE_CHECKING:
    from commsaudit.model.inputs import Reject

# The keys of ``engine.suspects.REASONS``.
CHINESE = {
    "blank": "必填而为空",
    "date": "不是年在前的日期；请在 [logs.LOG] 的 formats 中说明写法，或在 blanks 中说明它表示没有",
    "time": "不是年在前的日期或时间；请在 [logs.LOG] 的 formats 中说明写法，或在 blanks 中说明它表示没有",
    "until": "不是年在前的日期或时间；请在 [logs.LOG] 的 formats 中说明写法，或在 blanks 中说明它表示没有",
    "no_day": "没有这一天或这个时刻；如表示没有，请写入 [logs.LOG] 的 blanks",
    "formats": "与 [logs.LOG] 的 formats 所写的形式不符；请列出该列的所有形式",
    "bool": "不是“是”或“否”；请在 [logs.LOG] 的 words 中对应",
    "int": "不是整数",
    "money": "不是最多两位小数的金额",
    "number": "不是数字",
    "period": "不是期间的名称",
    "enum": "不在可用的词中；请在 [logs.LOG] 的 words 中对应",
    "list": "不在可用的词中；请在 [logs.LOG] 的 words 中对应",
    "project": "日志 projects 中没有这个项目",
    "clause": "目录中没有这个条款",
}
_JOINT = " / "


def reason_text(reject: Reject) -> str:
    """The reason of ``reject``. What readers say of whole rows holds both languages."""
    en, joint, zh = reject.reason.partition(_JOINT)
    if joint:
        return zh if spoken() == "zh" else en
    return en if spoken() == "en" else _chinese(reject)


def _chinese(reject: Reject) -> str:
    from commsaudit.engine.suspects import REASONS

    for key, reason in REASONS.items():
        if reason.replace("LOG", reject.log) == reject.reason:
            return CHINESE[key].replace("LOG", reject.log)
    return reject.reason
