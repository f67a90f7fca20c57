"""From the header of a file to the columns of its log."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commsaudit.errors import SettingsError
from commsaudit.logs.refusals import did_you_mean, refusal, shown
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Column, Log

# Control characters, byte-order marks, zero-width characters and direction marks that exports leave in a header.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufeff\u200b-\u200f\u202a-\u202e\u2060\u00ad]")
_SPACE = re.compile(r"\s+")


def clean(name: str) -> str:
    """A header as it is shown: NFKC (full-width letters and spaces), no invisible signs, single spaces."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKC", name))).strip()


def fold(name: str) -> str:
    """What two headers are compared by: cleaned, without case, without spaces."""
    return _SPACE.sub("", clean(name)).casefold()


@dataclass(frozen=True, slots=True)
class Headers:
    """Which column of the file is which of ours.

    ``columns``: our name -> index in the header; ``constants``: our name -> the value of every row;
    ``ignored``: headers of the file that are none of ours; ``missing``: our columns that neither the file nor
    the settings have.
    """

    columns: Mapping[str, int]
    constants: Mapping[str, str]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]


def refuse_wide(header: Sequence[str], limits: Limits, file: str, line: int | None = None) -> None:
    """See that a header, which stands on ``line``, has no more columns than it may.

    Raises:
        InputError: it has.
    """
    if len(header) > limits.columns:
        raise refusal(
            file,
            f"has {len(header)} columns, more than {limits.columns}; take out what is not needed, or set columns in [limits]",
            f"有 {len(header)} 列，超过 {limits.columns} 列；请删去不需要的列，或设置 [limits] 的 columns",
            line,
        )


def known_names(log: Log, options: LogOptions) -> frozenset[str]:
    """Every header, folded, that the log or its mapping knows."""
    names = {fold(name) for column in log.columns for name in (column.name, *column.headers)}
    return frozenset(names | {fold(name) for name in options.columns.values()})


def resolve(log: Log, header: Sequence[str], options: LogOptions, file: str) -> Headers:
    """The columns of ``log`` in a file whose header is ``header``.

    A header is ours by its canonical name or one of its listed ones; ``options.columns`` wins, and then its
    header alone counts; ``options.constants`` stands for a column whatever the file holds.

    Raises:
        SettingsError: the options name a column that the log does not have, or one twice.
        InputError: a mapped header is not there, two headers claim one column, or a needed column is missing.
    """
    check_options(log, options)
    folded = [fold(name) for name in header]
    columns = {name: _mapped(log, name, wanted, header, folded, file) for name, wanted in options.columns.items()}
    taken = set(columns.values())
    for column in log.columns:
        if column.name in options.columns or column.name in options.constants:
            continue
        names = {fold(name) for name in (column.name, *column.headers)}
        at = [index for index, name in enumerate(folded) if name in names and index not in taken]
        if len(at) > 1:
            raise _claimed_twice(column.name, [(index, header[index]) for index in at], file)
        if at:
            columns[column.name] = at[0]
    used = set(columns.values())
    missing = [column for column in log.columns if column.name not in columns and column.name not in options.constants]
    needed = [column for column in missing if column.required]
    if needed:
        raise _lacks(log, needed, header, file)
    return Headers(
        columns={column.name: columns[column.name] for column in log.columns if column.name in columns},
        constants=dict(options.constants),
        ignored=tuple(name for index, name in enumerate(header) if name and index not in used),
        missing=tuple(column.name for column in missing),
    )


def check_options(log: Log, options: LogOptions) -> None:
    """See that the options of ``log`` name its columns only, and none as both mapped and constant.

    Raises:
        SettingsError: they do not.
    """
    known = [column.name for column in log.columns]
    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("columns", options.columns),
        ("constants", options.constants),
        ("formats", options.formats),
        ("words", options.words),
    )
    for table, names in tables:
        for name in names:
            if name not in known:
                en, zh = did_you_mean(name, known)
                raise SettingsError(
                    f"[logs.{log.name}] {table}: {log.name} has no column '{name}'{en}"
                    f" (see: commsaudit logs show {log.name})",
                    f"[logs.{log.name}] {table}：{log.zh}没有“{name}”列{zh}（见 commsaudit logs show {log.name}）",
                )
    for name in options.columns:
        if name in options.constants:
            raise SettingsError(
                f"[logs.{log.name}]: '{name}' stands in columns and in constants; keep one",
                f"[logs.{log.name}]：“{name}”同时出现在 columns 和 constants 中；请保留其一",
            )


def _mapped(log: Log, name: str, wanted: str, header: Sequence[str], folded: Sequence[str], file: str) -> int:
    at = [index for index, known in enumerate(folded) if known == fold(wanted)]
    if len(at) > 1:
        raise _claimed_twice(name, [(index, header[index]) for index in at], file)
    if at:
        return at[0]
    en, zh = did_you_mean(clean(wanted), header)
    raise refusal(
        file,
        f"has no column '{wanted}', which [logs.{log.name}] columns gives for '{name}'{en} (found: {_found(header)[0]})",
        f"没有“{wanted}”列，而 [logs.{log.name}] columns 将其对应到“{name}”{zh}（现有：{_found(header)[1]}）",
    )


def _claimed_twice(name: str, found: Sequence[tuple[int, str]], file: str) -> Exception:
    en = " and ".join(f"'{header}' (column {index + 1})" for index, header in found)
    zh = "、".join(f"“{header}”（第 {index + 1} 列）" for index, header in found)
    return refusal(
        file,
        f"{en} both claim '{name}'; remove one, or say which it is in `columns`",
        f"{zh}都对应“{name}”；请删除其一，或在 columns 中指明",
    )


# A date, or digits as long as those of a phone or an identity card: no header, but what a row holds.
_DATA = re.compile(r"\d{4}\s*[-/.年]\s*\d|\d{7}|^[\d\s.:/-]+$")


def _found(header: Sequence[str]) -> tuple[str, str]:
    """The headers for a message; a line of data instead of headers may tell of people, so it is not repeated."""
    if any(_DATA.search(name) for name in header):
        count = len(header)
        return (
            f"line of {count} fields that looks like data, not like headers: check header_row",
            f"一行 {count} 个字段，看起来是数据而不是表头：请检查 header_row",
        )
    return shown(header), shown(header)


def _lacks(log: Log, needed: Sequence[Column], header: Sequence[str], file: str) -> Exception:
    found_en, found_zh = _found(header)
    en = "; ".join(f"'{column.name}' ({' | '.join(column.headers) or column.name})" for column in needed)
    zh = "；".join(f"“{column.zh}”（{column.name}）" for column in needed)
    return refusal(
        file,
        f"as {log.name}, it lacks {en}; found: {found_en}. Map it in [logs.{log.name}] `columns`, or"
        " give it one value in `constants` (commsaudit logs validate --suggest proposes a mapping)",
        f"作为“{log.zh}”缺少{zh}；现有列：{found_zh}。请在 [logs.{log.name}] 的 columns 中指定对应列，"
        f"或在 constants 中给出固定值（commsaudit logs validate --suggest 可给出建议）",
    )
