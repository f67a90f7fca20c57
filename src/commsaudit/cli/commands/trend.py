"""``commsaudit trend``: scores over the periods of a history."""

from __future__ import annotations

import shutil

import click

from commsaudit.cli import common, completing, keeping, options
from commsaudit.cli.bilingual import command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.errors import NothingToAudit

_FORMATS = ("table", "csv", "json")


@command(
    "trend",
    Text(
        "Show the scores of each project and category over the periods of a history; months, quarters and other kinds of"
        " period each by themselves. Where a period was audited more than once, the result that stands at the latest moment"
        " counts; of those that stand at one moment, the one that was written last.",
        "显示历史文件夹中各项目、各类别历次的得分；月度、季度等各自成表。同一期间检查过多次时，以检查时点最晚的结果为准；"
        "时点相同的，以最后写入的为准。",
    ),
    ("commsaudit trend --history history", Text("Every project.", "所有项目。")),
    (
        "commsaudit trend --history history --project 'P0*' -f csv > trend.csv",
        Text("Some projects, as a table for a spreadsheet.", "部分项目，供电子表格使用。"),
    ),
    (
        "commsaudit trend --history history --standard callbacks",
        Text("How much of a standard was met, in percent.", "某一标准的符合率。"),
    ),
)
@options.history
@options.projects()
@option(
    "--standard",
    text=Text(
        "The compliance rate of this standard in place of scores; repeatable, a glob.",
        "显示这一标准的符合率而不是得分；可重复，可用通配符。",
    ),
    shown=Text("NAME", "标准"),
    multiple=True,
    of_one_call=True,
    shell_complete=completing.standards,
)
@options.shown_as(_FORMATS)
@common.common
@click.pass_obj
def trend(state: State, history: str | None, project: tuple[str, ...], standard: tuple[str, ...], format: str) -> None:
    """Print the trend."""
    from commsaudit.results import trend_report
    from commsaudit.results.history_words import Say
    from commsaudit.results.trend import trends

    found = trends(keeping.history_at(state, history), project, standard)
    if not found:
        raise NothingToAudit(
            "the history holds no score of these projects; --standard shows the rates of observed standards",
            "历史中没有这些项目的得分；可用 --standard 查看所观察标准的符合率",
        )
    say = Say(state.lang)
    if format == "json":
        click.echo(trend_report.as_json(found), nl=False)
    elif format == "csv":
        click.echo(trend_report.as_csv(found, say), nl=False)
    else:
        from commsaudit.checks.catalogue import load_catalogue
        from commsaudit.reports.titles import Titles

        titles = Titles(load_catalogue(state.settings.checks).values(), state.lang)
        columns = shutil.get_terminal_size((100, 24)).columns
        for line in trend_report.table_lines(found, titles, say, columns=columns, color=state.coloured):
            click.echo(line)
