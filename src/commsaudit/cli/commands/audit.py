"""``commsaudit audit``: the main job."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from commsaudit.cli import auditing, common, keeping, options, outputs
from commsaudit.cli.bilingual import command
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.cli.notes import note_time

# The table shows the first three findings of a clause: the others need not be fetched.
_PREVIEW = 5


@command(
    "audit",
    Text(
        "Audit the logs in PATH (folders, files or globs; '-' is standard input) for a period.\n\n"
        "Without -f and -o the scorecard is shown. Exit code: 0 done, 2 wrong usage or settings, 3 rows or files could not"
        " be read, 4 a check could not run. Every option can stand in commsaudit.toml (dashes as underscores) and in"
        " COMMSAUDIT_<NAME>; the command line wins over the environment, that over the file.",
        "检查路径（文件夹、文件或通配路径；“-”为标准输入）中某一期间的日志。\n\n"
        "不加 -f 和 -o 时显示评分表。退出码：0 完成，2 用法或设置有误，3 有行或文件无法读取，4 有检查无法运行。"
        "每个选项都可写在 commsaudit.toml（连字符改为下划线）或环境变量 COMMSAUDIT_<名称> 中；命令行优先于环境变量，环境变量优先于文件。",
    ),
    ("commsaudit audit logs -p 2026-03", Text("The scorecard of March on the terminal.", "在终端显示三月的评分表。")),
    (
        "commsaudit audit logs -p 2026-Q1 --project 'P0*' -o q1.json -f csv -o tables/",
        Text("A quarter of some projects, as JSON and as CSV files.", "部分项目一个季度的结果，写成 JSON 和 CSV。"),
    ),
    (
        "cat complaints.csv | commsaudit audit - --log complaints -p 2026-03 -f json",
        Text("One log from standard input, the result to standard output.", "从标准输入读一个日志，结果写到标准输出。"),
    ),
)
@options.paths
@options.period
@options.selection
@options.outputs
@options.history
@options.log
@options.reveal
@options.engine
@common.common
@click.pass_context
def audit(ctx: click.Context, /, paths: tuple[str, ...], log: str | None, **said: Any) -> int:
    """Run the audit and deliver its result."""
    state = ctx.ensure_object(State)
    asked = outputs.asked_for(ctx, said["format"], said["output"])
    request = auditing.request_for(state, paths, said)
    keeping.prepare(said["history"])
    if not said["all"] and not said["history"] and all(output.report.name == "table" for output in asked):
        request = replace(request, preview=_PREVIEW)
    done = auditing.run(state, request, log)
    note_time(state, request.period, request.settings.timezone)
    kept = keeping.keep(state, said["history"], done.result)
    return max(kept, auditing.deliver(state, done, asked, said))
