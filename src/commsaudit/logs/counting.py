"""What the bytes of a file say, counted in one pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from commsaudit.errors import in_chinese
from commsaudit.logs.refusals import refusal

CHUNK = 8 << 20


@dataclass(frozen=True, slots=True)
class ByteFacts:
    """Counts over a whole file, taken as ASCII-compatible text.

    ``newlines`` and ``delimiters`` are those outside double quotes (every quote toggles), ``quoted_newlines``
    those within. ``trailing_blank`` counts the empty lines at the end. ``open_quote``: the last quote opens.
    ``lone_cr``: a carriage return outside quotes that no line feed follows. ``mixed_newlines``: some lines
    end with one before the line feed, some without. ``utf8``: all of it is valid.
    """

    sha256: str
    size: int
    utf8: bool
    ascii: bool
    nul: bool
    quotes: int
    newlines: int
    quoted_newlines: int
    delimiters: int
    open_quote: bool
    ends_with_newline: bool
    trailing_blank: int
    lone_cr: bool
    mixed_newlines: bool

    @property
    def is_plain(self) -> bool:
        """Whether nothing in it keeps a strict reader from splitting it into rows."""
        return self.utf8 and not (self.nul or self.open_quote or self.lone_cr or self.mixed_newlines)


@dataclass(frozen=True, slots=True)
class Counts:
    """The newlines and delimiters of a piece of a file that stand outside quotes."""

    newlines: int
    delimiters: int


NOTHING = Counts(0, 0)


def count_bytes(data: bytes, delimiter: str) -> Counts:
    """The counts of ``data``, which begins outside quotes."""
    outside = b'"'.join(data.split(b'"')[::2])
    return Counts(outside.count(b"\n"), outside.count(delimiter.encode()))


def _whole_characters(text: bytes) -> int:
    """How many bytes of ``text`` come before a character of UTF-8 that begins at its end and is cut off there."""
    for back in range(1, min(4, len(text)) + 1):
        byte = text[-back]
        if byte & 0xC0 != 0x80:
            length = 1 if byte < 0xC0 else 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return len(text) - back if length > back else len(text)
    return len(text)


def _is_utf8(text: bytes, size: int) -> bool:
    """Whether the first ``size`` bytes are valid UTF-8: Arrow says so eight times as fast as decoding."""
    ends = pa.array([0, size], pa.int32()).buffers()[1]
    try:
        pa.StringArray.from_buffers(1, ends, pa.py_buffer(text)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


@dataclass(slots=True)
class _Counter:
    """The running counts behind ByteFacts."""

    delimiter: bytes
    dropped: bytes
    inside: int = 0
    nul: bool = False
    quotes: int = 0
    newlines: int = 0
    quoted_newlines: int = 0
    delimiters: int = 0
    crlf: int = 0
    returns: int = 0
    ascii: bool = True
    utf8: bool = True
    tail: bytes = b""
    begun: bytes = b""

    def feed(self, chunk: bytes) -> None:
        self._feed_text(chunk)
        self.nul = self.nul or b"\0" in chunk
        signs, pure = self._signs(chunk)
        outside = signs
        quotes = signs.count(b'"')
        if quotes or self.inside:
            if pure:
                # Quotes with nothing between them: of a file with every field quoted little is left to split.
                outside = outside.replace(b'""', b"")
            outside = b'"'.join(outside.split(b'"')[self.inside :: 2])
            self.quotes += quotes
            self.inside = (self.inside + quotes) % 2
            self.quoted_newlines += signs.count(b"\n") - outside.count(b"\n")
        self.newlines += outside.count(b"\n")
        self.delimiters += outside.count(self.delimiter)
        if b"\r" in outside:
            self.returns += outside.count(b"\r")
            self.crlf += outside.count(b"\r\n")
        self.tail = (self.tail + chunk[-4096:])[-4096:]

    def _signs(self, chunk: bytes) -> tuple[bytes, bool]:
        """What is counted of ``chunk``, and whether nothing else is left: not where it matters what is next to what."""
        if len(self.delimiter) > 1 or (b"\r" in chunk and chunk.count(b"\r") != chunk.count(b"\r\n")):
            return chunk, False
        return chunk.translate(None, self.dropped), True

    def _feed_text(self, chunk: bytes) -> None:
        is_ascii = chunk.isascii()
        self.ascii = self.ascii and is_ascii
        if not self.utf8 or (is_ascii and not self.begun):
            return
        text = self.begun + chunk
        whole = _whole_characters(text)
        self.begun = text[whole:]
        self.utf8 = _is_utf8(text, whole)

    def finish(self, sha256: str, size: int) -> ByteFacts:
        if self.begun:
            self.utf8 = False
        blank = self.tail.rstrip(b"\r\n")
        ends = self.tail[len(blank) :].count(b"\n")
        return ByteFacts(
            sha256=sha256,
            size=size,
            utf8=self.utf8,
            ascii=self.ascii,
            nul=self.nul,
            quotes=self.quotes,
            newlines=self.newlines,
            quoted_newlines=self.quoted_newlines,
            delimiters=self.delimiters,
            open_quote=bool(self.inside),
            ends_with_newline=self.tail.endswith(b"\n"),
            trailing_blank=max(ends - 1, 0),
            lone_cr=self.returns > self.crlf,
            mixed_newlines=0 < self.crlf < self.newlines,
        )


def _chunks(path: Path) -> Iterator[bytes]:
    """The file in pieces of which none ends between a carriage return and its line feed."""
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            while chunk.endswith(b"\r") and (more := stream.read(1)):
                chunk += more
            yield chunk


def inspect_bytes(path: Path, delimiter: str) -> ByteFacts:
    """The facts about the bytes of ``path``, in one pass and bounded memory. The last line need not end.

    Raises:
        InputError: the file cannot be read.
    """
    counted = delimiter.encode()
    counter = _Counter(counted, bytes(set(range(256)) - set(b'"\r\n' + counted)))
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in _chunks(path):
            digest.update(chunk)
            size += len(chunk)
            counter.feed(chunk)
    except OSError as error:
        raise refusal(
            path.as_posix(), f"cannot be read ({error.strerror})", f"无法读取（{in_chinese(error)}）"
        ) from None
    return counter.finish(digest.hexdigest(), size)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, for kinds whose bytes are of no other interest."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
