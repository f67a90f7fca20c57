"""Where a result goes: which format for which output, and writing them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from commsaudit.errors import StorageError, UsageError

if TYPE_CHECKING:
    from commsaudit.model.result import AuditResult
    from commsaudit.reports.interface import Report, ReportContext

STDOUT = "-"
_DEFAULT = "table"
# Columns of what is no terminal: nothing has to be cut.
_ALL = 10_000


@dataclass(frozen=True, slots=True)
class Output:
    """One format for one place; a file, a folder, or "-"."""

    report: Report
    target: str


def asked_for(ctx: click.Context, formats: Sequence[str], targets: Sequence[str]) -> list[Output]:
    """The outputs that ``-f`` and ``-o`` ask for; the table on standard output where they ask for none.

    A format goes with the output that follows it, else with the one before it, else to standard output. If one
    of the two is on the command line, those of the environment and the settings file count for nothing.

    Raises:
        UsageError: an unknown format, an ending that names none, or two outputs in one place.
    """
    from commsaudit.reports.output import format_for, format_named, paths_of

    outputs = [
        Output(format_named(name or _DEFAULT) if name or target == STDOUT else format_for(target), target)
        for name, target in _pairs(*_ordered(ctx, formats, targets))
    ] or [Output(format_named(_DEFAULT), STDOUT)]
    taken: set[Path] = set()
    for output in outputs:
        if len(outputs) > 1:  # one pair is meant as it stands
            _refuse_other_ending(output)
        for path in paths_of(output.report, output.target) or (Path(STDOUT),):
            if path in taken:
                en, zh = ("standard output", "标准输出") if path == Path(STDOUT) else (str(path), f" {path}")
                raise UsageError(f"two outputs go to {en}", f"有两个输出写到{zh}")
            taken.add(path)
    return outputs


def _refuse_other_ending(output: Output) -> None:
    """A file that is called like another format was paired with the wrong ``-f``.

    Raises:
        UsageError: it is.
    """
    from commsaudit.reports.output import called_like

    other, name = called_like(output.target), output.report.name
    if output.target != STDOUT and other is not None and other.name != name:
        raise UsageError(
            f"{output.target} is to be {name}, but is called like {other.name}: a -f goes with the -o right behind it, else with"
            f" the one right before it (-f json -o a.json -f html -o b.html); where the ending says the format, leave -f out",
            f"{output.target} 将写成 {name}，但扩展名属于 {other.name}：-f 与紧跟其后的 -o 成对，否则与紧靠其前的 -o 成对"
            "（-f json -o a.json -f html -o b.html）；扩展名已说明格式时不必写 -f",
        )


def spare_inputs(asked: Sequence[Output], inputs: Sequence[str]) -> None:
    """Outputs never take the place of the logs that they were made from.

    Raises:
        UsageError: one would.
    """
    from commsaudit.reports.output import paths_of

    read = {Path(name).resolve() for name in inputs}
    for output in asked:
        for path in paths_of(output.report, output.target) if output.target != STDOUT else ():
            if path.resolve() in read:
                raise UsageError(
                    f"{path.as_posix()} is one of the logs that are audited; choose another output",
                    f"{path.as_posix()} 是被检查的日志之一；请换一个输出文件",
                )


def make_folders(asked: Sequence[Output]) -> None:
    """Make the folders of the outputs, before anything is written to one of them.

    Raises:
        UsageError, StorageError: as ``make_folder_of``.
    """
    from commsaudit.reports.output import make_folder_of

    for output in asked:
        make_folder_of(output.report, output.target)


def _ordered(
    ctx: click.Context, formats: Sequence[str], targets: Sequence[str]
) -> tuple[list[str], list[str], list[str]]:
    """Which of the two came when, and what they said."""
    said = {"format": list(formats), "output": list(targets)}
    given = {name for name in said if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    if given:
        order = [name for name in ctx.meta["commsaudit.order"] if name in given]
    else:
        pairs = max(len(formats), len(targets))
        order = [name for nth in range(pairs) for name in said if nth < len(said[name])]
    counted = {name: values if not given or name in given else [] for name, values in said.items()}
    return order, counted["format"], counted["output"]


def _pairs(order: list[str], formats: list[str], targets: list[str]) -> list[tuple[str | None, str]]:
    """What was said in ``order``, paired: a format with the output behind it, else with the one before it."""
    pairs: list[tuple[str | None, str]] = []
    left_formats, left_targets = iter(formats), iter(targets)
    waiting: str | None = None
    for name, following in zip_longest(order, order[1:]):
        if name == "output":
            pairs.append((waiting, next(left_targets)))
            waiting = None
            continue
        said = next(left_formats)
        if following == "output":
            waiting = said
        elif pairs and pairs[-1][0] is None:
            pairs[-1] = (said, pairs[-1][1])
        else:
            pairs.append((said, STDOUT))
    return pairs


def first_folder(outputs: Sequence[Output]) -> Path:
    """The folder of the first output that is a file, not a device or a pipe; else the working folder."""
    from commsaudit.reports.output import is_folder

    for output in outputs:
        path = Path(output.target)
        if is_folder(output.target):
            return path
        if output.target != STDOUT and (path.is_file() or not path.exists()):
            return path.parent
    return Path()


def write(outputs: Sequence[Output], result: AuditResult, context: ReportContext) -> list[Path]:
    """Write files, then what goes to standard output; returns the files.

    Raises:
        UsageError, StorageError: as ``write_report``.
    """
    from commsaudit.reports.output import paths_of, write_report

    names = [path.as_posix() for output in outputs for path in paths_of(output.report, output.target)]
    context = replace(context, details=(*names, *context.details))
    written: list[Path] = []
    todo = sorted(outputs, key=lambda output: output.target == STDOUT)
    for place, output in enumerate(todo):
        try:
            written.extend(write_report(output.report, result, output.target, _for(context, output.target)))
        except StorageError as error:
            raise _with_the_others(error, written, [each.target for each in todo[place + 1 :]]) from error
    return written


def _with_the_others(error: StorageError, written: Sequence[Path], left: Sequence[str]) -> StorageError:
    """The error of one of several outputs, with what became of the others."""
    en, zh = error.en, error.zh
    if written:
        names = ", ".join(path.as_posix() for path in written)
        en, zh = f"{en}; written before: {names}", f"{zh}；此前已写出：{names}"
    if left:
        names = ", ".join(left)
        en, zh = f"{en}; not written: {names}", f"{zh}；未写出：{names}"
    return StorageError(en, zh)


def _for(context: ReportContext, target: str) -> ReportContext:
    """Colour and the terminal's width are of standard output alone."""
    if target != STDOUT:
        return replace(context, color=False, width=_ALL)
    there = sys.stdout.isatty() or "COLUMNS" in os.environ
    return replace(context, width=shutil.get_terminal_size().columns if there else _ALL)
