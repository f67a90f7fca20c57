"""``commsaudit due``: what is open and falls due soon, or is overdue."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from commsaudit.cli import common, options
from commsaudit.cli.auditing import waivers_of
from commsaudit.cli.bilingual import command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.cli.notes import foreign, listed
from commsaudit.cli.progress import ProgressLine
from commsaudit.errors import UsageError

if TYPE_CHECKING:
    from commsaudit.audit.due import DueRun
    from commsaudit.reports.due_words import DueWords

_OVERDUE, _REJECTED, _ERRED = 1, 3, 4
_STDOUT, _TABLE = "-", "table"
_MARK = b"\xef\xbb\xbf"
_ENDINGS = {".txt": _TABLE, ".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}
_FORMATS = (_TABLE, "csv", "json", "html")
_SPAN = Text("DAYS", "天数")


@command(
    "due",
    Text(
        "List what the logs in PATH leave open: what falls due soon, and what is overdue and not done, by project, person"
        " and clause, soonest first.\n\n"
        "It stands at the present moment in the company's time zone, unless --as-of says another; what is stamped later"
        " does not count. Exit code: 0 done, 1 something is overdue (with --fail-if-overdue), 2 wrong usage or settings,"
        " 3 rows or files could not be read, 4 a check could not run.",
        "列出路径中日志里尚未办理的事项：即将到期的，以及已逾期仍未办理的，按项目、责任人和条款分组，先到期的在前。\n\n"
        "默认以公司时区的当前时间为时点，可用 --as-of 另行指定；此后登记的内容不计。退出码：0 完成，1 有逾期事项（加 --fail-if-overdue 时），"
        "2 用法或设置有误，3 有行或文件无法读取，4 有检查无法运行。",
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
@option(
    "--project",
    text=Text("Only these projects; repeatable, a glob such as 'P0*'.", "只看这些项目；可重复，可用通配符如 'P0*'。"),
    shown=Text("ID", "项目编号"),
    multiple=True,
)
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
    type=click.Choice(_FORMATS),
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
@options.reveal
@options.engine
@common.common
@click.pass_obj
def due(state: State, /, paths: tuple[str, ...], **said: Any) -> int:
    """Print or write the list."""
    from commsaudit.audit.due import DueRequest, days_of, list_due

    asked = _outputs(said["format"], said["output"])
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
    _spare_inputs(asked, done)
    _write(state, done, asked, reveal=said["reveal"])
    _note(state, done)
    rejected = _REJECTED if done.rejected_rows > said["max_rejects"] else 0
    overdue = _OVERDUE if said["fail_if_overdue"] and done.listed.overdue else 0
    return max(overdue, rejected, _ERRED if done.errors else 0)


def _moment(state: State, said: str | None) -> datetime:
    """T: what is said, else now. This is the one command that asks the clock what time it is."""
    from commsaudit.model.period import parse_moment

    return parse_moment(said) if said else datetime.now(ZoneInfo(state.settings.timezone)).replace(tzinfo=None)


def _outputs(formats: Sequence[str], targets: Sequence[str]) -> list[tuple[str, str]]:
    """Format and target of each output: the table on standard output where nothing is said.

    Raises:
        UsageError: formats and outputs do not pair, an ending names no format, or two outputs are one.
    """
    if not targets and len(formats) <= 1:
        return [(formats[0] if formats else _TABLE, _STDOUT)]
    if formats and len(formats) != len(targets):
        raise UsageError(
            f"{len(formats)} -f and {len(targets)} -o: give one -f for each -o, or none where the endings say it",
            f"有 {len(formats)} 个 -f 和 {len(targets)} 个 -o：请为每个 -o 给一个 -f，或不给而由扩展名决定",
        )
    pairs = list(zip(formats or map(_format_of, targets), targets, strict=True))
    places = [Path(target).resolve() for _, target in pairs]
    for place in places:
        if places.count(place) > 1:
            raise UsageError(f"two outputs go to {place.name}", f"有两个输出写到 {place.name}")
    return pairs


def _format_of(target: str) -> str:
    found = _TABLE if target == _STDOUT else _ENDINGS.get(Path(target).suffix.lower())
    if found is None:
        raise UsageError(
            f"{target}: the ending names no format; add -f ({', '.join(_FORMATS)}), or end the name in {', '.join(_ENDINGS)}",
            f"{target}：无法由扩展名判断格式；请加 -f（{'、'.join(_FORMATS)}），或使用扩展名 {'、'.join(_ENDINGS)}",
        )
    return found


def _spare_inputs(asked: Sequence[tuple[str, str]], done: DueRun) -> None:
    """Raises UsageError where an output would take the place of a log that was read."""
    read = {Path(entry.file).resolve() for entry in done.inputs}
    for _, target in asked:
        if target != _STDOUT and Path(target).resolve() in read:
            raise UsageError(
                f"{target} is one of the logs that are read; choose another output",
                f"{target} 是所读取的日志之一；请换一个输出文件",
            )


def _write(state: State, done: DueRun, asked: Sequence[tuple[str, str]], *, reveal: bool) -> None:
    from commsaudit.reports.due_words import DueWords
    from commsaudit.reports.files import write_files, write_stdout
    from commsaudit.reports.titles import Titles

    words = DueWords(state.lang, Titles(done.standards, state.lang))
    shown = _forms(state, done, words, reveal)
    # Spreadsheets read a CSV file as UTF-8 only where it begins with the mark.
    files = [
        (Path(target), [_MARK if name == "csv" else b"", shown[name](False).encode()])
        for name, target in asked
        if target != _STDOUT
    ]
    if files:
        write_files(files)
    for name, target in asked:
        if target != _STDOUT:
            continue
        if name == _TABLE:
            click.echo(shown[name](True), nl=False)
        else:
            write_stdout([shown[name](False).encode()])
    if files and len(files) == len(asked):
        names = ", ".join(path.as_posix() for path, _ in files)
        late, ahead = done.listed.overdue, len(done.listed.entries) - done.listed.overdue
        state.note(
            f"{late} overdue, {ahead} to do; written: {names}", f"逾期 {late} 项，待办 {ahead} 项；已写出：{names}"
        )


def _forms(state: State, done: DueRun, words: DueWords, reveal: bool) -> Mapping[str, Callable[[bool], str]]:
    """Each format by name; the table knows whether it is for the terminal."""
    from commsaudit.reports import due as report
    from commsaudit.reports.due_page import as_html
    from commsaudit.reports.due_table import table_lines

    def as_table(here: bool) -> str:
        columns = min(shutil.get_terminal_size((100, 24)).columns, 120) if here else 100
        color = here and state.coloured
        lines = table_lines(done.listed, words, reveal=reveal, columns=columns, color=color)
        return "".join(f"{line}\n" for line in lines)

    return {
        _TABLE: as_table,
        "csv": lambda _: report.as_csv(done.listed, words, reveal=reveal),
        "json": lambda _: report.as_json(done.listed, reveal=reveal),
        "html": lambda _: as_html(done.listed, words, reveal=reveal),
    }


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
        state.say(f"the check of {clause} could not run: {error}", f"条款 {clause} 的检查无法运行：{error}")
