"""``commsaudit verify``: whether a result comes out again, byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from commsaudit.cli import auditing, common, options
from commsaudit.cli.bilingual import argument, command
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.errors import UsageError, printable

if TYPE_CHECKING:
    from commsaudit.audit.request import Request
    from commsaudit.model.result import AuditResult

_DIFFERS = 1
_Differences = Iterator[tuple[str, object, object]]
_ABSENT = object()


@command(
    "verify",
    Text(
        "Run the audit of RESULT again on the logs in PATH, with the settings that the result records, and compare the two"
        " byte for byte. Give the paths as they were given to the audit: their names are part of the result. Exit code 0:"
        " identical; 1: not, and the first difference is named.",
        "按结果文件中记录的设置，对路径中的日志重新检查，并逐字节比对。路径请与当初检查时一致，因为文件名也是结果的一部分。"
        "退出码 0：完全一致；1：不一致，并指出第一处差异。",
    ),
    ("commsaudit verify result.json logs", Text("Is this still what the logs say?", "日志是否仍得出同样的结果？")),
)
@argument("result", Text("", ""), Text("RESULT", "结果文件"))
@options.paths
@options.log
@options.engine
@common.common
@click.pass_obj
def verify(
    state: State,
    result: str,
    paths: tuple[str, ...],
    log: str | None,
    memory_limit: str | None,
    threads: int | None,
) -> int:
    """Replay and compare."""
    from dataclasses import replace

    from commsaudit.scoring.decode import parse_result
    from commsaudit.scoring.encode import to_json
    from commsaudit.scoring.sealed import read_bytes

    before = read_bytes(Path(result))
    stored = parse_result(before, result)
    request = _request(stored, result, paths)
    _spare_checks(state, request, result)
    # What a check may take is decided here, what the logs say by the result.
    limits = replace(state.settings.limits, field_chars=request.settings.limits.field_chars)
    request = replace(request, settings=replace(request.settings, limits=limits))
    again = auditing.run(state, replace(request, memory_limit=memory_limit, threads=threads), log).result
    now = to_json(again)
    if before == now:
        click.echo(str(Text(f"{result}: identical", f"{result}：完全一致")))
        return 0
    path, was, comes = next(differences(json.loads(before), json.loads(now)), ("", "", ""))
    click.echo(
        str(
            Text(
                f"{result}: differs at {path or 'the bytes alone'}: {_shown(was)} there, {_shown(comes)} now",
                f"{result}：在 {path or '字节'} 处不一致：原为 {_shown(was)}，现为 {_shown(comes)}",
            )
        )
    )
    for hint in _hints(stored, again):
        state.say(hint.en, hint.zh)
    return _DIFFERS


def _request(stored: AuditResult, name: str, paths: tuple[str, ...]) -> Request:
    """The audit that the result records.

    Raises:
        UsageError: its settings are of another version, and cannot be replayed.
    """
    from commsaudit.audit.record import request_from

    settings: Any = stored.settings
    try:
        return request_from(settings, stored.period, paths)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(
            f"{name}: its settings cannot be replayed ({error!r}); commsaudit {stored.tool.version} wrote them",
            f"{name}：其中的设置无法重放（{error!r}）；由 commsaudit {stored.tool.version} 写出",
        ) from error


def _spare_checks(state: State, request: Request, name: str) -> None:
    """No check is run because a result says where it lies: own checks are those that the settings here name.

    Raises:
        UsageError: the result was made with others.
    """
    was, here = (", ".join(path.as_posix() for path in each.checks) for each in (request.settings, state.settings))
    if was != here:
        raise UsageError(
            f"{name}: it was made with the checks in {was or 'no folder'}, and the settings here name {here or 'none'}: verify"
            " where commsaudit.toml has the same `checks`, or with its --config",
            f"{name}：检查时所用的自有检查在 {was or '（无）'}，而此处的设置为 {here or '（无）'}：请在 commsaudit.toml 的 checks"
            " 与之相同处运行，或用 --config 指定",
        )


def differences(before: object, now: object, path: str = "") -> _Differences:
    """Where two JSON values differ, in the order of the file: the path, and the value on either side."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in [*before, *(key for key in now if key not in before)]:
            there = f"{path}.{key}" if path else key
            yield from differences(before.get(key, _ABSENT), now.get(key, _ABSENT), there)
    elif isinstance(before, list) and isinstance(now, list):
        for nth in range(max(len(before), len(now))):
            left = before[nth] if nth < len(before) else _ABSENT
            right = now[nth] if nth < len(now) else _ABSENT
            yield from differences(left, right, f"{path}[{nth}]")
    elif before != now or type(before) is not type(now):
        yield path, before, now


def _shown(value: object) -> str:
    from commsaudit.reports.masking import masked

    if value is _ABSENT:
        return str(Text("nothing", "无"))
    text = printable(masked(json.dumps(value, ensure_ascii=False)))
    return text if len(text) <= 120 else f"{text[:119]}…"


def _hints(stored: AuditResult, again: AuditResult) -> Iterator[Text]:
    """What may explain the difference, where something beside the judgement differs."""
    if stored.tool != again.tool:
        yield Text(
            f"the result was written by version {stored.tool.version}, this is {again.tool.version}",
            f"结果由 {stored.tool.version} 版写出，现在是 {again.tool.version} 版",
        )
    now = {entry.id: entry.digest for entry in again.standards}
    changed = [entry.id for entry in stored.standards if now.get(entry.id) != entry.digest]
    if changed:
        yield Text(
            f"the checks are not those of then: {', '.join(changed)}", f"检查已不是当时的内容：{'、'.join(changed)}"
        )
    if [entry.file for entry in stored.inputs] == [entry.file for entry in again.inputs]:
        altered = [b.file for a, b in zip(stored.inputs, again.inputs, strict=True) if a.sha256 != b.sha256]
        if altered:
            yield Text(f"files that changed: {', '.join(altered)}", f"内容有变化的文件：{'、'.join(altered)}")
    elif sorted(entry.sha256 for entry in stored.inputs) == sorted(entry.sha256 for entry in again.inputs):
        yield Text(
            "the files are the same, their names are not: give the paths as they were given to the audit",
            "文件内容相同而名称不同：请按当初检查时的写法给出路径",
        )
    else:
        yield Text("these are not the files of the audit", "这些不是当初检查的文件")
