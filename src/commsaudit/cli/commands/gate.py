"""``commsaudit gate``: whether a result keeps to the company's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from commsaudit.cli import common, options
from commsaudit.cli.bilingual import Option, argument, command, option
from commsaudit.cli.context import State
from commsaudit.cli.language import Text
from commsaudit.errors import UsageError

if TYPE_CHECKING:
    from commsaudit.model.settings import Gate, GateKind
    from commsaudit.results.gate import GateVerdict
    from commsaudit.results.gate_words import GateWords

_C = TypeVar("_C", bound=Callable[..., Any])
_FORMATS = ("table", "junit", "github", "json")
_ENDINGS = {".xml": "junit", ".annotations": "github", ".json": "json", ".txt": "table"}
_POINTS, _PERCENT, _FINDINGS = Text("POINTS", "分数"), Text("PERCENT", "百分比"), Text("N", "处数")


def _rule(name: str, *flags: str, text: Text, **more: Any) -> Callable[[_C], _C]:
    """An option for a rule: in the environment COMMSAUDIT_GATE_<NAME>, in the settings under [gate]."""
    return option(*flags, name, text=text, of_one_call=True, envvar=f"COMMSAUDIT_GATE_{name.upper()}", **more)


@command(
    "gate",
    Text(
        "Stop where RESULT does not keep to the rules: those of [gate] in commsaudit.toml, or of the options; an option wins"
        " over its key in the file. Exit code 0: every rule holds; 1: one does not; 2: no rule, a rule about something that the"
        " result does not have, or one that cannot be decided: never a pass.",
        "结果文件不满足规则时即停止。规则写在 commsaudit.toml 的 [gate] 中，或用选项给出；选项优先于文件中的同名键。"
        "退出码 0：全部满足；1：有规则未满足；2：没有规则、规则所指在结果中不存在，或无法判断——都不算通过。",
    ),
    ("commsaudit gate result.json", Text("The rules of commsaudit.toml.", "按 commsaudit.toml 中的规则。")),
    (
        "commsaudit gate result.json --min-percent 85 --min-category 2=6.0 --no-errors",
        Text("Rules of this call.", "本次调用的规则。"),
    ),
    (
        "commsaudit gate march.json --baseline february.json -f junit -o gate.xml",
        Text("No score below February's; a report for the CI.", "得分不得低于二月；并写出供 CI 读取的报告。"),
    ),
)
@argument("result", Text("", ""), Text("RESULT", "结果文件"))
@option(
    "--baseline",
    text=Text(
        "An earlier result. By itself it asks that no score falls, and of one period that no finding is new.",
        "用作基准的旧结果。单独使用时要求得分不下降；期间相同时还要求没有新增不符合。",
    ),
    shown=Text("RESULT", "结果文件"),
    of_one_call=True,
    envvar="COMMSAUDIT_GATE_BASELINE",
)
@_rule("min_score", "--min-score", text=Text("Each project's score.", "每个项目的最低得分。"), shown=_POINTS)
@_rule(
    "min_percent",
    "--min-percent",
    text=Text("Each project's score in percent.", "每个项目的最低得分率。"),
    shown=_PERCENT,
)
@_rule(
    "min_category",
    "--min-category",
    text=Text(
        "The floor of a category, in points or percent (2=6.0, 2=75%); repeatable.",
        "某一类别的最低得分，分数或百分比（2=6.0、2=75%）；可重复。",
    ),
    shown=Text("ID=FLOOR", "类别=最低分"),
    multiple=True,
)
@_rule(
    "must_not_fail",
    "--must-not-fail",
    text=Text("A clause, or a glob of clauses; repeatable.", "不得不符合的条款，可用通配符；可重复。"),
    shown=Text("CLAUSE", "条款"),
    multiple=True,
)
@_rule(
    "max_findings",
    "--max-findings",
    text=Text("The most findings of a project, waived ones aside.", "每个项目最多有几处不符合（豁免的不计）。"),
    shown=_FINDINGS,
)
@_rule(
    "min_coverage",
    "--min-coverage",
    text=Text("How many of the clauses were judged.", "得到评判的条款的最低比例。"),
    shown=_PERCENT,
)
@_rule(
    "no_errors",
    "--no-errors/--allow-errors",
    text=Text("Every check could run.", "所有检查都能运行。"),
    default=None,
)
@_rule(
    "no_rejects",
    "--no-rejects/--allow-rejects",
    text=Text("Every row could be read.", "所有行都能读取。"),
    default=None,
)
@_rule(
    "no_fall",
    "--no-fall/--allow-fall",
    text=Text("No score is below the baseline's.", "得分不低于基准结果。"),
    default=None,
)
@_rule(
    "no_new_findings",
    "--no-new-findings/--allow-new-findings",
    text=Text("No finding that the baseline does not have.", "没有基准结果中所没有的不符合。"),
    default=None,
)
@options.projects(of_one_call=True)
@option(
    "-f",
    "--format",
    text=Text("How it is shown, or written with -o.", "显示格式，或 -o 所写文件的格式。"),
    type=click.Choice(_FORMATS),
    of_one_call=True,
)
@option(
    "-o",
    "--output",
    text=Text(
        "Write it here too; the ending decides (.xml, .json, .annotations, .txt) where no format is given.",
        "同时写入此文件；未给格式时由扩展名决定（.xml、.json、.annotations、.txt）。",
    ),
    shown=Text("FILE", "文件"),
    of_one_call=True,
)
@option("--all", text=Text("Show also what held, and every miss.", "满足的也显示，并列出全部。"), is_flag=True)
@options.reveal
@common.common
@click.pass_context
def gate(ctx: click.Context, /, result: str, **said: Any) -> int:
    """Judge and print."""
    from commsaudit.audit.record import standards_of
    from commsaudit.reports.files import write_stdout
    from commsaudit.reports.titles import Titles
    from commsaudit.results.gate import judge_gate
    from commsaudit.results.gate_checks import State as Verdict
    from commsaudit.results.gate_words import GateWords
    from commsaudit.scoring.decode import read_result

    state = ctx.ensure_object(State)
    output, form = said["output"], _form(said["format"], said["output"])
    policy = _policy(ctx, state.settings.gate, said)
    stored = read_result(Path(result))
    baseline = Path(said["baseline"]) if said["baseline"] else policy.baseline
    before = None if baseline is None else read_result(baseline)
    titles = Titles(standards_of(stored, state.settings), state.lang)
    found = judge_gate(stored, policy, baseline=before, declared=titles.declared, projects=said["project"])
    words = GateWords(state.lang, titles, reveal=said["reveal"])
    if output:
        _write(Path(output), form, found, words, [Path(result), *([baseline] if baseline else [])])
    if form == "table" or output:
        for line in _chunks("table", found, words, color=state.coloured, show_all=said["all"]):
            click.echo(line, nl=False)
    else:
        write_stdout(_content(form, found, words))
    if found.state is Verdict.UNKNOWN:
        click.echo(f"{Text('Error: ', '错误：')}{words.undecided(found)}", err=True)
    return found.exit_code


def _form(form: str | None, output: str | None) -> str:
    """The format that is written, or shown where there is no output.

    Raises:
        UsageError: the output's ending names none.
    """
    if form or not output:
        return form or _FORMATS[0]
    ending = Path(output).suffix.lower()
    if ending not in _ENDINGS:
        names = ", ".join(_FORMATS)
        raise UsageError(
            f"{output}: the ending names no format; add -f ({names}), or end the name in {', '.join(_ENDINGS)}",
            f"{output}：无法由扩展名判断格式；请加 -f（{names}），或使用扩展名 {'、'.join(_ENDINGS)}",
        )
    return _ENDINGS[ending]


def _policy(ctx: click.Context, gate: Gate, said: dict[str, Any]) -> Gate:
    """The rules of the settings, with those of the call in their places: also where they stand for some projects.

    Raises:
        click.BadParameter: a value that cannot be meant.
    """
    from commsaudit.results.gate_rules import KINDS, BadValue, rules_of

    for kind in KINDS:
        value = said[kind]
        if value is None or value == ():
            continue
        try:
            rules = rules_of(kind, _floors(value) if kind == "min_category" else value)
        except BadValue as error:
            raise _bad(ctx, kind, Text(error.en, error.zh)) from None
        kept = _without(gate, kind)
        gate = replace(kept, rules=(*kept.rules, *rules))
    return gate


def _without(gate: Gate, kind: GateKind) -> Gate:
    patterns = [replace(each, rules=tuple(one for one in each.rules if one.kind != kind)) for each in gate.projects]
    return replace(gate, rules=tuple(one for one in gate.rules if one.kind != kind), projects=tuple(patterns))


def _floors(values: tuple[str, ...]) -> dict[str, str]:
    """``2=6.0`` as a table; what has no sign of equality has no floor."""
    parted = [value.rpartition("=") if "=" in value else (value, "", "") for value in values]
    return {target.strip(): floor for target, _, floor in parted}


def _bad(ctx: click.Context, name: str, words: Text) -> click.BadParameter:
    param = next(each for each in ctx.command.params if each.name == name)
    assert isinstance(param, Option)
    return click.BadParameter(str(words), ctx, param, param.place(ctx))


def _write(path: Path, form: str, found: GateVerdict, words: GateWords, read: list[Path]) -> None:
    from commsaudit.reports.files import write_files

    if any(each.resolve() == path.resolve() for each in read):
        raise UsageError(
            f"{path}: this is the result that is judged; choose another output",
            f"{path}：这是被判断的结果文件；请换一个输出文件",
        )
    write_files([(path, _content(form, found, words))])


def _content(form: str, found: GateVerdict, words: GateWords) -> Iterator[bytes]:
    """What a file or a pipe gets: UTF-8, whatever the terminal speaks."""
    return (chunk.encode() for chunk in _chunks(form, found, words, color=False, show_all=True))


def _chunks(form: str, found: GateVerdict, words: GateWords, *, color: bool, show_all: bool) -> Iterator[str]:
    from commsaudit.results import gate_report

    match form:
        case "junit":
            yield gate_report.as_junit(found, words).decode()
        case "json":
            yield gate_report.as_json(found, words)
        case "github":
            yield from (f"{line}\n" for line in gate_report.as_github(found, words))
        case _:
            yield from (f"{line}\n" for line in gate_report.table_lines(found, words, color=color, show_all=show_all))
