"""The top of a CSV file: where its header is, what parts its names, and what it says."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from commsaudit.errors import InputError
from commsaudit.logs.headers import clean, fold
from commsaudit.logs.records import Fault, split_record
from commsaudit.logs.refusals import refusal

# In the order in which they are preferred where the header looks alike under several.
DELIMITERS = (",", "\t", ";", "|")
_MOST_LINES = 200
_UNCLOSED = Fault("a quote that opens in it is never closed", "其中的引号没有闭合")


@dataclass(frozen=True, slots=True)
class Top:
    """A header: its cleaned names, the line (from 1) on which it begins and the one of the first row.

    ``before`` is all text up to the first row; ``quoted_before``: a quote stands before the header. ``is_ended``: its
    line ends in the text.
    """

    delimiter: str
    names: tuple[str, ...]
    line: int
    data_line: int
    before: str
    quoted_before: bool
    newline: str

    @property
    def is_ended(self) -> bool:
        return self.before.endswith(self.newline)


@dataclass(frozen=True, slots=True)
class _Split:
    """A header under one delimiter, and how many lines it takes."""

    delimiter: str
    names: tuple[str, ...]
    lines: int

    def rank(self, known: frozenset[str]) -> tuple[int, int]:
        """How many of the names are known, and how many there are."""
        return sum(fold(name) in known for name in self.names), len(self.names)


def find_header(text: str, file: str, *, header_row: int | None, delimiter: str | None, known: frozenset[str]) -> Top:
    """The header of a file that begins with ``text``: on line ``header_row``, or the first that is not blank.

    Without a ``delimiter``, the one by which most names are ``known``.

    Raises:
        InputError: there is none, a quote in it is never closed, or it is binary.
    """
    newline = "\r" if "\r" in text and "\n" not in text else "\n"
    *ended, last = text.removeprefix("\ufeff").split(newline)
    lines = [line + newline for line in ended] + [last]
    line = _first_line(lines, header_row, file)
    found = [_split(lines[line - 1 :], candidate) for candidate in ((delimiter,) if delimiter else DELIMITERS)]
    splits = [entry for entry in found if isinstance(entry, _Split)]
    if not splits:
        fault = next(entry for entry in found if isinstance(entry, Fault))
        raise refusal(file, f"the header cannot be read: {fault.en}", f"无法读取表头：{fault.zh}", line)
    best = max(splits, key=lambda split: split.rank(known))
    _refuse_binary("".join(best.names), file, line)
    before = lines[: line - 1]
    return Top(
        delimiter=best.delimiter,
        names=tuple(clean(name) for name in best.names),
        line=line,
        data_line=line + best.lines,
        before="".join(lines[: line - 1 + best.lines]),
        quoted_before=any('"' in text for text in before),
        newline=newline,
    )


def _has_text(line: str) -> bool:
    """Whether a line holds more than delimiters."""
    return bool(line.strip(' \t\r\n,;|"'))


def _first_line(lines: Sequence[str], header_row: int | None, file: str) -> int:
    if header_row is None:
        for number, line in enumerate(lines, 1):
            if _has_text(line):
                return number
        raise refusal(file, "there is no header: the file holds blank lines only", "没有表头：文件只有空行", 1)
    if header_row <= len(lines) and _has_text(lines[header_row - 1]):
        return header_row
    raise refusal(
        file,
        f"header_row = {header_row}, but that line is blank or beyond the end",
        f"header_row = {header_row}，但该行为空或超出文件末尾",
        header_row,
    )


def _split(lines: Sequence[str], delimiter: str) -> _Split | Fault:
    text = ""
    for count, line in enumerate(lines[:_MOST_LINES], 1):
        text += line
        fields = split_record(text.rstrip("\r\n"), delimiter)
        if isinstance(fields, Fault):
            return fields
        if fields is not None:
            return _Split(delimiter, tuple(fields), count)
    return _UNCLOSED


def _refuse_binary(text: str, file: str, line: int) -> None:
    if "\0" in text:
        raise refusal(
            file,
            "the header holds NUL bytes: this is no text, or it is UTF-16 without a mark"
            ' (then set encoding = "utf-16-le")',
            '表头含有 NUL 字节：不是文本，或是没有标记的 UTF-16（此时请设置 encoding = "utf-16-le"）',
            line,
        )
    if any(unicodedata.category(char) == "Cc" and not char.isspace() for char in text):
        raise refusal(
            file,
            "the header holds control characters: this is binary, not a table",
            "表头含有控制字符：这是二进制文件，不是表格",
            line,
        )


def refuse_undecoded(top: Top, encoding: str, file: str) -> InputError | None:
    """The refusal of a header in which some bytes could not be decoded, where that is so."""
    if not any("\ufffd" in name for name in top.names):
        return None
    return refusal(
        file,
        f'the header holds bytes that cannot be decoded as {encoding}; name its encoding: encoding = "…"',
        f'表头含有无法按 {encoding} 解码的字节；请设置 encoding = "…"',
        top.line,
    )
