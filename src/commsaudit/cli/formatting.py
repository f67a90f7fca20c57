"""Help pages in which Chinese lines up and wraps: a Chinese character is two columns wide and ends no word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import click

from commsaudit.cli.language import Text

# What a line may be broken between: blanks, words, and single wide characters with what may not be parted from them.
_CLOSING = re.escape("，。；：、！？）》」』”’…),.;")
_OPENING = re.escape("（《「『“‘(")
_WIDE = "\u2e80-\uffff"
_PIECES = re.compile(
    rf"\s+|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[^\s{_WIDE}]+?(?=[{_OPENING}]*[{_WIDE}]|\s|$)[{_CLOSING}]*|."
)


def columns_of(text: str) -> int:
    """The columns that ``text`` takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    """``text`` with blanks behind it, ``columns`` wide."""
    return text + " " * (columns - columns_of(text))


def wrapped(text: str, columns: int) -> Iterator[str]:
    """The lines of ``text``; line breaks in it stay."""
    for paragraph in text.splitlines() or [""]:
        line = ""
        for piece in _PIECES.findall(paragraph):
            if line and columns_of(line) + columns_of(piece.rstrip()) > columns:
                yield line.rstrip()
                line = ""
            line += piece if line else piece.lstrip()
        yield line.rstrip()


class HelpFormatter(click.HelpFormatter):
    """click's, with widths in columns."""

    def write_heading(self, heading: str) -> None:
        """A heading with the colon of its language."""
        self.write(f"{'':>{self.current_indent}}{heading}{Text(':', '：')}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, indented and wrapped."""
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}".rstrip() + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms and what they mean; a term that is too long has a line of its own."""
        rows = list(rows)
        first = min(max(columns_of(term) for term, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, meaning in rows:
            lines = list(wrapped(meaning, max(self.width - self.current_indent - first, 20)))
            if columns_of(term) > first - col_spacing:
                lines = ["", *lines]
            for left, line in zip_longest([term], lines, fillvalue=""):
                self.write(f"{indent}{padded(left, first)}{line}".rstrip() + "\n")
