"""``commsaudit compare``: two results, and why the scores moved."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commsaudit.cli import common, keeping, options
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text

if TYPE_CHECKING:
    from commsaudit.model.result import AuditResult

_FORMATS = ("table", "md", "json")


@command(
    "compare",
    Text(
        "Compare two results: new, resolved and remaining findings, and why each score moved: inputs that came late,"
        " parameters, findings, waivers, standard. Each reason has its points, and they add up to the difference exactly. With"
        " --history, OLD and NEW may be periods of it.",
        "比较两份结果：新增、已解决、仍存在的不符合，以及得分变化的原因：后来才有的数据、参数、不符合、豁免、标准。"
        "每个原因都有分值，合计正好等于差额。加 --history 时，也可直接写其中的期间。",
    ),
    ("commsaudit compare february.json march.json", Text("Two result files.", "两份结果文件。")),
    (
        "commsaudit compare 2026-02 2026-03 --history history -f md > changes.md",
        Text("Two periods of a history, as Markdown.", "历史中的两个期间，写成 Markdown。"),
    ),
)
@argument("old", Text("", ""), Text("OLD", "旧结果"))
@argument("new", Text("", ""), Text("NEW", "新结果"))
@options.history
@options.projects()
@options.shown_as(_FORMATS)
@option(
    "--all", text=Text("Every finding, and what did not change too.", "列出全部不符合，未变化的也显示。"), is_flag=True
)
@options.reveal
@common.common
@click.pass_obj
def compare(
    state: State,
    old: str,
    new: str,
    history: str | None,
    project: tuple[str, ...],
    format: str,
    all: bool,
    reveal: bool,
) -> None:
    """Print the comparison."""
    from commsaudit.audit.record import standards_of
    from commsaudit.reports.titles import Titles
    from commsaudit.results import compare_report
    from commsaudit.results.compare import compare as compared
    from commsaudit.results.history_words import Say

    before, after = (_result(state, name, history) for name in (old, new))
    was, comes = (standards_of(each, state.settings) for each in (before, after))
    found = compared(before, after, was, comes, project)
    if format == "json":
        click.echo(compare_report.as_json(found, reveal=reveal), nl=False)
        return
    text = compare_report.CompareText(found, Titles(comes, state.lang), Say(state.lang), show_all=all, reveal=reveal)
    columns = shutil.get_terminal_size((100, 24)).columns
    lines = text.markdown_lines() if format == "md" else text.table_lines(columns=columns, color=state.coloured)
    for line in lines:
        click.echo(line)


def _result(state: State, name: str, history: str | None) -> AuditResult:
    """The result in the file ``name``, or that of the period ``name`` of the history."""
    from commsaudit.scoring.decode import read_result

    if history is None or Path(name).is_file():
        return read_result(Path(name))
    found = keeping.history_at(state, history)
    return found.result(found.of_period(name))
