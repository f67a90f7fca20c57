"""Help pages in which Chinese lines up and wraps: a Chinese character is two columns wide and ends no word."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest

import click

from commsaudit.cli.language import Text

_CLOSING = frozenset("，。；：、！？）》」』”’…),.;")
_OPENING = frozenset("（《「『“‘(")
_FIRST_WIDE = "\u2e80"
_NARROWEST, _WIDEST = 50, 80


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
        for piece in _pieces(paragraph):
            if line and columns_of(line) + columns_of(piece.rstrip()) > columns:
                yield line.rstrip()
                line = ""
            line += piece if line else piece.lstrip()
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """What a line may be broken between: blanks, words, and single wide characters, each with the signs around it."""
    piece = ""
    for character in text:
        if piece and not _joins(piece, character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _joins(piece: str, character: str) -> bool:
    """Whether ``character`` may not be parted from what stands before it."""
    last = piece[-1]
    if character.isspace() or last.isspace():
        return character.isspace() and last.isspace()
    if character in _CLOSING or last in _OPENING:
        return True
    return character not in _OPENING and character < _FIRST_WIDE and last < _FIRST_WIDE


class HelpFormatter(click.HelpFormatter):
    """click's, with widths in columns."""

    def __init__(self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None) -> None:
        if width is None:
            width = max(min(_terminal_columns(), max_width or _WIDEST) - 2, _NARROWEST)
        super().__init__(indent_increment, width, max_width)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line; what does not fit goes on below its arguments."""
        first = f"{prefix or Text('Usage: ', '用法：')}{prog} "
        lines = list(wrapped(args, max(self.width - columns_of(first), 20)))
        for left, line in zip_longest([first], lines, fillvalue=" " * columns_of(first)):
            self.write(f"{left}{line}".rstrip() + "\n")

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


def _terminal_columns() -> int:
    """The terminal's width as shells tell it; ``shutil`` knows it too, and takes longer to import than this to run."""
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said):
        return int(said)
    try:
        return os.get_terminal_size(1).columns
    except OSError:
        return _WIDEST
