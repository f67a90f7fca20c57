"""What a file says of itself: its kind, its encoding, its delimiter and its header."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from commsaudit.errors import SettingsError
from commsaudit.logs.counting import NOTHING, ByteFacts, Counts, count_bytes, inspect_bytes
from commsaudit.logs.decoding import UTF8, found_encoding, marked_encoding, named_encoding
from commsaudit.logs.headers import clean, known_names, refuse_wide
from commsaudit.logs.kinds import Kind, kind_of
from commsaudit.logs.parquet import parquet_header
from commsaudit.logs.refusals import refusal
from commsaudit.logs.sheets import read_sheet
from commsaudit.logs.top import Top, find_header, refuse_undecoded
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Log

__all__ = ["ByteFacts", "Sniffed", "inspect_bytes", "sniff"]

_HEAD = 1 << 20
_NAMED_DELIMITERS = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True, slots=True)
class Sniffed:
    """How a file is to be read.

    ``header`` holds cleaned names; ``header_line`` is the physical line (or row) on which it begins. The rest
    is of CSV alone: the first row begins on ``data_line``, at byte ``data_offset`` of the UTF-8 form;
    ``before`` counts what stands before that; ``quoted_before``: quotes stand before the header; ``newline``
    ends lines; ``facts`` are those of the file as it lies there.
    """

    kind: Kind
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    header_line: int
    data_line: int = 0
    data_offset: int = 0
    before: Counts = NOTHING
    quoted_before: bool = False
    newline: str = "\n"
    facts: ByteFacts | None = None


def sniff(
    path: Path, options: LogOptions, log: Log | None = None, file: str | None = None, limits: Limits | None = None
) -> Sniffed:
    """How ``path`` is to be read. ``log`` helps to tell delimiters; ``file`` is its name in messages.

    Raises:
        InputError: it is empty, binary, in an unknown encoding, or has no header, or one with too many columns.
        SettingsError: the options name an encoding or a delimiter that cannot be meant.
    """
    file, limits = file or path.as_posix(), limits or Limits()
    kind = kind_of(path, file)
    if kind == "parquet":
        return Sniffed(kind, "", "", tuple(clean(name) for name in parquet_header(path, file, limits)), 0)
    if kind == "sheet":
        sheet = read_sheet(path, options, log, file, limits)
        return Sniffed(kind, "", "", sheet.header, sheet.header_line)
    sniffed = _sniff_csv(path, options, log, file)
    refuse_wide(sniffed.header, limits, file, sniffed.header_line)
    return sniffed


def _sniff_csv(path: Path, options: LogOptions, log: Log | None, file: str) -> Sniffed:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    known = known_names(log, options) if log else frozenset()
    delimiter = _given_delimiter(options, log)

    def read_top(encoding: str) -> Top:
        text = head.decode(encoding, "replace")
        return find_header(text, file, header_row=options.header_row, delimiter=delimiter, known=known)

    encoding = _given_encoding(options, log, head) or marked_encoding(head)
    top = read_top(encoding or "utf-8")
    facts = inspect_bytes(path, top.delimiter)
    if encoding is None:
        encoding = found_encoding(path, facts, file)
        top = top if encoding in UTF8 else read_top(encoding)
    if len(head) == _HEAD and not top.is_ended:
        raise refusal(
            file,
            f"the header is longer than {_HEAD >> 20} MiB; check delimiter, header_row and line ends",
            f"表头超过 {_HEAD >> 20} MiB；请检查分隔符、header_row 和换行符",
            top.line,
        )
    undecoded = refuse_undecoded(top, encoding, file)
    if undecoded:
        raise undecoded
    before = top.before.encode()
    return Sniffed(
        kind="csv",
        encoding=encoding,
        delimiter=top.delimiter,
        header=top.names,
        header_line=top.line,
        data_line=top.data_line,
        data_offset=len(before) + (3 if encoding == "utf-8-sig" else 0),
        before=count_bytes(before, top.delimiter),
        quoted_before=top.quoted_before,
        newline=top.newline,
        facts=facts,
    )


def _given_encoding(options: LogOptions, log: Log | None, head: bytes) -> str | None:
    if options.encoding is None:
        return None
    encoding = named_encoding(options.encoding, log.name if log else "…")
    marked = marked_encoding(head)
    if encoding in UTF8:
        return "utf-8-sig" if marked == "utf-8-sig" else "utf-8"
    # Without a mark these two name no order of bytes; that of Windows is the likely one.
    return f"{encoding}-le" if encoding in {"utf-16", "utf-32"} and marked != encoding else encoding


def _given_delimiter(options: LogOptions, log: Log | None) -> str | None:
    if options.delimiter is None:
        return None
    delimiter = _NAMED_DELIMITERS.get(options.delimiter, options.delimiter)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        table = f"[logs.{log.name if log else '…'}] delimiter"
        raise SettingsError(
            f"{table}: '{options.delimiter}' is not one character such as , ; | or \\t",
            f"{table}：“{options.delimiter}”不是单个字符（如 , ; | 或 \\t）",
        )
    return delimiter
