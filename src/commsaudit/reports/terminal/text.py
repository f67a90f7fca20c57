"""Text on a terminal: widths in columns, shortening, wrapping, tables, colour.

A Chinese character is two columns wide. What comes from logs may hold anything: control characters are shown
as blanks, so that no cell moves the cursor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from tabulate import tabulate
from wcwidth import wcswidth, wcwidth

_SEQUENCE = re.compile("\x1b\\[[0-9;]*m")


class Style(StrEnum):
    """The styles that mean something here, as terminals know them."""

    HEADING = "1"
    BAD = "31"
    WARNING = "33"
    FAINT = "2"


def clean(text: str) -> str:
    """``text`` without what a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text)


def width_of(text: str) -> int:
    """The columns that ``text`` takes, colours aside."""
    return max(wcswidth(_SEQUENCE.sub("", text)), 0)


def shortened(text: str, columns: int) -> str:
    """``text``, or as much of it as fits into ``columns`` with an ellipsis."""
    if width_of(text) <= columns:
        return text
    kept, used = [], 0
    for character in text:
        used += max(wcwidth(character), 0)
        if used > columns - 1:
            break
        kept.append(character)
    return "".join(kept) + "…" if columns > 0 else ""


def shortened_left(text: str, columns: int) -> str:
    """``text``, or as much of its end as fits: for paths, whose end says most."""
    return shortened(text[::-1], columns)[::-1]


def wrapped(parts: Iterable[str], joint: str, first: str, columns: int) -> list[str]:
    """``parts`` joined after ``first``; what does not fit goes on in lines that are indented deeper."""
    indent = " " * (len(first) - len(first.lstrip()) + 2)
    lines, line, empty = [], first, True
    for part in parts:
        text = shortened(part, columns - len(indent))
        joined = line + text if empty else line + joint + text
        # A line that goes on ends with the joint, which must fit too.
        if not empty and width_of(joined + joint.rstrip()) > columns:
            lines.append(line + joint.rstrip())
            line = indent + text
        else:
            line = joined
        empty = False
    return [*lines, line]


def table(rows: Sequence[Sequence[str]], right: Iterable[int] = (), indent: int = 0) -> list[str]:
    """Aligned columns, two blanks apart; the columns ``right`` hold numbers. Headings are a row as any."""
    if not rows:
        return []
    numbers = set(right)
    text = tabulate(
        rows,
        tablefmt="plain",
        disable_numparse=True,
        colalign=["right" if place in numbers else "left" for place in range(len(rows[0]))],
    )
    return [(" " * indent + line).rstrip() for line in text.splitlines()]


class Paint:
    """Colours, where they are wanted."""

    def __init__(self, color: bool) -> None:
        self._color = color

    def __call__(self, text: str, style: Style) -> str:
        """``text`` in ``style``."""
        return f"\x1b[{style}m{text}\x1b[0m" if self._color else text
