"""``commsaudit report``: a stored result in any format, and what its scores would be if."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, completing, keeping, options, outputs
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.errors import UsageError

if TYPE_CHECKING:
    from commsaudit.model.result import AuditResult
    from commsaudit.model.standard import Standard
    from commsaudit.reports.interface import ReportContext


@command(
    "report",
    Text(
        "Show a stored RESULT ('-' is standard input), or write it in any format. The logs are not needed.\n\n"
        "With --without-waivers or --if-fixed the report is a what-if: the scores are worked out anew from the result's counts, findings"
        " of a fixed clause are left out, and the heading says so.",
        "显示已保存的结果（“-”为标准输入），或写成任何格式。不需要日志。\n\n"
        "加 --without-waivers 或 --if-fixed 时为假设：按结果中的数量重新计分，已整改条款的不符合不再列出，标题会注明。",
    ),
    ("commsaudit report result.json", Text("The scorecard on the terminal.", "在终端显示评分表。")),
    (
        "commsaudit report result.json -o march.html -o march.xlsx -f csv -o tables/",
        Text("Several formats at once.", "一次写成几种格式。"),
    ),
    (
        "commsaudit report result.json --without-waivers --if-fixed '2.3.*'",
        Text("The score that would be.", "假设的得分。"),
    ),
)
@argument("result", Text("", ""), Text("RESULT", "结果文件"))
@options.pairs(of_one_call=True)
@option(
    "--without-waivers",
    text=Text("What if no waiver held.", "假设所有豁免都不计。"),
    is_flag=True,
    of_one_call=True,
)
@option(
    "--if-fixed",
    text=Text(
        "What if this clause were met everywhere; repeatable, or several joined by commas; a glob such as '2.3.*'.",
        "假设该条款全部整改；可重复，也可用逗号隔开；可用通配符如 '2.3.*'。",
    ),
    shown=Text("CLAUSE", "条款"),
    multiple=True,
    of_one_call=True,
    shell_complete=completing.clauses,
)
@options.history
@options.show_all
@options.reveal
@common.common
@click.pass_context
def report(
    ctx: click.Context,
    /,
    result: str,
    format: tuple[str, ...],
    output: tuple[str, ...],
    without_waivers: bool,
    if_fixed: tuple[str, ...],
    history: str | None,
    all: bool,
    reveal: bool,
) -> None:
    """Write the reports."""
    from dataclasses import replace

    from commsaudit.audit.record import standards_of

    state = ctx.ensure_object(State)
    asked = outputs.asked_for(ctx, format, output)
    _spare(asked, result)
    stored = _read(result)
    standards = standards_of(stored, state.settings)
    fixed = [name.strip() for each in if_fixed for name in each.split(",")]
    if "" in fixed:
        raise UsageError("--if-fixed: name a clause", "--if-fixed：请写条款")
    supposed = ""
    shown = stored
    if without_waivers or fixed:
        shown, supposed = _supposed(state, asked, stored, standards, without_waivers, fixed)
    context = replace(
        _context(state, shown, standards),
        show_all=all,
        reveal=reveal,
        history=keeping.earlier(state, history, stored),
        what_if=supposed,
    )
    written = outputs.write(asked, shown, context)
    if written:
        names = ", ".join(path.as_posix() for path in written)
        state.note(f"written: {names}", f"已写出：{names}")


def _read(name: str) -> AuditResult:
    from commsaudit.scoring.decode import parse_result, read_result
    from commsaudit.scoring.sealed import bounded

    return (
        parse_result(bounded(sys.stdin.buffer, "stdin"), "stdin") if name == outputs.STDOUT else read_result(Path(name))
    )


def _spare(asked: Sequence[outputs.Output], result: str) -> None:
    """The result is not overwritten by its report.

    Raises:
        UsageError: it would be.
    """
    from commsaudit.reports.output import paths_of

    for output in asked:
        for path in paths_of(output.report, output.target):
            if result != outputs.STDOUT and path.resolve() == Path(result).resolve():
                raise UsageError(
                    f"{path.as_posix()} is the result that is read; choose another output",
                    f"{path.as_posix()} 就是要读取的结果；请换一个输出文件",
                )


def _supposed(
    state: State,
    asked: Sequence[outputs.Output],
    stored: AuditResult,
    standards: Sequence[Standard],
    without_waivers: bool,
    fixed: Sequence[str],
) -> tuple[AuditResult, str]:
    """The result as it would be, and the words for that.

    Raises:
        UsageError: it is to be written as a result file; or as ``what_if``.
    """
    from commsaudit.results.whatif import what_if

    if any(output.report.name == "json" for output in asked):
        raise UsageError(
            "a what-if is no result of an audit and is not written as a result file (json): choose another format",
            "假设不是检查的结果，不能写成结果文件（json）：请选其他格式",
        )
    found = what_if(stored, standards, without_waivers=without_waivers, fixed=fixed)
    met = [clause for clause, count in found.fixed.items() if not count]
    if met and len(met) == len(found.fixed):
        state.note(f"nothing to put right in {', '.join(met)}", f"{'、'.join(met)} 没有可整改的不符合")
    return found.labelled(state.lang), found.words(state.lang)


def _context(state: State, result: AuditResult, standards: Sequence[Standard]) -> ReportContext:
    from commsaudit.reports.interface import ReportContext
    from commsaudit.results.recorded import expired_waivers, idle_waivers

    return ReportContext(
        lang=state.lang,
        standards=standards,
        color=state.coloured,
        expired=expired_waivers(result),
        idle=idle_waivers(result),
    )
