"""The command ``commsaudit``: its language, its commands, and what becomes of errors."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from commsaudit.cli import common
from commsaudit.cli.bilingual import Example, Group, Member, Option
from commsaudit.cli.context import State
from commsaudit.cli.failing import exit_code_of
from commsaudit.cli.language import Text, chosen_language, speaking

NAME = "commsaudit"
_AT = "commsaudit.cli.commands"


class Root(Group):
    """The outermost group."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a call in its language; its exit code ends the process, unless ``standalone_mode`` is off.

        click's own ``main`` is not used: it would turn a closed pipe and Ctrl-C into exit codes of its own.
        """
        del windows_expand_args
        name = prog_name or NAME
        arguments = list(sys.argv[1:] if args is None else args)
        with speaking(chosen_language(arguments, os.environ)):
            _complete(self, name, complete_var or f"_{name.upper()}_COMPLETE")
            code = exit_code_of(lambda: self._run(name, arguments, extra))
        if standalone_mode:
            sys.exit(code)
        return code

    def _run(self, name: str, arguments: list[str], extra: dict[str, Any]) -> int:
        try:
            color = False if os.environ.get("NO_COLOR") else None
            with self.make_context(name, arguments, obj=State(), color=color, **extra) as ctx:
                return int(self.invoke(ctx) or 0)
        except click.exceptions.Exit as done:
            return done.exit_code


def _complete(group: click.Command, name: str, variable: str) -> None:
    """Answer the shell, where it asks for completions."""
    instruction = os.environ.get(variable)
    if instruction:
        from click.shell_completion import shell_complete

        sys.exit(shell_complete(group, {"obj": State()}, name, variable, instruction))


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del param
    if value and not ctx.resilient_parsing:
        from commsaudit import __version__

        click.echo(f"{NAME} {__version__}")
        ctx.exit()


root = Root(
    NAME,
    text=Text(
        "Audits the exported logs of property-management projects against a supervision standard: which clause, which"
        " record, which line of which file, how many tenths of a point.",
        "按督导标准检查物业项目导出的沟通日志：哪一条款、哪条记录、哪个文件哪一行、扣多少分。",
    ),
    members={
        "init": Member(f"{_AT}.init:init", Text("Make a working folder.", "建立工作文件夹。")),
        "demo": Member(
            f"{_AT}.demo:demo", Text("Write a demo company's logs and audit them.", "写出演示公司的日志并检查。")
        ),
        "logs": Member(
            f"{_AT}.logs:logs",
            Text("The logs: schema, templates, what a file would load as.", "日志：结构、模板、文件的识别与校验。"),
        ),
        "audit": Member(f"{_AT}.audit:audit", Text("Audit logs for a period.", "检查某一期间的日志。")),
        "due": Member(
            f"{_AT}.due:due",
            Text("What is open and falls due soon, or is overdue.", "即将到期和已逾期的未办事项。"),
        ),
        "survey": Member(
            f"{_AT}.survey:survey",
            Text("Satisfaction surveys: rates, abstentions, what to improve.", "满意度调查：满意率、弃权、改进事项。"),
        ),
        "worksheet": Member(
            f"{_AT}.worksheet:worksheet",
            Text("The inspector's sheet: what needs eyes, sampled.", "现场检查表：需现场查看的条款与抽样对象。"),
        ),
        "checks": Member(
            f"{_AT}.checks:checks", Text("The catalogue of clauses and their checks.", "条款与检查的目录。")
        ),
        "verify": Member(
            f"{_AT}.verify:verify", Text("Run a result's audit again and compare it.", "重新运行并比对一份结果。")
        ),
        "report": Member(
            f"{_AT}.report:report",
            Text(
                "A stored result in any format; what its scores would be if.", "把已保存的结果写成任何格式；假设得分。"
            ),
        ),
        "gate": Member(
            f"{_AT}.gate:gate",
            Text("Stop where a result does not keep to the rules.", "结果不满足规则时停止。"),
        ),
        "trend": Member(f"{_AT}.trend:trend", Text("Scores over the periods of a history.", "历次检查的得分走势。")),
        "compare": Member(
            f"{_AT}.compare:compare",
            Text("Two results: findings, and why a score moved.", "比较两份结果及得分变化的原因。"),
        ),
        "review": Member(f"{_AT}.review:review", Text("The quarterly review of a history.", "季度回顾。")),
        "mail": Member(f"{_AT}.mail:mail", Text("Scorecards by mail, none twice.", "用邮件发送评分卡，不重复发送。")),
        "completion": Member(f"{_AT}.completion:completion", Text("Completion for the shell.", "命令行补全。")),
    },
    examples=[
        Example("commsaudit demo", Text("See it work.", "先看演示。")),
        Example(
            "commsaudit audit logs -p 2026-03 -o result.json",
            Text("Audit March; keep the result.", "检查三月，保存结果。"),
        ),
        Example("commsaudit audit --help", Text("Each command has its own help.", "每个命令都有自己的帮助。")),
    ],
    params=[
        Option(
            ["--version"],
            text=Text("Show the version and exit.", "显示版本并退出。"),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            of_one_call=True,
            callback=_show_version,
        ),
    ],
)
common.lang(root)

# A result is millions of objects that all stay: looking through them for cycles every 700 costs a tenth of an audit.
_COLLECT_AFTER = 1_000_000


def run() -> None:
    """Run the call of this process and end it."""
    gc.set_threshold(_COLLECT_AFTER)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    root.main(prog_name=NAME)
