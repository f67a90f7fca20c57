"""Finding the files of the logs: by their names, their folders, and the patterns of the settings."""

from __future__ import annotations

import glob
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath

from commsaudit.errors import InputError, UsageError, in_chinese, printable
from commsaudit.logs.refusals import refusal, shown
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import logs

ENDINGS = frozenset({".csv", ".txt", ".tsv", ".parquet", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
# What this tool itself writes beside logs; none of them is one.
_OWN = re.compile(
    r"(scorecard|clauses|findings|rejects|waivers|planted)([-_. ].*)?|commsaudit-rejects|.*\.(scorecard|clauses|findings)"
)
_DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class LogFile:
    """A file and the log that it belongs to. ``name`` is its path as given, with ``/``, control characters written out."""

    log: str
    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files in the order in which they load, and the tables among the others, which belong to no log."""

    files: tuple[LogFile, ...]
    unrecognised: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A file on the disk, the folders that may name its log (the innermost last), and its path below PATH."""

    path: Path
    name: str
    folders: tuple[str, ...]
    inside: str


def natural_key(path: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """What paths are sorted by: folder by folder, runs of digits by their value (2026-2 before 2026-10)."""
    return tuple(
        tuple(
            (0, int(piece), piece) if index % 2 else (1, 0, piece)
            for index, piece in enumerate(_DIGITS.split(part))
            if piece
        )
        for part in PurePosixPath(path).parts
    )


def find_inputs(
    paths: Sequence[str], options: Mapping[str, LogOptions], limits: Limits | None = None, *, lenient: bool = False
) -> Discovery:
    """The log files that ``paths`` (folders, files, globs) lead to, in natural order.

    A pattern in ``options[log].files`` wins over the name of a file, its name over that of its folder.
    ``lenient``: a PATH in which nothing is recognised is no error (its files are listed as unrecognised).

    Raises:
        UsageError: a PATH does not exist, or holds nothing that is recognised.
        InputError: a file belongs to two logs, a folder cannot be read, or there are more files than ``limits`` allow.
    """
    files: dict[str, LogFile] = {}
    others: dict[str, str] = {}
    for path in paths:
        recognised = False
        seen: list[str] = []
        for found in _expand(path):
            log = _log_of(found, options)
            real = os.path.realpath(found.path)
            if log is None:
                seen.append(found.name)
                others.setdefault(real, found.name)
                continue
            recognised = True
            earlier = files.setdefault(real, LogFile(log, found.path, found.name))
            if earlier.log != log:
                raise _claimed(found.name, [earlier.log, log])
        if not recognised and not lenient:
            raise _nothing(path, seen)
    most = (limits or Limits()).files
    if len(files) > most:
        raise InputError(
            f"{', '.join(paths)}: {len(files)} log files, more than {most}; give fewer, or set files in [limits]",
            f"{'、'.join(paths)}：共有 {len(files)} 个日志文件，超过 {most} 个；请减少文件，或设置 [limits] 的 files",
        )
    tables = [name for real, name in others.items() if real not in files and _looks_like_table(name)]
    return Discovery(
        files=tuple(sorted(files.values(), key=lambda file: (natural_key(file.name), file.name))),
        unrecognised=tuple(sorted(tables, key=lambda name: (natural_key(name), name))),
    )


def _looks_like_table(name: str) -> bool:
    """Whether a file that is no log is worth a word: it could be read, or is named like a log."""
    pure = PurePosixPath(name)
    return not _is_own(pure.name) and (pure.suffix.lower() in ENDINGS or _by_name(pure.name) is not None)


def _expand(path: str) -> list[_Found]:
    if os.path.isdir(path):
        return list(_walk(path))
    if os.path.exists(path):
        return [_single(path, os.path.dirname(path))]
    if glob.has_magic(path):
        return list(_matches(path))
    raise UsageError(
        f"PATH '{path}' does not exist (a folder, a file, or a glob such as 'exports/*.csv')",
        f"路径“{path}”不存在（应为文件夹、文件，或 'exports/*.csv' 这样的通配路径）",
    )


def _matches(pattern: str) -> Iterator[_Found]:
    matched = sorted(glob.glob(pattern, recursive=True))
    if not matched:
        raise UsageError(
            f"no file matches '{pattern}'",
            f"没有与“{pattern}”匹配的文件",
        )
    base = os.path.dirname(re.split(r"[*?\[]", pattern, maxsplit=1)[0])
    for match in matched:
        if os.path.isdir(match):
            yield from _walk(match)
        elif not _is_hidden(os.path.basename(match)):
            yield _single(match, base)


def _single(path: str, base: str) -> _Found:
    inside = PurePosixPath(_posix(os.path.relpath(path, base or ".")))
    return _Found(Path(path), _shown(path), (*_typed(base), *inside.parts[:-1]), str(inside))


def _walk(folder: str) -> Iterator[_Found]:
    """Every file below ``folder`` that is neither hidden nor a lock. Links are followed, each folder once."""
    seen: set[str] = set()

    def fail(error: OSError) -> None:
        raise refusal(
            _posix(str(error.filename)),
            f"the folder cannot be read ({error.strerror})",
            f"无法读取文件夹（{in_chinese(error)}）",
        )

    for at, folders, names in os.walk(folder, onerror=fail, followlinks=True):
        real = os.path.realpath(at)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        inner = PurePosixPath(_posix(os.path.relpath(at, folder)))
        for name in sorted(names):
            if not _is_hidden(name):
                full = os.path.join(at, name)
                yield _Found(Path(full), _shown(full), (*_typed(folder), *inner.parts), str(inner / name))


def _typed(folder: str) -> tuple[str, ...]:
    """The folders that somebody named on the way to ``folder``; of an absolute path that one alone."""
    above = () if os.path.isabs(folder) else PurePosixPath(_posix(folder)).parts[:-1]
    return (*above, os.path.basename(os.path.abspath(folder or ".")))


def _posix(path: str) -> str:
    return path.replace(os.sep, "/")


def _shown(path: str) -> str:
    """A path as it is named everywhere: with ``/``, on one line, and with nothing that a terminal obeys."""
    return printable(_posix(path)).replace("\n", "\\n").replace("\t", "\\t")


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _is_own(name: str) -> bool:
    return bool(_OWN.fullmatch(PurePosixPath(name).stem.lower()))


def _log_of(found: _Found, options: Mapping[str, LogOptions]) -> str | None:
    """The log that ``found`` belongs to, if any."""
    name = PurePosixPath(found.inside).name
    claims = [
        log
        for log, entry in options.items()
        if any(_fits(pattern, name) or _fits(pattern, found.inside) for pattern in entry.files)
    ]
    if len(claims) > 1:
        raise _claimed(found.name, claims)
    if claims:
        return claims[0]
    if PurePosixPath(name).suffix.lower() not in ENDINGS or _is_own(name):
        return None
    by_name = _by_name(name)
    if by_name:
        return by_name
    folders = (_names().get(_fold(part)) for part in reversed(found.folders))
    return next((log for log in folders if log), None)


def _fits(pattern: str, name: str) -> bool:
    return fnmatchcase(_fold(name), _fold(pattern)) or fnmatchcase(name, pattern)


def _fold(name: str) -> str:
    """A name for comparing: NFKC (decomposed or full-width letters), no case, ``_`` for what parts words."""
    return re.sub(r"[-\s]", "_", unicodedata.normalize("NFKC", name).casefold())


@cache
def _names() -> dict[str, str]:
    """Every name of every log, folded."""
    return {_fold(name): log.name for log in logs().values() for name in (log.name, log.zh)}


@cache
def _pattern() -> re.Pattern[str]:
    """A log's name at the beginning of a file's, as a whole word; of several the longest."""
    names = sorted(_names(), key=len, reverse=True)
    return re.compile(f"({'|'.join(re.escape(name) for name in names)})(?=$|[^\\w]|_|[0-9])")


def _by_name(name: str) -> str | None:
    matched = _pattern().match(_fold(name))
    return _names()[matched[1]] if matched else None


def _claimed(name: str, claims: Sequence[str]) -> InputError:
    return refusal(
        name,
        f"belongs to two logs, {' and '.join(claims)}; mend `files` in [logs.{claims[0]}] or"
        f" [logs.{claims[1]}], or its name",
        f"同时属于两个日志：{'、'.join(claims)}；请修改 [logs.{claims[0]}] 或 [logs.{claims[1]}] 的 files，"
        "或修改文件名",
    )


def _nothing(path: str, seen: Sequence[str]) -> UsageError:
    tables = [PurePosixPath(name).name for name in seen]
    en = f"found: {shown(tables)}" if tables else "it holds no files"
    zh = f"现有文件：{shown(tables)}" if tables else "其中没有文件"
    return UsageError(
        f"'{path}' holds no log that is recognised by its name ({en}). Name files like complaints.csv or"
        ' 投诉2026-03.csv (commsaudit logs list), or give them with `files = ["…"]` in [logs.<log>] of'
        " commsaudit.toml",
        f"“{path}”中没有能按名称识别的日志（{zh}）。请将文件命名为 投诉2026-03.csv 或 complaints.csv"
        " 的形式（见 commsaudit logs list），或在 commsaudit.toml 的 [logs.<日志>] 中用"
        ' files = ["…"] 指定',
    )
