"""``commsaudit checks``: the catalogue, and its list."""

from __future__ import annotations

import click

from commsaudit.cli import common, completing
from commsaudit.cli.bilingual import Example, Group, Member, command, option
from commsaudit.cli.catalogue import catalogue, category_of, check_known, clauses, title
from commsaudit.cli.context import State
from commsaudit.cli.language import Text, many
from commsaudit.errors import NothingToAudit

_AT = "commsaudit.cli.commands"

checks = Group(
    "checks",
    text=Text(
        "The catalogue: what each clause asks for, where that is from, how it is checked, and what proves the check.",
        "条款目录：每一条款的要求、出处、检查方法以及证明检查正确的用例。",
    ),
    members={
        "list": Member(f"{_AT}.checks:list_checks", Text("List the clauses.", "列出条款。")),
        "show": Member(f"{_AT}.checks_show:show", Text("Show one clause with its SQL.", "显示一个条款及其 SQL。")),
        "new": Member(f"{_AT}.checks_new:new", Text("Begin a check of your own.", "新建自己的检查。")),
        "test": Member(f"{_AT}.checks_test:test", Text("Run the cases of checks.", "运行检查的用例。")),
    },
    examples=[Example("commsaudit checks show 2.3.3", Text("All about clause 2.3.3.", "查看条款 2.3.3 的全部内容。"))],
)
common.lang(checks)


@command(
    "list",
    Text(
        "List the clauses: those of all standards, or those that the options leave.",
        "列出全部标准的条款，或按选项筛选。",
    ),
    ("commsaudit checks list --category 2", Text("The clauses of category 2.", "类别 2 的条款。")),
    ("commsaudit checks list --log complaints", Text("What reads the complaints.", "读取投诉日志的条款。")),
    ("commsaudit checks list --by-inspection", Text("What only inspectors can judge.", "只能由检查人员判断的条款。")),
)
@option(
    "--standard",
    text=Text("Of this standard.", "属于这一标准。"),
    shown=Text("NAME", "标准"),
    of_one_call=True,
    shell_complete=completing.standards,
)
@option("--category", text=Text("Of this category.", "属于这一类别。"), shown=Text("ID", "类别"), of_one_call=True)
@option(
    "--log",
    text=Text("That read this log.", "读取这一日志。"),
    shown=Text("LOG", "日志"),
    of_one_call=True,
    shell_complete=completing.logs,
)
@option(
    "--automatic/--by-inspection",
    text=Text("Judged from logs, or by inspectors alone.", "由日志自动判断，或只能由检查人员判断。"),
    default=None,
    of_one_call=True,
)
@common.common
@click.pass_obj
def list_checks(
    state: State, standard: str | None, category: str | None, log: str | None, automatic: bool | None
) -> int:
    """Print the table."""
    from commsaudit.model.schema import logs
    from commsaudit.reports.terminal.text import shortened, table

    standards = catalogue(state)
    check_known(("standard", "标准"), standard, list(standards))
    check_known(("log", "日志"), log, list(logs()))
    known = [each.id for entry in standards.values() for each in entry.categories]
    check_known(("category", "类别"), category, known)
    rows = []
    for entry, clause in clauses(standards):
        reads = ["inspections"] if clause.by_inspection else list(clause.reads)
        if (
            (standard in (None, entry.id))
            and (category in (None, category_of(entry, clause)))
            and (log is None or log in reads)
            and (automatic in (None, not clause.by_inspection))
        ):
            unit = "" if clause.unit is None else str(clause.unit)
            mark = "*" if clause.replaced else ""
            rows.append([clause.id + mark, shortened(title(clause), 48), unit, entry.id, ", ".join(reads)])
    if not rows:
        raise NothingToAudit("no clause is left by these options", "没有符合这些选项的条款")
    headers = [
        str(Text(*words))
        for words in (
            ("Clause", "条款"),
            ("Title", "标题"),
            ("Unit", "单项扣分"),
            ("Standard", "标准"),
            ("Logs", "日志"),
        )
    ]
    for line in table([headers, *rows], right=(2,)):
        click.echo(shortened(line, 100))
    click.echo(str(Text(many(len(rows), "clause"), f"{len(rows)} 个条款")))
    if any(row[0].endswith("*") for row in rows):
        click.echo(str(Text("* replaced by a check of your own", "* 已由自己的检查替换")))
    return 0
