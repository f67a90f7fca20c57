"""``commsaudit due``: what is open and falls due soon, or is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commsaudit.cli import common, options
from commsaudit.cli.auditing import waivers_of
from commsaudit.cli.bilingual import command, option
from commsaudit.cli.commands import mail_options
from commsaudit.cli.commands.due_outputs import FORMATS, STDOUT, TABLE, outputs_of, spare_inputs, write
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.cli.notes import foreign, listed
from commsaudit.cli.progress import ProgressLine
from commsaudit.cli.sending import Outbox, note_plan, outbox_of, post
from commsaudit.errors import UsageError, parted

if TYPE_CHECKING:
    from commsaudit.audit.due import DueRun

_OVERDUE, _REJECTED, _ERRED = 1, 3, 4
# What standard output holds where neither -f nor -o say it.
_PRINTED, _MAILED = (TABLE,), ()
_OF_MAIL = {"with_empty": "--mail-empty", "dry_run": "--dry-run", "resend_uncertain": "--resend-uncertain"}
_SPAN = Text("DAYS", "天数")


@command(
    "due",
    Text(
        "List what the logs in PATH leave open: what falls due soon, and what is overdue and not done, by project, person"
        " and clause, soonest first.\n\n"
        "It stands at the present moment in the company's time zone, unless --as-of says another; what is stamped later"
        " does not count. Exit code: 0 done, 1 something is overdue (with --fail-if-overdue), 2 wrong usage or settings,"
        " 3 rows or files could not be read, 4 a check could not run, 5 a mail was not delivered.",
        "列出路径中日志里尚未办理的事项：即将到期的，以及已逾期仍未办理的，按项目、责任人和条款分组，先到期的在前。\n\n"
        "默认以公司时区的当前时间为时点，可用 --as-of 另行指定；此后登记的内容不计。退出码：0 完成，1 有逾期事项（加 --fail-if-overdue 时），"
        "2 用法或设置有误，3 有行或文件无法读取，4 有检查无法运行，5 有邮件未送达。",
    ),
    ("commsaudit due logs", Text("The next seven days, and what is overdue.", "未来七天，以及已逾期的事项。")),
    (
        "commsaudit due logs --within 3d --since 30d --project 'P0*'",
        Text("Three days ahead, a month back, some projects.", "往后三天、往前一个月，只看部分项目。"),
    ),
    (
        "commsaudit due logs -q -o due.html -o due.csv --fail-if-overdue",
        Text("For a cron line: a page, a table, and exit code 1.", "用于定时任务：网页、表格，逾期时退出码为 1。"),
    ),
    (
        "commsaudit due logs -q --mail",
        Text(
            "Each project's part to its recipients; [mail] in the settings.",
            "各项目的清单发给其收件人；见设置的 [mail]。",
        ),
    ),
)
@options.paths
@option(
    "--within",
    text=Text("How far ahead, 7d or 2w: whole days.", "往后多少天，如 7d 或 2w，按整天计。"),
    shown=_SPAN,
    default="7d",
    show_default=True,
    of_one_call=True,
)
@option(
    "--since",
    text=Text("How far back overdue things are listed.", "逾期事项往前列出多少天。"),
    shown=_SPAN,
    default="90d",
    show_default=True,
    of_one_call=True,
)
@option(
    "--as-of",
    text=Text(
        "The moment at which the list stands, 2026-03-15 (its end) or 2026-03-15T08:00; now unless given.",
        "时点，如 2026-03-15（当天结束）或 2026-03-15T08:00；默认为现在。",
    ),
    shown=Text("MOMENT", "时点"),
    of_one_call=True,
)
@options.standard
@options.projects()
@option(
    "--waivers",
    text=Text(
        "Approved exceptions, TOML or CSV: what they cover is left out.", "已批准的豁免，TOML 或 CSV；所覆盖的不列出。"
    ),
    shown=Text("FILE", "文件"),
)
@option(
    "-f",
    "--format",
    text=Text(
        "The format of the -o in the same place: table, csv, json or html; of standard output where there is no -o.",
        "相同位置的 -o 的格式：table、csv、json 或 html；没有 -o 时为标准输出的格式。",
    ),
    type=click.Choice(FORMATS),
    multiple=True,
    of_one_call=True,
)
@option(
    "-o",
    "--output",
    text=Text(
        "Write the list here; the ending decides the format where none is given; '-' is standard output. Repeatable.",
        "写到此处；未给格式时由扩展名决定；“-”为标准输出。可重复。",
    ),
    shown=Text("FILE", "文件"),
    multiple=True,
    of_one_call=True,
)
@option(
    "--max-rejects",
    text=Text("Allow N rows that cannot be read before the exit code is 3.", "允许 N 行无法读取；超过则退出码为 3。"),
    shown=Text("N", "数量"),
    type=options.Count(min=0),
    default=0,
    show_default=True,
)
@option(
    "--fail-if-overdue",
    text=Text("Exit code 1 where something is overdue.", "有逾期事项时退出码为 1。"),
    is_flag=True,
    of_one_call=True,
)
@option(
    "--mail",
    text=Text(
        "Mail each project's part to its recipients, once for each list and day; the list itself is then printed or written"
        " only where -f or -o ask for it. The options below and [mail] in the settings say how.",
        "把各项目的清单发给其收件人，同一天的同一清单只发一次；此时仅在给出 -f 或 -o 时输出清单。方式见以下选项和设置的 [mail]。",
    ),
    is_flag=True,
    of_one_call=True,
)
@option(
    "--mail-empty",
    "with_empty",
    text=Text("Mail also where nothing is open.", "没有未办事项的项目也发送。"),
    is_flag=True,
    of_one_call=True,
)
@mail_options.delivery
@mail_options.sender
@mail_options.server
@options.reveal
@options.engine
@common.common
@click.pass_obj
def due(state: State, /, paths: tuple[str, ...], **said: Any) -> int:
    """Print, write or mail the list."""
    from commsaudit.audit.due import DueRequest, days_of, list_due

    asked = outputs_of(said["format"], said["output"], _MAILED if said["mail"] else _PRINTED)
    outbox = _outbox(state, said, asked)
    request = DueRequest(
        paths=paths,
        as_of=_moment(state, said["as_of"]),
        within=days_of(said["within"], "--within"),
        since=days_of(said["since"], "--since"),
        settings=state.settings,
        standards=said["standard"],
        projects=said["project"],
        waivers=waivers_of(state, said["waivers"]),
        memory_limit=said["memory_limit"],
        threads=said["threads"],
        progress=(progress := ProgressLine(state)),
    )
    try:
        done = list_due(request)
    finally:
        progress.end()
    spare_inputs(asked, done)
    write(state, done, asked, reveal=said["reveal"])
    _note(state, done)
    rejected = _REJECTED if done.rejected_rows > said["max_rejects"] else 0
    overdue = _OVERDUE if said["fail_if_overdue"] and done.listed.overdue else 0
    mailed = _mail(state, done, outbox, said) if outbox else 0
    return max(overdue, rejected, _ERRED if done.errors else 0, mailed)


def _moment(state: State, said: str | None) -> datetime:
    """T: what is said, else now. This is the one command that asks the clock what time it is."""
    from commsaudit.model.period import parse_moment

    return parse_moment(said) if said else datetime.now(ZoneInfo(state.settings.timezone)).replace(tzinfo=None)


def _note(state: State, done: DueRun) -> None:
    """What the reader of the list should know of how it came about."""
    unknown = foreign(done.unrecognised)
    if unknown:
        names = listed(unknown, state.lang)
        state.note(f"not recognised as logs, and not read: {names}", f"未识别为日志、未读取：{names}")
    for year in done.unknown_years:
        state.note(
            f"the holidays of {year} are not known: its days count from Monday to Friday ([workdays] in the settings)",
            f"没有 {year} 年的节假日：按周一至周五计（可在设置的 [workdays] 中补充）",
        )
    if done.rejects:
        first = done.rejects[0]
        state.note(
            f"rows that could not be read: {done.rejected_rows}, the first in {first.file}, line {first.line}"
            f" ({first.column}); 'logs validate' lists them",
            f"无法读取的行：{done.rejected_rows}，第一处在 {first.file} 第 {first.line} 行（{first.column}）；“logs validate” 列出全部",
        )
    for clause, error in done.errors.items():
        en, zh = parted(error)
        state.say(f"the check of {clause} could not run: {en}", f"条款 {clause} 的检查无法运行：{zh}")


def _outbox(state: State, said: Mapping[str, Any], asked: Sequence[tuple[str, str]]) -> Outbox | None:
    """How to mail, where that is asked: what cannot be meant is said before the logs are read.

    Raises:
        UsageError: what only mails have is asked without ``--mail``, or nothing says how to send.
        SettingsError: the recipients file cannot be meant.
    """
    if said["mail"]:
        outbox = outbox_of(state.settings.mail, said, beside=any(target == STDOUT for _, target in asked))
        if outbox.dry_run is None:
            outbox.server()
        return outbox
    for name, option_name in _OF_MAIL.items():
        if said[name]:
            raise UsageError(f"{option_name} is of mails: add --mail", f"{option_name} 用于邮件：请加 --mail")
    return None


def _mail(state: State, done: DueRun, outbox: Outbox, said: Mapping[str, Any]) -> int:
    """Each project's part to its recipients."""
    from commsaudit.mailing.due import due_plan, due_source

    source = due_source(done.listed, done.standards, outbox.heads, errors=len(done.errors), reveal=said["reveal"])
    plan = due_plan(source, done.listed, outbox.recipients, with_empty=said["with_empty"])
    # Of those whose projects were not asked for nothing is amiss.
    note_plan(state, replace(plan, idle=()) if said["project"] else plan)
    return post(state, plan, outbox)
