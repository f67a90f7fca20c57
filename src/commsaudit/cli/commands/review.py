"""``commsaudit review``: the quarterly review of a history."""

from __future__ import annotations

import shutil

import click

from commsaudit.cli import common, keeping, options
from commsaudit.cli.bilingual import argument, command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text

_FORMATS = ("table", "md", "json")


@command(
    "review",
    Text(
        "Review a quarter of a history: its three months side by side with ranks and their changes, clauses that failed in two"
        " or more of them, what is still open as of the last result, and the waivers that end within the next quarter.",
        "回顾历史中的一个季度：三个月的得分、名次及变化并列，两个月或以上不符合的条款，截至最近一次检查仍未解决的事项，"
        "以及下一季度内到期的豁免。",
    ),
    ("commsaudit review 2026-Q1 --history history", Text("The first quarter.", "第一季度。")),
    (
        "commsaudit review 2026-Q1 --history history --project 'P0*' -f md > review.md",
        Text("Some projects, as Markdown.", "部分项目，写成 Markdown。"),
    ),
)
@argument("quarter", Text("", ""), Text("QUARTER", "季度"))
@options.history
@options.projects()
@options.shown_as(_FORMATS)
@option("--all", text=Text("Every line of every part.", "列出每一部分的全部内容。"), is_flag=True)
@options.reveal
@common.common
@click.pass_obj
def review(
    state: State, quarter: str, history: str | None, project: tuple[str, ...], format: str, all: bool, reveal: bool
) -> None:
    """Print the review."""
    from commsaudit.checks.catalogue import load_catalogue
    from commsaudit.reports.titles import Titles
    from commsaudit.results import review_report
    from commsaudit.results.history_words import Say
    from commsaudit.results.review import review as reviewed

    standards = load_catalogue(state.settings.checks).values()
    clauses = (clause for standard in standards for clause in standard.clauses)
    # What has no due moment of its own is standing (semantics.md, "Periods").
    standing = frozenset(clause.id for clause in clauses if not clause.due and not clause.by_inspection)
    found = reviewed(keeping.history_at(state, history), quarter, project, standing)
    if format == "json":
        click.echo(review_report.as_json(found, reveal=reveal), nl=False)
        return
    text = review_report.ReviewText(found, Titles(standards, state.lang), Say(state.lang), show_all=all, reveal=reveal)
    columns = shutil.get_terminal_size((100, 24)).columns
    lines = text.markdown_lines() if format == "md" else text.table_lines(columns=columns, color=state.coloured)
    for line in lines:
        click.echo(line)
