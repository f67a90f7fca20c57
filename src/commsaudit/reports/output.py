"""Where reports go: the format that an output's ending asks for, its files, and writing them."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from commsaudit.errors import StorageError, UsageError, in_chinese
from commsaudit.model.result import AuditResult
from commsaudit.reports.files import Content, write_files, write_stdout
from commsaudit.reports.formats import FORMATS
from commsaudit.reports.interface import Part, Report, ReportContext

STDOUT = "-"


def format_named(name: str) -> Report:
    """The format called ``name``.

    Raises:
        UsageError: there is none.
    """
    if name in FORMATS:
        return FORMATS[name]
    near = difflib.get_close_matches(name, FORMATS, 1)
    hint_en, hint_zh = (f"; did you mean {near[0]}?", f"；是否想写 {near[0]}？") if near else ("", "")
    raise UsageError(
        f"no format is called '{name}'{hint_en}; there are {', '.join(FORMATS)}",
        f"没有名为“{name}”的格式{hint_zh}；可用：{'、'.join(FORMATS)}",
    )


def called_like(target: str) -> Report | None:
    """The format whose ending ``target`` has; None where it has none of them."""
    name = Path(target)
    for ending in ("".join(name.suffixes[-2:]).lower(), name.suffix.lower()):
        for report in FORMATS.values():
            if ending in report.endings:
                return report
    return None


def format_for(target: str) -> Report:
    """The format that the ending of ``target`` asks for.

    Raises:
        UsageError: it has none, or no format has it.
    """
    if report := called_like(target):
        return report
    endings = ", ".join(ending for report in FORMATS.values() for ending in report.endings)
    raise UsageError(
        f"{target}: the ending names no format; add -f ({', '.join(FORMATS)}), or end the name in {endings}",
        f"{target}：无法由扩展名判断格式；请加 -f（{'、'.join(FORMATS)}），或使用扩展名 {endings}",
    )


def is_folder(target: str) -> bool:
    """Whether ``target`` names a folder: it is one, or ends as one."""
    return target.endswith(("/", os.sep)) or Path(target).is_dir()


def paths_of(report: Report, target: str) -> tuple[Path, ...]:
    """The files that ``report`` writes for ``target``; none for standard output.

    Several go beside each other: ``X.scorecard.csv`` … for ``X.csv``, or ``scorecard.csv`` … into a folder.

    Raises:
        UsageError: a format of several files is asked for on standard output.
    """
    if target == STDOUT:
        if report.part_names:
            raise UsageError(
                f"{report.name} is written as {len(report.part_names)} files: name one or a folder with -o",
                f"{report.name} 格式会写出 {len(report.part_names)} 个文件：请用 -o 指定文件名或文件夹",
            )
        return ()
    path, ending = Path(target), report.endings[0]
    if is_folder(target):
        names = report.part_names or ("result",)
        return tuple(path / f"{name}{ending}" for name in names)
    if not report.part_names:
        return (path,)
    stem = path.stem if path.suffix.lower() in report.endings else path.name
    return tuple(path.with_name(f"{stem}.{name}{ending}") for name in report.part_names)


def write_report(report: Report, result: AuditResult, target: str, context: ReportContext) -> tuple[Path, ...]:
    """Write ``result`` as ``report`` to ``target`` (a file, a folder, or "-"), and say which files that gave.

    Further files that lie in a folder beside them are not named.

    Raises:
        UsageError: the format cannot go there, or the folder is missing.
        StorageError: it cannot be written.
    """
    paths = paths_of(report, target)
    parts = report.parts(result, replace(context, place=_place(paths)))
    if not paths:
        if not report.is_text and sys.stdout.isatty():
            raise UsageError(
                f"{report.name} is no text for a terminal: name a file with -o, or send it into a pipe",
                f"{report.name} 不是文本格式，不能显示在终端：请用 -o 指定文件，或接管道",
            )
        for part in parts:
            write_stdout(part.chunks)
        return ()
    make_folder_of(report, target)
    every = list(parts)
    for folder in sorted({part.folder for part in every} - {""}):
        _make_folder(paths[0].parent / folder, wanted=True)
    write_files(_placed(every, paths))
    return paths


def make_folder_of(report: Report, target: str) -> None:
    """Make the folder that ``target`` names; one that a file only lies in must be there.

    Raises:
        UsageError: it is not.
        StorageError: it cannot be made.
    """
    for path in paths_of(report, target)[:1]:
        _make_folder(path.parent, wanted=is_folder(target))


def _place(paths: Sequence[Path]) -> Path | None:
    """The first file; None where nothing can lie beside it: standard output, a device, a pipe."""
    return paths[0] if paths and (paths[0].is_file() or not paths[0].exists()) else None


def _placed(parts: Sequence[Part], paths: Sequence[Path]) -> list[tuple[Path, Content]]:
    """Each part with the path that it goes to."""
    own = [part.chunks for part in parts if not part.folder]
    beside = [(paths[0].parent / part.folder / part.name, part.chunks) for part in parts if part.folder]
    return [*zip(paths, own, strict=True), *beside]


def _make_folder(folder: Path, *, wanted: bool) -> None:
    """Make the folder that an output names (``-o reports/``); one that it only lies in must be there."""
    if folder.is_dir():
        return
    if not wanted:
        raise UsageError(
            f"{folder}: there is no such folder; make it, or name another place with -o",
            f"{folder}：没有这个文件夹；请先建立，或用 -o 换一个位置",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"{folder}: the folder cannot be made: {error.strerror}; choose another place with -o",
            f"{folder}：无法建立文件夹：{in_chinese(error)}；请用 -o 换一个位置",
        ) from error
