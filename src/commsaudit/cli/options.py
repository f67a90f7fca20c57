"""The options that several commands share, each worded once and named alike everywhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from gettext import gettext
from typing import Any, TypeVar

import click

from commsaudit.cli import completing
from commsaudit.cli.bilingual import Option, argument, option
from commsaudit.cli.common import all_of
from commsaudit.cli.language import Text
from commsaudit.model.options import MOST

_C = TypeVar("_C", bound=Callable[..., Any])
_FILE = Text("FILE", "文件")
_NUMBER = Text("N", "数量")
_MOST_THREADS = 256
_MEMORY = re.compile(r"\d+(\.\d+)?\s*([KMGT]i?B|%)", re.IGNORECASE)


class Count(click.IntRange):
    """click's, with a name that a user can read; no larger than the engine can count."""

    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number."""
        number = super().convert(value, param, ctx)
        if number > MOST:
            said = gettext("{value} is not in the range {range}.")
            self.fail(said.format(value=number, range=f"x<={MOST}"), param, ctx)
        return number


def _memory(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _MEMORY.fullmatch(value):
        words = Text(
            f"'{value}' is no amount of memory: write 500MB, 2GB or 50%",
            f"“{value}”不是内存大小：请写 500MB、2GB 或 50%",
        )
        assert isinstance(param, Option)
        raise click.BadParameter(str(words), ctx, param, param.place(ctx))
    return value


def _formats() -> Text:
    from commsaudit.reports.formats import FORMATS

    return Text(
        f"The format of the -o beside it: {', '.join(FORMATS)}; to standard output where there is no -o.",
        f"相邻的 -o 的格式：{'、'.join(FORMATS)}；没有 -o 时写到标准输出。",
    )


paths = argument("paths", Text("", ""), Text("PATH", "路径"), nargs=-1, required=True)
standard = option(
    "--standard",
    text=Text("Audit this standard and nothing else; repeatable.", "只检查这一标准；可重复。"),
    shown=Text("NAME", "标准"),
    multiple=True,
    shell_complete=completing.standards,
)
log = option(
    "--log",
    text=Text("Which log standard input holds, where PATH is '-'.", "路径为“-”时，标准输入属于哪个日志。"),
    shown=Text("LOG", "日志"),
    of_one_call=True,
    shell_complete=completing.logs,
)
reveal = option(
    "--reveal",
    text=Text("Do not mask names, phone and room numbers.", "不遮盖姓名、电话和房号。"),
    is_flag=True,
)
period = option(
    "-p",
    "--period",
    text=Text(
        "2026-03, 2026-Q1, 2026-H1, 2026, 2026-W10 or 2026-03-01..2026-03-20.",
        "期间：2026-03、2026-Q1、2026-H1、2026、2026-W10 或 2026-03-01..2026-03-20。",
    ),
    shown=Text("PERIOD", "期间"),
)
history = option(
    "--history",
    text=Text(
        "The folder that keeps the results of audits, one file each.",
        "保存历次检查结果的文件夹，每次一个文件。",
    ),
    shown=Text("DIR", "文件夹"),
)
engine = all_of(
    option(
        "--memory-limit",
        text=Text(
            "Stay under this much memory (2GB); what is more goes to the disk.",
            "内存上限（如 2GB）；超出部分写入磁盘。",
        ),
        shown=Text("SIZE", "大小"),
        callback=_memory,
    ),
    option(
        "--threads",
        text=Text("How many threads to use; all unless given.", "线程数；默认用尽全部核心。"),
        shown=_NUMBER,
        type=Count(min=1, max=_MOST_THREADS),
    ),
)


def projects(*, of_one_call: bool = False) -> Callable[[_C], _C]:
    """``--project``. ``of_one_call``: those of the settings file and the environment are meant for other commands."""
    return option(
        "--project",
        text=Text(
            "Only these projects; repeatable, a glob such as 'P0*'.", "只看这些项目；可重复，可用通配符如 'P0*'。"
        ),
        shown=Text("ID", "项目编号"),
        multiple=True,
        of_one_call=of_one_call,
    )


def shown_as(formats: Sequence[str]) -> Callable[[_C], _C]:
    """``-f`` of a command that shows one thing; the first of ``formats`` unless given."""
    return option(
        "-f",
        "--format",
        text=Text("How it is shown.", "显示格式。"),
        type=click.Choice(formats),
        default=formats[0],
        of_one_call=True,
    )


selection = all_of(
    option(
        "--as-of",
        text=Text(
            "The moment at which the audit stands, 2026-03-15 or 2026-03-15T12:00; the period's end unless given.",
            "检查时点，如 2026-03-15 或 2026-03-15T12:00；默认为期末。",
        ),
        shown=Text("MOMENT", "时点"),
    ),
    standard,
    projects(),
    option(
        "--counting",
        text=Text(
            "What costs: each finding (the default), each clause once, or as the source words it.",
            "扣分方式：每处不符合（默认）、每条款一次，或按原文。",
        ),
        type=click.Choice(["occurrence", "clause", "as_written"]),
    ),
    option(
        "--sample",
        text=Text(
            "Judge N obligations per clause and project, drawn by --seed.",
            "每条款每项目抽查 N 项，由 --seed 决定抽取。",
        ),
        shown=_NUMBER,
        type=Count(min=1),
    ),
    option(
        "--seed",
        text=Text("The seed of the draw.", "抽样种子。"),
        shown=Text("SEED", "种子"),
        default="0",
        show_default=True,
    ),
    option(
        "--waivers",
        text=Text("Approved exceptions, TOML or CSV.", "已批准的豁免，TOML 或 CSV。"),
        shown=_FILE,
    ),
)


def pairs(*, of_one_call: bool = False) -> Callable[[_C], _C]:
    """``-f`` and ``-o``. ``of_one_call``: those of the settings file and the environment are meant for ``audit``."""
    return all_of(
        option(
            "-f",
            "--format",
            text=_formats,
            shown=Text("FORMAT", "格式"),
            multiple=True,
            of_one_call=of_one_call,
            shell_complete=completing.formats,
        ),
        option(
            "-o",
            "--output",
            text=Text(
                "Write the result here; the ending decides the format where none is given; '-' is standard output. Repeatable.",
                "结果写到此处；未给格式时由扩展名决定；“-”为标准输出。可重复。",
            ),
            shown=_FILE,
            multiple=True,
            of_one_call=of_one_call,
        ),
    )


show_all = option(
    "--all", text=Text("Show also what needs no action.", "也显示无需处理的内容。"), is_flag=True, expose_value=True
)
outputs = all_of(
    pairs(),
    option(
        "--max-findings",
        text=Text(
            "List at most N findings per clause and project; scores know them all.",
            "每条款每项目最多列出 N 处；得分按全部计算。",
        ),
        shown=_NUMBER,
        type=Count(min=0),
    ),
    option(
        "--max-rejects",
        text=Text(
            "Allow N rows that cannot be read before the exit code is 3.", "允许 N 行无法读取；超过则退出码为 3。"
        ),
        shown=_NUMBER,
        type=Count(min=0),
        default=0,
        show_default=True,
    ),
    option(
        "--rejects",
        text=Text(
            "Where rows that cannot be read are listed; commsaudit-rejects.csv beside the first output unless given.",
            "无法读取的行写到此文件；默认为首个输出文件旁的 commsaudit-rejects.csv。",
        ),
        shown=_FILE,
    ),
    show_all,
)
