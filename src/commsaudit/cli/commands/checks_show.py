"""``commsaudit checks show``: one clause, with everything that decides it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import click

from commsaudit.cli import common, completing
from commsaudit.cli.bilingual import argument, command
from commsaudit.cli.catalogue import catalogue, find_clause, title
from commsaudit.cli.context import State
from commsaudit.cli.language import Text, spoken

if TYPE_CHECKING:
    from commsaudit.model.standard import Clause, Mode, Standard

_DEDUCT = {
    "occurrence": Text("for each one found", "每发现一处"),
    "clause": Text("for each standard not met", "每一条不符合"),
    "item": Text("once for the item", "整项一次"),
}


@command(
    "show",
    Text(
        "Show a clause: titles, source, what it costs, parameters, what it reads, its SQL, and a finding from its cases.",
        "显示一个条款：标题、出处、扣分、参数、读取的列、SQL，以及用例中的一处不符合。",
    ),
    ("commsaudit checks show 2.3.3", Text("A response within one working day.", "一个工作日内回应。")),
)
@argument("clause_id", Text("", ""), Text("ID", "条款"), shell_complete=completing.clauses)
@common.common
@click.pass_obj
def show(state: State, clause_id: str) -> int:
    """Print the clause."""
    standard, clause = find_clause(catalogue(state), clause_id)
    for line in _lines(standard, clause, state.settings.mode(clause.id, "")):
        click.echo(line)
    return 0


def _lines(standard: Standard, clause: Clause, mode: Mode) -> Iterator[str]:
    yield click.style(f"{clause.id}  {title(clause)}", bold=True)
    yield f"{clause.en if spoken() == 'zh' else clause.zh}"
    yield ""
    yield from _said(_facts(standard, clause, mode))
    if clause.parameters:
        yield from _section("Parameters", "参数", _parameters(clause))
    if clause.reads:
        yield from _section("Reads", "读取", _reads(clause))
    if clause.sql:
        yield from _section("SQL", "SQL", iter(clause.sql.splitlines()))
    yield from _section("A finding, from its cases", "用例中的一处不符合", _example(clause))


def _said(facts: Iterator[tuple[Text, str]]) -> Iterator[str]:
    from commsaudit.cli.formatting import columns_of, padded, wrapped

    rows = [(str(name), said) for name, said in facts if said]
    first = max(columns_of(name) for name, _ in rows) + 2
    for name, said in rows:
        for left, line in zip_longest([name], wrapped(said, 98 - first), fillvalue=""):
            yield f"{padded(left, first)}{line}"


def _section(en: str, zh: str, lines: Iterator[str]) -> Iterator[str]:
    shown = [f"  {line}".rstrip() for line in lines]
    if shown:
        yield ""
        yield click.style(str(Text(en, zh)), bold=True)
        yield from shown


def _facts(standard: Standard, clause: Clause, mode: Mode) -> Iterator[tuple[Text, str]]:
    yield Text("Standard", "标准"), f"{title(standard)} ({standard.id})"
    yield Text("Source", "出处"), standard.source
    item = next((item for item in standard.items if item.id == clause.item), None)
    if item is not None:
        category = next(each for each in standard.categories if each.id == item.category)
        points = Text(f"at most {category.points} points", f"最多扣 {category.points} 分")
        yield Text("Category", "类别"), f"{category.id} {title(category)} ({points})"
        cap = Text(f"at most {item.cap}", f"最多扣 {item.cap}")
        yield Text("Item", "项"), f"{item.id} {title(item)} ({cap}; {_DEDUCT[item.deduct]})"
        yield Text("Method", "检查方法"), item.method
    elif clause.points is not None:
        yield Text("Points", "分值"), str(Text(f"{clause.points} of its own", f"自有 {clause.points} 分"))
    elif clause.item:
        yield Text("Item", "项"), clause.item
    costs = (
        Text("nothing: it is observed", "不扣分，仅观察")
        if clause.unit is None or mode == "observe"
        else Text("nothing: it is off", "不扣分，已关闭")
        if mode == "off"
        else Text(f"{clause.unit} each", f"每处 {clause.unit}")
    )
    together = Text(f", at most {clause.cap} together", f"，合计最多 {clause.cap}")
    yield Text("Costs", "扣分"), f"{costs}{together if clause.cap is not None else ''}"
    yield Text("Judged", "判断"), str(_judged_by(clause))
    yield Text("Each", "每"), _in_language(clause.each, clause.each_zh)
    yield Text("Due", "时限"), _in_language(clause.due, clause.due_zh)
    yield Text("Met", "符合"), _in_language(clause.met, clause.met_zh)
    yield Text("Overlaps", "重叠"), ", ".join(clause.overlaps)
    yield Text("Postponed by", "可延期审批人"), _postponed(clause)
    yield Text("Note", "说明"), _in_language(clause.note, clause.note_zh)
    replaced = Text("(replaces the shipped check)", "（替换了自带的检查）")
    yield Text("File", "文件"), f"{clause.path}{f' {replaced}' if clause.replaced else ''}"


def _in_language(en: str, zh: str) -> str:
    """The words in the language of the user; in English, where nobody wrote the Chinese."""
    return str(Text(en, zh or en))


def _postponed(clause: Clause) -> str:
    from commsaudit.model.schema import enumerations

    if clause.postpone is None:
        return ""
    role = str(Text(clause.postpone, enumerations()["role"].words[clause.postpone][0]))
    return role + str(Text(f" (only {clause.postpone_units})", f"（仅限 {clause.postpone_units}）")) * bool(
        clause.postpone_units
    )


def _judged_by(clause: Clause) -> Text:
    if clause.by_inspection:
        return Text("by inspectors alone (log inspections)", "只由检查人员判断（日志 inspections）")
    return Text("from the logs; inspectors' rows count too", "由日志自动判断；检查人员的记录也计入")


def _parameters(clause: Clause) -> Iterator[str]:
    for name, value in clause.parameters.items():
        sourced = (
            Text("the source's figure", "原文数值") if name in clause.sourced else Text("our reading", "本工具的理解")
        )
        yield f"{name} = {_value(value)}  ({sourced})"
    example = next(iter(clause.parameters))
    yield str(
        Text(
            f'To change it: [clauses."{clause.id}"] parameters = {{ {example} = … }}',
            f'如需修改：[clauses."{clause.id}"] parameters = {{ {example} = … }}',
        )
    )


def _value(value: object) -> str:
    """A parameter as the settings file has it."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return str(value) if isinstance(value, int) else f'"{value}"'


def _reads(clause: Clause) -> Iterator[str]:
    from commsaudit.model.schema import logs

    for name, columns in clause.reads.items():
        log = logs()[name]
        yield f"{log.name} ({log.zh})"
        for column in map(log.column, columns):
            yield f"  {column.name} ({column.zh})"


def _example(clause: Clause) -> Iterator[str]:
    """The first case that expects a finding: the record's own rows, and what is expected of it."""
    from commsaudit.checks.cases import read_cases

    for case in read_cases(clause):
        for entry in case.expect:
            if entry.get("met") is False and not entry.get("pending"):
                yield f"{case.name} ({case.period})"
                for log, rows in _telling(clause, case.given, str(entry["record"])):
                    yield f"  {log}: {_row(rows)}"
                record = entry["record"] or Text("(the project itself)", "（项目本身）")
                due = f", {Text('due', '时限')} {entry['due']}" if "due" in entry else ""
                done = f", {Text('done', '完成')} {entry['done']}" if "done" in entry else ""
                yield f"  → {record}{due}{done}"
                return


def _telling(
    clause: Clause, given: Mapping[str, Sequence[Mapping[str, Any]]], record: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The rows that belong to a record: all but those of, and those that name, other records of its log."""
    key = _key(clause.source) if clause.source in given else ()
    base = record.partition("#")[0]
    others = {_id(row, key) for row in given.get(clause.source or "", ()) if key} - {base}
    for log, rows in given.items():
        for row in rows:
            if not base or others.isdisjoint({_id(row, key)} if log == clause.source else set(map(str, row.values()))):
                yield log, row


def _key(log: str | None) -> tuple[str, ...]:
    from commsaudit.model.schema import logs

    return logs()[log].record_key if log else ()


def _id(row: Mapping[str, Any], key: tuple[str, ...]) -> str:
    return "/".join(str(row.get(name, "")) for name in key)


def _row(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in row.items())
