"""``commsaudit logs validate``: what files would load as, before an audit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, options
from commsaudit.cli.bilingual import command, option
from commsaudit.cli.context import State
from commsaudit.cli.formatting import padded, wrapped
from commsaudit.cli.language import Text, many, spoken
from commsaudit.cli.notes import foreign, unknown_words
from commsaudit.cli.progress import ProgressLine
from commsaudit.cli.reasons import reason_text
from commsaudit.cli.rejects import shown_value
from commsaudit.cli.stdin import inputs
from commsaudit.errors import CommsauditError, printable

if TYPE_CHECKING:
    from commsaudit.audit.validating import FileCheck, Validation
    from commsaudit.model.inputs import Reject
    from commsaudit.model.schema import Log

_REJECTED = 3
_NOTHING = 2
_SHOWN = 5
_INDENT = 16
_HEADER_ROWS = 5
_NO_FIT = (
    "# 没有相符的日志：表头中没有某个日志必需的编号和时间"
    " / no log fits: the ids and times that a log needs are not among the headers"
)
_TWO_SHAPES = (
    "# 同一日志 {log} 的两种表头不能一起读取，因此以下为注释"
    " / two shapes of one log cannot be read together, so this one is a comment"
)
_DELIMITERS = {
    ",": Text("comma", "逗号"),
    "\t": Text("tab", "制表符"),
    ";": Text("semicolon", "分号"),
    "|": Text("pipe", "竖线"),
}


@dataclass(frozen=True, slots=True)
class _Shape:
    """What files have in common that one table of settings can map: ``log`` where their names tell it."""

    log: str | None
    row: int | None
    header: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of one shape, and the first rows of each of them."""

    paths: list[Path] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)


@command(
    "validate",
    Text(
        "Say for each file what it is, how it is read, which columns were found, are missing or ignored, how many rows"
        " load, and which clauses cannot be assessed. With --suggest, propose settings for exports that were not"
        " recognised. Exit code 3 where rows or files cannot be read, 2 where no file is recognised and none proposed.",
        "逐个文件说明：属于哪个日志、如何读取、找到/缺少/忽略了哪些列、读入多少行，以及哪些条款无法评判。"
        "加 --suggest 时为未识别的导出文件给出设置建议。有行或文件无法读取时退出码为 3；没有文件被识别、也没有建议时为 2。",
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
        suggested = suggest and _suggest(state, found, reveal=reveal)
    if not found.files and not found.unrecognised:
        state.say("there is no file here that could be a log", "这里没有可能是日志的文件")
    if found.unrecognised and not suggested and not found.files:
        state.note("--suggest proposes settings for them", "加 --suggest 可得到设置建议")
    if found.rejects or any(check.error for check in found.files):
        return _REJECTED
    return 0 if found.files or suggested else _NOTHING


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
        yield from _clauses(found, reveal=reveal)


def _file(check: FileCheck, found: Validation, *, reveal: bool) -> Iterator[str]:
    from commsaudit.model.schema import logs
    from commsaudit.reports.masking import shown_headers

    log = logs()[check.log]
    yield click.style(f"{check.name}: {log.name} ({log.zh})", bold=True)
    if check.sniffed is not None:
        yield from _line("read as", "读取方式", _read_as(check))
    if check.headers is not None:
        columns = check.headers
        known = [*columns.columns, *columns.constants]
        names = (
            ", ".join(_called(log, name) for name in known)
            if columns.missing or columns.ignored
            else str(Text("all", "全部"))
        )
        yield from _line("columns", "找到的列", f"{len(known)}: {names}")
        marked = {column.name for column in log.columns if column.optional}
        yield from _line(
            "missing",
            "缺少的列",
            ", ".join(f"{_called(log, name)}{'?' * (name in marked)}" for name in columns.missing),
        )
        ignored = columns.ignored if reveal else shown_headers(columns.ignored)
        yield from _line("ignored", "忽略的列", ", ".join(ignored))
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
                    f"{counts.rows}: {counts.loaded} loaded, {counts.rejected} rejected, {many(counts.duplicates, 'duplicate')},"
                    f" {counts.superseded} superseded by later ones",
                    f"{counts.rows}：读入 {counts.loaded}，拒绝 {counts.rejected}，重复 {counts.duplicates}，"
                    f"被后来的记录取代 {counts.superseded}",
                )
            ),
        )
    rejects = [reject for reject in found.rejects if reject.file == check.name and reject.log == check.log]
    yield from _rejects(rejects, reveal=reveal)


def _called(log: Log, column: str) -> str:
    """A column as it is spoken of: where Chinese is spoken, by its Chinese name first."""
    return f"{log.column(column).zh}（{column}）" if column and spoken() == "zh" else column


def _for_want_of(log: str, found: Validation) -> Iterator[str]:
    """The clauses that cannot be assessed because columns of ``log`` are missing."""
    from commsaudit.model.schema import logs

    for clause, lacks in found.unassessed.items():
        columns = [column for name, column in lacks if name == log and column is not None]
        if columns:
            here = [logs()[log].column(column) for column in columns]
            said = Text(", ".join(column.name for column in here), "、".join(column.zh for column in here))
            yield f"{clause} ({said})"


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
    from commsaudit.model.schema import logs

    for reject in rejects[:_SHOWN]:
        value = shown_value(reject, reveal=reveal)
        where = Text(f"line {reject.line}", f"第 {reject.line} 行")
        yield from _line(
            "rejected", "拒绝", f"{where} {_called(logs()[reject.log], reject.column)} {value!r}: {reason_text(reject)}"
        )
    if len(rejects) > _SHOWN:
        more = len(rejects) - _SHOWN
        yield from _line("", "", str(Text(f"and {more} more; an audit lists all", f"另有 {more} 处；检查时会全部列出")))


def _clauses(found: Validation, *, reveal: bool) -> Iterator[str]:
    """What cannot be assessed, grouped by what it lacks, and what has no due moment."""
    from commsaudit.model.schema import logs

    lang = spoken()
    for (log, column), words in found.unknown_words.items():
        said = unknown_words(words, lang, reveal=reveal)
        yield str(
            Text(
                f"{log}.{column}: unknown words read as 'other': {said}",
                f"{logs()[log].zh}的{_called(logs()[log], column)}：未知的词按“其他”处理：{said}",
            )
        )
    if found.unassessed:
        count = len(found.unassessed)
        yield str(Text(f"Cannot be assessed: {many(count, 'clause')}", f"无法评判：{count} 个条款"))
    absent: dict[str, list[str]] = {}
    for clause, lacks in found.unassessed.items():
        for log, missing in lacks:
            if missing is None:
                absent.setdefault(log, []).append(clause)
    for log, ids in absent.items():
        yield from _indented(
            str(Text(f"no log {log}: {', '.join(ids)}", f"没有日志 {logs()[log].zh}（{log}）：{'、'.join(ids)}"))
        )
    for undated in found.undated:
        where, named = f"{undated.log}.{undated.column}", ", ".join(undated.clauses)
        yield str(
            Text(
                f"{where} is absent in {many(undated.rows, 'row')}, which owe nothing for want of it: {named}",
                f"{logs()[undated.log].zh}的{_called(logs()[undated.log], undated.column)}在 {undated.rows} 行中为空，无法计算时限，不构成应办事项：{named}",
            )
        )


def _indented(text: str) -> Iterator[str]:
    for line in wrapped(text, 96):
        yield f"  {line}"


def _suggest(state: State, found: Validation, *, reveal: bool) -> bool:
    """Print proposals for what was not recognised, or lacks columns; whether anything was said.

    Files of one header share a table, since TOML holds each table once; of two shapes of a log the second is a comment.
    """
    from commsaudit.logs.suggest import suggest
    from commsaudit.model.schema import logs
    from commsaudit.reports.masking import shown_headers

    known = {check.path: logs()[check.log] for check in found.files if check.error is not None}
    private: Callable[[str], bool] = (lambda _: False) if reveal else _is_private
    shapes: dict[_Shape, _Files] = {}
    for path in (*map(Path, foreign(found.unrecognised)), *known):
        _sample(state, path, known.get(path), shapes)
    told: set[str] = set()
    for shape, files in shapes.items():
        for path in files.paths:
            click.echo(f"# {printable(path.as_posix())}")
        log = logs()[shape.log] if shape.log else None
        # Exports that overlap repeat their ids, which then do not look like any: the first file alone tells.
        rows = ([*chain(*files.rows)], files.rows[0])
        proposal = next(filter(None, (suggest(log, shape.header, each, private) for each in rows)), None)
        if proposal is None or (not reveal and shown_headers(shape.header) != [*shape.header]):
            click.echo(_NO_FIT + "\n")
            continue
        text = _table(proposal.log, shape, files) + proposal.toml
        if proposal.log in told:
            click.echo(_TWO_SHAPES.format(log=proposal.log))
            text = "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())
        told.add(proposal.log)
        click.echo(text)
    return bool(shapes)


def _is_private(value: str) -> bool:
    """Whether a cell may tell of a person: it is then no example for anybody."""
    from commsaudit.reports.masking import shown_figure, shown_word

    return value not in (shown_word(value), shown_figure(value))


def _sample(state: State, path: Path, log: Log | None, shapes: dict[_Shape, _Files]) -> None:
    """Add a file to those of its shape: by its first header, or the first of the next rows for which a log fits."""
    from commsaudit.logs.suggest import read_sample, suggest
    from commsaudit.model.options import LogOptions

    first: tuple[_Shape, list[list[str]]] | None = None
    for row in (None, *range(2, _HEADER_ROWS + 1)):
        try:
            header, rows = read_sample(path, LogOptions(header_row=row), log)
        except CommsauditError as error:
            if row is None and log is None:  # else it was said above
                state.say(error.en, error.zh)
            continue
        shape = _Shape(log.name if log else None, row, header)
        first = first or (shape, rows)
        # One cell alone is a title, however like one of our names it is.
        if sum(map(bool, header)) > 1 and suggest(log, header, rows) is not None:
            first = shape, rows
            break
    if first is not None:
        files = shapes.setdefault(first[0], _Files())
        files.paths.append(path)
        files.rows.append(first[1])


def _table(log: str, shape: _Shape, files: _Files) -> str:
    """The lines of ``[logs.<name>]`` itself: none where its files are known by name and begin with their header."""
    lines = []
    if shape.log is None:
        names = dict.fromkeys(path.name for path in files.paths)
        lines.append(f"files = {json.dumps(list(names), ensure_ascii=False)}")
    if shape.row is not None:
        lines.append(f"header_row = {shape.row}")
    return "\n".join([f"[logs.{log}]", *lines, "", ""]) if lines else ""
