"""What is said beside a result, on stderr: what was not read, what was guessed, what could mislead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from commsaudit.cli import rejects
from commsaudit.cli.context import State

if TYPE_CHECKING:
    from commsaudit.audit.request import AuditRun
    from commsaudit.model.inputs import Reject
    from commsaudit.model.period import Period

_SHOWN = 8
_REJECTED = 3
_OFTEN = 10


def listed(names: Sequence[str], lang: str) -> str:
    """``names`` in a row, cut after a few."""
    joint = "、" if lang == "zh" else ", "
    more = f" … ({len(names)})" if len(names) > _SHOWN else ""
    return joint.join(names[:_SHOWN]) + more


def foreign(names: Sequence[str]) -> list[str]:
    """Unrecognised files less the rejects files that an earlier audit left."""
    return [name for name in names if PurePosixPath(name).name != rejects.NAME]


def note_unrecognised(state: State, names: Sequence[str]) -> None:
    """The files that are no log."""
    unknown = foreign(names)
    if unknown:
        said = listed(unknown, state.lang)
        state.note(
            f"not recognised as logs, and not read: {said} (commsaudit logs validate --suggest helps)",
            f"未识别为日志、未读取：{said}（可用 commsaudit logs validate --suggest）",
        )


def say_rejects(state: State, rejects: Sequence[Reject]) -> int:
    """The rows that could not be read, where a command lists none; the exit code that they give."""
    if not rejects:
        return 0
    first = rejects[0]
    rows = len({(reject.file, reject.line) for reject in rejects})
    state.say(
        f"rows that could not be read: {rows}, the first in {first.file}, line {first.line} ({first.column});"
        " 'logs validate' lists them",
        f"无法读取的行：{rows}，第一处在 {first.file} 第 {first.line} 行（{first.column}）；“logs validate” 列出全部",
    )
    return _REJECTED


def unknown_words(words: Mapping[str, int], lang: str, *, reveal: bool) -> str:
    """Words that are none of their column's, with how often they stand there; those that may name a person are masked."""
    from commsaudit.reports.masking import MASK, shown_word

    shown = Counter[str]()
    for word, times in words.items():
        shown[word if reveal else shown_word(word, often=times >= _OFTEN)] += times
    said = listed([f"{word} ({times})" for word, times in shown.items()], lang)
    if any(MASK in word for word in shown):
        said += "（***：加 --reveal 显示）" if lang == "zh" else " (***: shown with --reveal)"
    return said


def note_run(state: State, run: AuditRun, *, waivers: bool, reveal: bool) -> None:
    """What the reader of a result should know of how it came about; ``waivers``: those of no use too."""
    note_unrecognised(state, run.unrecognised)
    for (log, column), words in run.unknown_words.items():
        said = unknown_words(words, state.lang, reveal=reveal)
        state.note(
            f"{log}.{column}: unknown words read as 'other': {said}; say what they mean in [logs.{log}.words.{column}]",
            f"{log}.{column}：未知的词按“其他”处理：{said}；可在 [logs.{log}.words.{column}] 中对应",
        )
    _note_overlaps(state, run)
    _note_empty(state, run)
    if waivers:
        _note_waivers(state, run)


def _note_overlaps(state: State, run: AuditRun) -> None:
    if run.scored_twice:
        pairs = listed([f"{first} + {second}" for first, second in run.scored_twice], state.lang)
        state.note(
            f'scored twice: {pairs} judge the same thing, so one failure costs in both; [clauses."ID"] mode ='
            ' "observe" leaves one of them out',
            f'重复计分：{pairs} 判断的是同一事项，一处不符合会在两处扣分；可用 [clauses."条款"] mode = "observe" 只观察其一',
        )


def _note_empty(state: State, run: AuditRun) -> None:
    """A log without any row counts as supplied: what it should show then looks as if nothing had been owed."""
    rows: dict[str, int] = {}
    for entry in run.result.inputs:
        rows[entry.log] = rows.get(entry.log, 0) + entry.loaded
    empty = sorted(log for log, loaded in rows.items() if not loaded)
    rules = run.result.settings.get("rules")
    if not empty or (isinstance(rules, dict) and rules.get("empty_log") == "not_assessed"):
        return
    names = listed(empty, state.lang)
    state.note(
        f"logs that hold no row: {names}: what only they could show counts as not owed. Take the files away,"
        ' or set empty_log = "not_assessed"',
        f'没有任何记录的日志：{names}：只能由其反映的内容按无应办事项计。请移走文件，或设置 empty_log = "not_assessed"',
    )


def _note_waivers(state: State, run: AuditRun) -> None:
    for use in run.waivers:
        waiver = use.waiver
        place = f"{waiver.project_id} {waiver.clause} {waiver.record_id}"
        if use.expired:
            state.note(f"waiver expired on {waiver.expires_on}: {place}", f"豁免已于 {waiver.expires_on} 到期：{place}")
        elif not use.covers:
            state.note(f"waiver that covers nothing: {place}", f"没有覆盖任何不符合的豁免：{place}")


def note_time(state: State, period: Period, timezone: str) -> None:
    """An audit that stands later than now calls undone what is only not yet due."""
    now = datetime.now(ZoneInfo(timezone)).replace(tzinfo=None)
    if period.as_of <= now:
        return
    today = now.date().isoformat()
    state.note(
        f"the audit stands at {period.as_of:%Y-%m-%d %H:%M}, which is yet to come: what falls due until then counts as"
        f" failed if it is not done. --as-of {now:%Y-%m-%dT%H:%M} leaves it pending (today is {today})",
        f"检查时点 {period.as_of:%Y-%m-%d %H:%M} 尚未到来：在此之前到期而尚未办理的事项会被计为不符合。"
        f"加上 --as-of {now:%Y-%m-%dT%H:%M} 可将其列为未到期（今天是 {today}）",
    )
