"""Where ``commsaudit due`` writes its list, and in which formats."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commsaudit.cli.context import State
from commsaudit.errors import UsageError

if TYPE_CHECKING:
    from commsaudit.audit.due import DueRun
    from commsaudit.reports.due_words import DueWords

STDOUT, TABLE = "-", "table"
_MARK = b"\xef\xbb\xbf"
_ENDINGS = {".txt": TABLE, ".csv": "csv", ".json": "json", ".html": "html", ".htm": "html"}
FORMATS = (TABLE, "csv", "json", "html")


def outputs_of(formats: Sequence[str], targets: Sequence[str], unsaid: Sequence[str]) -> list[tuple[str, str]]:
    """Format and target of each output; the formats ``unsaid`` on standard output where nothing is said.

    Raises:
        UsageError: formats and outputs do not pair, an ending names no format, or two outputs are one.
    """
    if not targets and len(formats) <= 1:
        return [(name, STDOUT) for name in formats or unsaid]
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
    found = TABLE if target == STDOUT else _ENDINGS.get(Path(target).suffix.lower())
    if found is None:
        raise UsageError(
            f"{target}: the ending names no format; add -f ({', '.join(FORMATS)}), or end the name in {', '.join(_ENDINGS)}",
            f"{target}：无法由扩展名判断格式；请加 -f（{'、'.join(FORMATS)}），或使用扩展名 {'、'.join(_ENDINGS)}",
        )
    return found


def spare_inputs(asked: Sequence[tuple[str, str]], done: DueRun) -> None:
    """Raises UsageError where an output would take the place of a log that was read."""
    read = {Path(entry.file).resolve() for entry in done.inputs}
    for _, target in asked:
        if target != STDOUT and Path(target).resolve() in read:
            raise UsageError(
                f"{target} is one of the logs that are read; choose another output",
                f"{target} 是所读取的日志之一；请换一个输出文件",
            )


def write(state: State, done: DueRun, asked: Sequence[tuple[str, str]], *, reveal: bool) -> None:
    """Each output in its format.

    Raises:
        StorageError: a file cannot be written.
    """
    from commsaudit.reports.due_words import DueWords
    from commsaudit.reports.files import write_files, write_stdout
    from commsaudit.reports.titles import Titles

    words = DueWords(state.lang, Titles(done.standards, state.lang))
    shown = _forms(state, done, words, reveal)
    # Spreadsheets read a CSV file as UTF-8 only where it begins with the mark.
    files = [
        (Path(target), [_MARK if name == "csv" else b"", shown[name](False).encode()])
        for name, target in asked
        if target != STDOUT
    ]
    if files:
        write_files(files)
    for name, target in asked:
        if target != STDOUT:
            continue
        if name == TABLE:
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
        TABLE: as_table,
        "csv": lambda _: report.as_csv(done.listed, words, reveal=reveal),
        "json": lambda _: report.as_json(done.listed, reveal=reveal),
        "html": lambda _: as_html(done.listed, words, reveal=reveal),
    }
