"""The slow, sure way through a CSV file: a record is read right, or set aside with its line and cause."""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TextIO

from commsaudit.errors import InputError
from commsaudit.logs.counting import digest_of
from commsaudit.logs.decoding import MARK_BAD
from commsaudit.logs.discover import LogFile
from commsaudit.logs.facts import Sniffed
from commsaudit.logs.headers import resolve
from commsaudit.logs.lines import Listed
from commsaudit.logs.records import UNCLOSED, Fault, split_record, too_long
from commsaudit.logs.refusals import refusal
from commsaudit.logs.spill import Spill
from commsaudit.logs.table import RawTable, TextTable, text_columns
from commsaudit.model.inputs import Reject
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Log

_SHOWN = 200
_LONGEST = 1 << 25
_MARKED = re.compile("[\udc00-\udcff]")
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f\udc00-\udcff]")
_NUL = Fault("a NUL byte", "含有 NUL 字节")


class Record(NamedTuple):
    """A record's fields, or its fault; the line on which it begins, and that line as it stands."""

    line: int
    content: list[str] | Fault
    text: str


def read_carefully(
    file: LogFile,
    log: Log,
    options: LogOptions,
    sniffed: Sniffed,
    limits: Limits,
    temp_dir: Path | None = None,
) -> RawTable:
    """The rows of a CSV file that a strict reader would stumble over.

    A record with the wrong number of fields, NUL bytes, bytes that cannot be decoded, a field over the limit
    or a broken quote becomes a reject; behind a broken quote reading goes on with the next physical line.
    With ``temp_dir``, many rows wait there and not in memory.

    Raises:
        InputError: the columns are not those of the log, or most rows cannot be split (``limits.rejects``).
        StorageError: ``temp_dir`` cannot be written.
    """
    headers = resolve(log, sniffed.header, options, file.name)
    rows = Spill(len(sniffed.header), temp_dir)
    numbers = array("L")
    rejects: list[Reject] = []
    faulty = 0
    for record in records(file.path, sniffed, limits):
        if isinstance(record.content, Fault):
            faulty += 1
            if faulty <= limits.rejects:
                shown = _printable(record.text)
                rejects.append(Reject(log.name, file.name, record.line, "", shown, record.content.reason))
            elif faulty > len(numbers):
                raise _hopeless(rejects[0], faulty, len(numbers))
        else:
            rows.add(record.content)
            numbers.append(record.line)
    return RawTable(
        log=log.name,
        file=file.name,
        sha256=sniffed.facts.sha256 if sniffed.facts else digest_of(file.path),
        columns=text_columns(headers),
        relation=TextTable(rows.table()),
        lines=Listed(numbers),
        rejects=tuple(rejects),
        headers=headers,
        faulty=faulty,
    )


def _hopeless(first: Reject, bad: int, good: int) -> InputError:
    return refusal(
        first.file,
        f"{bad} rows against {good} cannot be split into fields, from this line on: {first.reason}; name its"
        " `delimiter`, `header_row` or `encoding`, or export it again",
        f"自此行起 {bad} 行无法拆分（仅 {good} 行可读）：{first.reason}；请设置 delimiter、header_row 或"
        " encoding，或重新导出",
        first.line,
    )


def _printable(text: str) -> str:
    """The beginning of a raw line, with what cannot be shown as ``\\x..``."""
    line = text.rstrip("\r\n")[:_SHOWN]
    return _UNSHOWN.sub(lambda found: f"\\x{ord(found[0]) & 0xFF:02x}", line)


def records(path: Path, sniffed: Sniffed, limits: Limits) -> Iterator[Record]:
    """The records behind the header, the faulty among them; lines without any value are none."""
    with path.open("r", encoding=sniffed.encoding, errors=MARK_BAD, newline=sniffed.newline) as stream:
        lines = _Lines(stream, sniffed.newline, _longest(limits, len(sniffed.header)))
        for _ in range(sniffed.data_line - 1):
            lines.take()
        while text := lines.take():
            number = lines.number
            if text.isspace():
                continue
            whole, content = _whole(text, lines, sniffed)
            if isinstance(content, Fault):
                yield Record(number, content, text)
            elif any(map(str.strip, content)):
                fault = _fault(content, whole, lines.number - number, sniffed, limits)
                yield Record(number, fault or content, text)


def _longest(limits: Limits, columns: int) -> int:
    """The characters of a line that are looked at: all fields of the limit, but no more than memory bears."""
    return max(2 * limits.field_chars, min((limits.field_chars + 3) * columns, _LONGEST))


class _Lines:
    """The physical lines of a file, of which some can be put back. A line is cut at ``most``."""

    def __init__(self, stream: TextIO, end: str, most: int) -> None:
        self._stream = stream
        self._end = end
        self._back: deque[str] = deque()
        self.most = most
        self.number = 0

    def take(self) -> str:
        """The next line with its end; empty where the file ends. What is beyond ``most`` of it is lost."""
        if self._back:
            line = self._back.popleft()
        else:
            line = rest = self._stream.readline(self.most + 1)
            while len(rest) > self.most and not rest.endswith(self._end):
                rest = self._stream.readline(self.most + 1)
        self.number += bool(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Let ``lines`` come again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _whole(first: str, lines: _Lines, sniffed: Sniffed) -> tuple[str, list[str] | Fault]:
    """The record that begins with the line ``first`` and goes on while a quote is open: its text and its fields.

    Work is bounded: a record is looked at again only when a line closes a quote, and given up when it has too
    many fields or characters. Lines behind a broken quote are given back, for each may be a good row.
    """
    if len(first) > lines.most:
        return first, too_long(lines.most)
    taken: list[str] = []
    length = len(first)
    fields = split_record(_bare(first), sniffed.delimiter)
    closed = 1
    while fields is None:
        line = lines.take()
        if line:
            taken.append(line)
            length += len(line)
        if not line or length > lines.most or closed > len(sniffed.header):
            fields = UNCLOSED
        elif '"' in line.replace('""', ""):
            fields = split_record(_bare("".join((first, *taken))), sniffed.delimiter)
            closed += 1
    if taken and isinstance(fields, Fault):
        lines.give_back(taken)
        return first, UNCLOSED
    return "".join((first, *taken)) if taken else first, fields


def _bare(text: str) -> str:
    return text.rstrip("\r\n")


def _fault(content: list[str], whole: str, more_lines: int, sniffed: Sniffed, limits: Limits) -> Fault | None:
    """What keeps a record with these fields from being a row, if anything."""
    if len(whole) > limits.field_chars and any(len(text) > limits.field_chars for text in content):
        return too_long(limits.field_chars)
    if "\0" in whole:
        return _NUL
    if not whole.isascii() and (bad := _MARKED.search(whole)):
        byte = ord(bad[0]) - 0xDC00
        return Fault(
            f"byte 0x{byte:02x} cannot be decoded as {sniffed.encoding}",
            f"字节 0x{byte:02x} 无法按 {sniffed.encoding} 解码",
        )
    if len(content) != len(sniffed.header):
        return _miscounted(len(content), len(sniffed.header), more_lines)
    return None


def _miscounted(found: int, expected: int, more_lines: int) -> Fault:
    en, zh = f"{found} fields, expected {expected}", f"有 {found} 个字段，应为 {expected} 个"
    if more_lines:
        en, zh = f"{en}, on {more_lines + 1} lines", f"{zh}，跨 {more_lines + 1} 行"
    return Fault(en, zh)
