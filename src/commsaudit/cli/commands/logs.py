"""``commsaudit logs``: the schema of the logs, their list, and one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, completing
from commsaudit.cli.bilingual import Example, Group, Member, argument, command
from commsaudit.cli.catalogue import catalogue, clauses
from commsaudit.cli.columns import MARKS, TYPES
from commsaudit.cli.context import State
from commsaudit.cli.formatting import columns_of, padded, wrapped
from commsaudit.cli.language import Text, spoken

if TYPE_CHECKING:
    from commsaudit.model.schema import Column, Log

_AT = "commsaudit.cli.commands"
logs = Group(
    "logs",
    text=Text(
        "The 32 logs that are read: their columns and words, templates to fill in, and what a file would load as.",
        "可读取的 32 个日志：列与用词、空白模板，以及文件会被如何识别和读取。",
    ),
    members={
        "list": Member(f"{_AT}.logs:list_logs", Text("List the logs.", "列出日志。")),
        "show": Member(f"{_AT}.logs:show", Text("Show the columns of a log.", "显示一个日志的列。")),
        "template": Member(f"{_AT}.logs_template:template", Text("Write an empty log to fill in.", "写出空白模板。")),
        "validate": Member(
            f"{_AT}.logs_validate:validate", Text("Say what files would load as.", "检查文件会被如何读取。")
        ),
    },
    examples=[
        Example(
            "commsaudit logs validate exports/",
            Text("Before an audit: are the files understood?", "检查之前：文件能否读懂？"),
        )
    ],
)
common.lang(logs)


def find_log(name: str) -> Log:
    """The log called ``name``, in English or in Chinese.

    Raises:
        UsageError: there is none; says which may be meant.
    """
    from commsaudit.audit.asking import unknown
    from commsaudit.model import schema

    names = {**schema.logs(), **{log.zh: log for log in schema.logs().values()}}
    if name not in names:
        raise unknown("log", "日志", name, names)
    return names[name]


@command(
    "list",
    Text(
        "List the logs with what identifies a row and how many clauses read each.",
        "列出日志、记录的标识列以及读取它的条款数。",
    ),
    ("commsaudit logs list", Text("All 32.", "全部 32 个。")),
)
@common.common
@click.pass_obj
def list_logs(state: State) -> int:
    """Print the table."""
    from commsaudit.model import schema
    from commsaudit.reports.terminal.text import table

    reads = _read_by(state)
    headings = (
        Text("Log", "日志"),
        Text("Chinese", "中文名"),
        Text("Key", "标识"),
        Text("Columns", "列数"),
        Text("Clauses", "条款数"),
    )
    rows = [
        [log.name, log.zh, ", ".join(log.key[1:] or log.key), str(len(log.columns)), str(len(reads.get(log.name, ())))]
        for log in schema.logs().values()
    ]
    for line in table([[str(heading) for heading in headings], *rows], right=(3, 4)):
        click.echo(line)
    return 0


def _read_by(state: State) -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Per log, the clauses that read it and the columns that each reads."""
    found: dict[str, dict[str, Sequence[str]]] = {}
    for _, clause in clauses(catalogue(state)):
        for log, columns in clause.reads.items():
            found.setdefault(log, {})[clause.id] = columns
    return found


@command(
    "show",
    Text(
        "Show a log: its columns with types, accepted headers and words, and the clauses that read each.",
        "显示一个日志：各列的类型、可接受的表头与用词，以及读取它的条款。",
    ),
    ("commsaudit logs show complaints", Text("The complaints.", "投诉日志。")),
    ("commsaudit logs show 投诉", Text("The same, by its Chinese name.", "同上，使用中文名。")),
)
@argument("log", Text("", ""), Text("LOG", "日志"), shell_complete=completing.logs)
@common.common
@click.pass_obj
def show(state: State, log: str) -> int:
    """Print the log."""
    found = find_log(log)
    readers = _read_by(state).get(found.name, {})
    click.echo(click.style(f"{found.name}  {found.zh}", bold=True))
    files = Text(
        f"Files: {found.name}.csv, {found.zh}2026-03.xlsx, {found.name}/… (CSV, Parquet, xlsx)",
        f"文件：{found.zh}.csv、{found.zh}2026-03.xlsx、{found.name}/…（CSV、Parquet、xlsx）",
    )
    click.echo(str(files))
    click.echo(str(Text(f"Key: {', '.join(found.key)}", f"标识：{'、'.join(found.key)}")))
    click.echo("")
    _show_columns(found, readers)
    click.echo("")
    for line in wrapped(
        str(Text(f"Read by: {', '.join(readers) or '-'}", f"读取它的条款：{'、'.join(readers) or '-'}")), 98
    ):
        click.echo(line)
    return 0


def _show_columns(log: Log, readers: Mapping[str, Sequence[str]]) -> None:
    width = max(columns_of(column.name) for column in log.columns) + 2
    for column in log.columns:
        marks = [str(text) for name, text in MARKS.items() if getattr(column, name)]
        told = "; ".join([str(TYPES[column.type]), *marks])
        click.echo(f"{padded(column.name, width)}{' | '.join(column.headers)}  [{told}]")
        for line in _more(column, [clause for clause, names in readers.items() if column.name in names]):
            for part in wrapped(line, 98 - width):
                click.echo(f"{'':{width}}{part}")


def _more(column: Column, readers: Sequence[str]) -> Iterator[str]:
    from commsaudit.model.schema import enumerations

    if column.enum:
        words = enumerations()[column.enum].words.items()
        yield ", ".join(f"{word} ({'|'.join(names)})" for word, names in words)
    if readers:
        joint = "、" if spoken() == "zh" else ", "
        yield str(Text(f"clauses {joint.join(readers)}", f"条款 {joint.join(readers)}"))
