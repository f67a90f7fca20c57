"""``commsaudit logs validate``: what files would load as, before an audit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, options
from commsaudit.cli.bilingual import command, option
from commsaudit.cli.context import State
from commsaudit.cli.formatting import padded, wrapped
from commsaudit.cli.language import Text, spoken
from commsaudit.cli.notes import foreign, listed
from commsaudit.cli.progress import ProgressLine
from commsaudit.cli.reasons import reason_text
from commsaudit.cli.rejects import shown_value
from commsaudit.cli.stdin import inputs
from commsaudit.errors import CommsauditError

if TYPE_CHECKING:
    from commsaudit.audit.validating import FileCheck, Validation
    from commsaudit.model.inputs import Reject

_REJECTED = 3
_SHOWN = 5
_INDENT = 16
_DELIMITERS = {
    ",": Text("comma", "逗号"),
    "\t": Text("tab", "制表符"),
    ";": Text("semicolon", "分号"),
    "|": Text("pipe", "竖线"),
}


@command(
    "validate",
    Text(
        "Say for each file what it is, how it is read, which columns were found, are missing or ignored, how many rows"
        " load, and which clauses cannot be assessed. With --suggest, propose settings for exports that were not"
        " recognised. Exit code 3 where rows or files cannot be read.",
        "逐个文件说明：属于哪个日志、如何读取、找到/缺少/忽略了哪些列、读入多少行，以及哪些条款无法评判。"
        "加 --suggest 时为未识别的导出文件给出设置建议。有行或文件无法读取时退出码为 3。",
    ),
    ("commsaudit logs validate exports/", Text("All files of a folder.", "一个文件夹的全部文件。")),
    (
        "commsaudit logs validate 311_2016.csv --suggest",
        Text("Settings for a foreign export.", "为外部导出文件给出设置建议。"),
    ),
)
@options.paths
@option(
    "--suggest",
    text=Text("Propose [logs.…] settings for files that were not recognised.", "为未识别的文件建议 [logs.…] 设置。"),
    is_flag=True,
    of_one_call=True,
)
@options.log
@options.reveal
@common.common
@click.pass_obj
def validate(state: State, paths: tuple[str, ...], suggest: bool, log: str | None, reveal: bool) -> int:
    """Load the files, print what they are."""
    from commsaudit.audit import validating

    progress = ProgressLine(state)
    with inputs(paths, log) as given:
        found = validating.validate(given.paths, state.settings, progress)
        progress.end()
        for line in _report(found, reveal=reveal):
            click.echo(line.replace(given.spooled, "-") if given.spooled else line)
        suggested = suggest and _suggest(state, found)
    if found.unrecognised and not suggested and not found.files:
        state.note("--suggest proposes settings for them", "加 --suggest 可得到设置建议")
    return _REJECTED if found.rejects or any(check.error for check in found.files) else 0


def _report(found: Validation, *, reveal: bool) -> Iterator[str]:
    for check in found.files:
        yield from _file(check, found, reveal=reveal)
        yield ""
    unknown = foreign(found.unrecognised)
    for name in unknown:
        yield f"{name}: {Text('not recognised as a log', '未识别为日志')}"
    if unknown:
        yield ""
    if found.files:
        yield from _clauses(found)


def _file(check: FileCheck, found: Validation, *, reveal: bool) -> Iterator[str]:
    from commsaudit.model.schema import logs

    log = logs()[check.log]
    yield click.style(f"{check.name}: {log.name} ({log.zh})", bold=True)
    if check.sniffed is not None:
        yield from _line("read as", "读取方式", _read_as(check))
    if check.headers is not None:
        columns = check.headers
        known = [*columns.columns, *columns.constants]
        names = ", ".join(known) if columns.missing or columns.ignored else str(Text("all", "全部"))
        yield from _line("columns", "找到的列", f"{len(known)}: {names}")
        marked = {column.name for column in log.columns if column.optional}
        yield from _line(
            "missing", "缺少的列", ", ".join(f"{name}{'?' * (name in marked)}" for name in columns.missing)
        )
        yield from _line("ignored", "忽略的列", ", ".join(columns.ignored))
        yield from _line("not assessed", "无法评判", "; ".join(_for_want_of(check.log, found)))
    if check.error is not None:
        said = str(Text(check.error.en, check.error.zh))
        yield from _line("error", "错误", said)
    if check.counts is not None:
        counts = check.counts
        yield from _line(
            "rows",
            "行数",
            str(
                Text(
                    f"{counts.rows}: {counts.loaded} loaded, {counts.rejected} rejected, {counts.duplicates} duplicates,"
                    f" {counts.superseded} superseded by later ones",
                    f"{counts.rows}：读入 {counts.loaded}，拒绝 {counts.rejected}，重复 {counts.duplicates}，"
                    f"被后来的记录取代 {counts.superseded}",
                )
            ),
        )
    rejects = [reject for reject in found.rejects if reject.file == check.name and reject.log == check.log]
    yield from _rejects(rejects, reveal=reveal)


def _for_want_of(log: str, found: Validation) -> Iterator[str]:
    """The clauses that cannot be assessed because columns of ``log`` are missing."""
    for clause, lacks in found.unassessed.items():
        columns = [column for name, column in lacks if name == log and column is not None]
        if columns:
            yield f"{clause} ({', '.join(columns)})"


def _line(en: str, zh: str, said: str) -> Iterator[str]:
    name = str(Text(en, zh))
    for part in wrapped(said, 98 - _INDENT) if said else ():
        yield f"  {padded(name, _INDENT - 2)}{part}"
        name = ""


def _read_as(check: FileCheck) -> str:
    assert check.sniffed is not None
    if check.sniffed.kind != "csv":
        return "Parquet" if check.sniffed.kind == "parquet" else str(Text("workbook", "工作簿"))
    delimiter = _DELIMITERS.get(check.sniffed.delimiter, check.sniffed.delimiter)
    line = check.sniffed.header_line
    return str(
        Text(
            f"CSV, {check.sniffed.encoding}, {delimiter}, header in line {line}",
            f"CSV，{check.sniffed.encoding}，{delimiter}，表头在第 {line} 行",
        )
    )


def _rejects(rejects: Sequence[Reject], *, reveal: bool) -> Iterator[str]:
    for reject in rejects[:_SHOWN]:
        value = shown_value(reject, reveal=reveal)
        where = Text(f"line {reject.line}", f"第 {reject.line} 行")
        yield from _line("rejected", "拒绝", f"{where} {reject.column} {value!r}: {reason_text(reject)}")
    if len(rejects) > _SHOWN:
        more = len(rejects) - _SHOWN
        yield from _line("", "", str(Text(f"and {more} more; an audit lists all", f"另有 {more} 处；检查时会全部列出")))


def _clauses(found: Validation) -> Iterator[str]:
    """What cannot be assessed, grouped by what it lacks, and what has no due moment."""
    lang = spoken()
    for (log, column), words in found.unknown_words.items():
        said = listed([f"{word} ({times})" for word, times in words.items()], lang)
        yield str(
            Text(
                f"{log}.{column}: unknown words read as 'other': {said}",
                f"{log}.{column}：未知的词按“其他”处理：{said}",
            )
        )
    if found.unassessed:
        count = len(found.unassessed)
        yield str(Text(f"Cannot be assessed: {count} clauses", f"无法评判：{count} 个条款"))
    absent: dict[str, list[str]] = {}
    for clause, lacks in found.unassessed.items():
        for log, missing in lacks:
            if missing is None:
                absent.setdefault(log, []).append(clause)
    for log, ids in absent.items():
        yield from _indented(str(Text(f"no log {log}: {', '.join(ids)}", f"没有日志 {log}：{'、'.join(ids)}")))
    for undated in found.undated:
        where, named = f"{undated.log}.{undated.column}", ", ".join(undated.clauses)
        yield str(
            Text(
                f"{where} is absent in {undated.rows} rows, which owe nothing for want of it: {named}",
                f"{where} 在 {undated.rows} 行中为空，无法计算时限，不构成应办事项：{named}",
            )
        )


def _indented(text: str) -> Iterator[str]:
    for line in wrapped(text, 96):
        yield f"  {line}"


def _suggest(state: State, found: Validation) -> bool:
    """Print proposals for what was not recognised, or lacks columns; whether there were any."""
    from commsaudit.logs.suggest import read_sample, suggest
    from commsaudit.model.options import LogOptions
    from commsaudit.model.schema import logs

    known = {check.path: logs()[check.log] for check in found.files if check.error is not None}
    said = False
    for path in (*map(Path, foreign(found.unrecognised)), *known):
        log = known.get(path)
        try:
            header, rows = read_sample(path, LogOptions(), log)
        except CommsauditError as error:
            if log is None:  # else it was said above
                state.say(error.en, error.zh)
            continue
        proposal = suggest(log, header, rows)
        click.echo(f"# {path.as_posix()}")
        if log is None:
            click.echo(f'[logs.{proposal.log}]\nfiles = ["{path.name}"]\n')
        click.echo(proposal.toml)
        said = True
    return said
