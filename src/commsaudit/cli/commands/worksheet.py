"""``commsaudit worksheet``: the inspector's sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, options
from commsaudit.cli.bilingual import command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text, many
from commsaudit.cli.notes import note_unrecognised, say_rejects
from commsaudit.cli.progress import ProgressLine
from commsaudit.errors import UsageError

if TYPE_CHECKING:
    from commsaudit.audit.request import Request
    from commsaudit.audit.worksheet import Worksheet

_ENDING = ".xlsx"
_LOG = "inspections"


@command(
    "worksheet",
    Text(
        "Write the inspector's sheet for a period, an xlsx workbook: for each project the clauses that need eyes, with staff,"
        " shops, items and files that are drawn by --seed, and lists to choose verdicts from.\n\n"
        "Filled in and put among the logs it is the log inspections; rows that were not filled in are not read, and their"
        " clauses stay not assessed. What the logs in PATH already hold of an earlier sheet is left out. An existing file"
        " is not overwritten.",
        "写出某一期间的现场检查表（xlsx）：逐项目列出需现场查看的条款，按 --seed 抽取员工、商铺、物品和档案，结论从列表中选。\n\n"
        "填好后放到日志文件夹中，即为日志“现场检查”；未填的行不读入，条款仍为“未评”。路径中已有的检查记录不再列出。不会覆盖已有文件。",
    ),
    ("commsaudit worksheet logs -p 2026-03", Text("Every project, five subjects of a kind.", "全部项目，每类抽五个。")),
    (
        "commsaudit worksheet logs -p 2026-03 --project P01 -o 现场检查.xlsx",
        Text("One project.", "一个项目。"),
    ),
    (
        "commsaudit worksheet logs -p 2026-03 --not-assessed",
        Text("Also what the logs cannot tell.", "也列出日志无法评判的条款。"),
    ),
)
@options.paths
@options.period
@option(
    "--as-of",
    text=Text(
        "Who is on duty and what is there at this moment, 2026-03-15; the period's end unless given.",
        "以此时点的在岗员工和在场对象为准，如 2026-03-15；默认为期末。",
    ),
    shown=Text("MOMENT", "时点"),
)
@options.standard
@options.projects()
@option(
    "--sample",
    text=Text("How many subjects of a kind are drawn per project.", "每项目每类抽取多少个对象。"),
    shown=Text("N", "数量"),
    type=options.Count(min=1),
    default=5,
    show_default=True,
)
@option(
    "--seed",
    text=Text("The seed of the draw.", "抽样种子。"),
    shown=Text("SEED", "种子"),
    default="0",
    show_default=True,
)
@option(
    "--not-assessed",
    text=Text(
        "Also clauses that are judged from logs, where a log or column is missing.",
        "也列出因缺少日志或列而未评的条款。",
    ),
    is_flag=True,
    of_one_call=True,
)
@option(
    "-o",
    "--output",
    text=Text("The file, .xlsx; inspections-PERIOD.xlsx unless given.", "文件，.xlsx；默认为 现场检查-期间.xlsx。"),
    shown=Text("FILE", "文件"),
    of_one_call=True,
)
@options.reveal
@options.engine
@common.common
@click.pass_obj
def worksheet(
    state: State,
    /,
    paths: tuple[str, ...],
    period: str | None,
    as_of: str | None,
    standard: tuple[str, ...],
    project: tuple[str, ...],
    sample: int,
    seed: str,
    not_assessed: bool,
    output: str | None,
    reveal: bool,
    memory_limit: str | None,
    threads: int | None,
) -> int:
    """Write the sheet."""
    from commsaudit.audit.request import Request
    from commsaudit.audit.worksheet import make_worksheet
    from commsaudit.checks.running import Sample
    from commsaudit.model.period import parse_period

    if not period:
        raise UsageError(
            "which period? Add -p 2026-03 (or `period` in commsaudit.toml)",
            "检查哪个期间？请加 -p 2026-03（或在 commsaudit.toml 中写 period）",
        )
    if output is not None:
        _free(output)
    progress = ProgressLine(state)
    request = Request(
        paths=paths,
        period=parse_period(period, as_of),
        settings=state.settings,
        standards=standard,
        projects=project,
        sample=Sample(sample, seed),
        memory_limit=memory_limit,
        threads=threads,
        progress=progress,
    )
    try:
        made = make_worksheet(request, not_assessed=not_assessed)
    finally:
        progress.end()
    if made.rows:
        _write(state, request, made, output, reveal=reveal)
    return _noted(state, made)


def _free(output: str) -> Path:
    """The file that is to be written.

    Raises:
        UsageError: it is no workbook, or is there already: somebody may have filled it in.
    """
    path = Path(output)
    if path.suffix.lower() != _ENDING:
        raise UsageError(f"{output}: a worksheet ends in {_ENDING}", f"{output}：检查表的扩展名应为 {_ENDING}")
    if path.exists():
        raise UsageError(
            f"{output} is there already, and may be filled in; remove it, or name another file with -o",
            f"{output} 已存在，可能已填写；请删除，或用 -o 换一个文件名",
        )
    return path


def _write(state: State, request: Request, made: Worksheet, output: str | None, *, reveal: bool) -> None:
    from commsaudit.audit.worksheet_book import Look, file_name, worksheet_chunks
    from commsaudit.logs.discover import find_inputs
    from commsaudit.model.options import LogOptions
    from commsaudit.reports.files import write_files

    path = _free(output or file_name(made, state.lang))
    look = Look(state.lang, reveal, request.settings.logs.get(_LOG, LogOptions()))
    write_files([(path, worksheet_chunks(made, look))])
    projects = len({row.project.id for row in made.rows})
    state.note(
        f"written: {path.as_posix()} ({many(projects, 'project')}, {many(len(made.rows), 'row')} to look at)",
        f"已写出：{path.as_posix()}（{projects} 个项目，{len(made.rows)} 行待查）",
    )
    found = find_inputs([str(path)], request.settings.logs, request.settings.limits, lenient=True)
    if not any(file.log == _LOG for file in found.files):
        state.say(
            f"{path.name} will not be recognised as the log inspections: begin its name with inspections or 现场检查",
            f"{path.name} 不会被识别为日志“现场检查”：文件名请以“现场检查”或 inspections 开头",
        )


def _noted(state: State, made: Worksheet) -> int:
    """What should be known beside the sheet; 3 where rows of the logs could not be read."""
    if made.done:
        state.note(
            f"inspected already, and left out: {many(made.done, 'row')}", f"已有检查记录、不再列出的行：{made.done}"
        )
    note_unrecognised(state, made.unrecognised)
    return say_rejects(state, made.rejects)
