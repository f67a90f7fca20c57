"""Which physical line (or row) a row of a relation came from. Asked for findings and rejects alone."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_CHUNK = 1 << 20


class LineMap(Protocol):
    """From a row's ordinal (from 0, in the order of the file) to its physical line, from 1."""

    def line(self, ordinal: int) -> int:
        """The line on which the row begins."""
        ...

    def lines(self, ordinals: Sequence[int]) -> dict[int, int]:
        """The lines of several rows at once."""
        ...


@dataclass(frozen=True, slots=True)
class Consecutive:
    """Each row is one line: ``first`` is that of the first row."""

    first: int

    def line(self, ordinal: int) -> int:
        """The line on which the row begins."""
        return self.first + ordinal

    def lines(self, ordinals: Sequence[int]) -> dict[int, int]:
        """The lines of several rows at once."""
        return {ordinal: self.first + ordinal for ordinal in ordinals}


@dataclass(frozen=True, slots=True)
class Listed:
    """Every row's line was noted while reading."""

    numbers: array[int]

    def line(self, ordinal: int) -> int:
        """The line on which the row begins."""
        return self.numbers[ordinal]

    def lines(self, ordinals: Sequence[int]) -> dict[int, int]:
        """The lines of several rows at once."""
        return {ordinal: self.numbers[ordinal] for ordinal in ordinals}


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows may run over several lines: they are counted in the file when somebody asks.

    ``path`` is the UTF-8 file that was loaded; its rows begin at byte ``offset``, on line ``first``.
    """

    path: Path
    offset: int
    first: int

    def line(self, ordinal: int) -> int:
        """The line on which the row begins."""
        return self.lines([ordinal])[ordinal]

    def lines(self, ordinals: Sequence[int]) -> dict[int, int]:
        """The lines of several rows at once, in one pass over the file."""
        wanted = sorted(set(ordinals), reverse=True)
        found: dict[int, int] = {}
        record, line, inside = 0, self.first, 0
        with self.path.open("rb") as stream:
            stream.seek(self.offset)
            while wanted and (chunk := stream.read(_CHUNK)):
                parts = chunk.split(b'"')
                ends = b'"'.join(parts[inside::2]).count(b"\n")
                if wanted[-1] > record + ends:
                    record, line = record + ends, line + chunk.count(b"\n")
                else:
                    record, line = _walk(parts, inside, record, line, wanted, found)
                inside = (inside + len(parts) - 1) % 2
        return found


def _walk(
    parts: list[bytes], inside: int, record: int, line: int, wanted: list[int], found: dict[int, int]
) -> tuple[int, int]:
    """Move through the pieces between quotes and note the lines of the rows that begin in them."""
    for index, part in enumerate(parts):
        ends = part.count(b"\n")
        if (index + inside) % 2 == 0:
            while wanted and wanted[-1] <= record + ends:
                ordinal = wanted.pop()
                found[ordinal] = line + ordinal - record
            record += ends
        line += ends
    return record, line
