"""``commsaudit demo``: a company to look at, with planted findings."""

from __future__ import annotations

from pathlib import Path

import click

from commsaudit.cli import auditing, common, outputs
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.errors import UsageError

_MARK = ".commsaudit-demo"
_SAID = {
    "as_of": None,
    "standard": (),
    "project": (),
    "counting": None,
    "sample": None,
    "waivers": None,
    "max_findings": None,
    "memory_limit": None,
    "threads": None,
    "rejects": None,
    "max_rejects": 0,
    "reveal": False,
}


@command(
    "demo",
    Text(
        "Write the logs of a demo company into DIR (./demo unless given) and audit them: ten projects, two quarters, all"
        " 32 logs, with planted findings. A folder that holds anything else is left alone.",
        "将演示公司的日志写入文件夹（默认 ./demo）并检查：十个项目、两个季度、全部 32 个日志，含预设的不符合。"
        "不会动用已有其他内容的文件夹。",
    ),
    ("commsaudit demo", Text("Write ./demo and show March 2026.", "写出 ./demo 并显示 2026 年 3 月。")),
    ("commsaudit demo there -p 2026-Q2", Text("Elsewhere, another period.", "写到别处，检查另一期间。")),
)
@argument("folder", Text("", ""), Text("DIR", "文件夹"), required=False, default="demo")
@option(
    "-p",
    "--period",
    text=Text("The period to audit.", "检查的期间。"),
    shown=Text("PERIOD", "期间"),
    default="2026-03",
    show_default=True,
    of_one_call=True,
)
@option("--all", text=Text("Show also what needs no action.", "也显示无需处理的内容。"), is_flag=True, of_one_call=True)
@common.lang
@common.quiet
@click.pass_context
def demo(ctx: click.Context, /, folder: str, **said: object) -> int:
    """Write the demo and show its scorecard."""
    state = ctx.ensure_object(State)
    request = auditing.request_for(state, [folder], _SAID | said)
    _write(Path(folder))
    done = auditing.run(state, request)
    code = auditing.deliver(state, done, outputs.asked_for(ctx, (), ()), _SAID | said)
    state.note(
        f"Now try: commsaudit audit {folder} -p 2026-Q1 --all",
        f"接下来可试：commsaudit audit {folder} -p 2026-Q1 --all",
    )
    return code


def _write(folder: Path) -> None:
    """Write the logs; the mark says later that the folder is ours.

    Raises:
        UsageError: the folder holds something that is not ours, or is a file.
    """
    from commsaudit.demo import write_demo

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder", f"{folder} 是文件；请指定文件夹")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / _MARK).is_file():
        raise UsageError(
            f"{folder} holds other files; name an empty or a new folder",
            f"{folder} 中已有其他文件；请指定空文件夹或新文件夹",
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _MARK).touch()
    write_demo(folder)
