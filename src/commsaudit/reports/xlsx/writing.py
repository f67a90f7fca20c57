"""Writes sheets row by row, so that memory does not grow with them.

Texts are written as texts, never as formulas; one that would become a formula when its cell is edited has the mark that
spreadsheets keep for that ("quote prefix"). A sheet that is full goes on in a further one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from wcwidth import wcswidth
from xlsxwriter.exceptions import FileCreateError

from commsaudit.reports.tables import Cell, Row

CREATED = datetime(2000, 1, 1)
"""Fixed, so that the same result gives the same bytes."""
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MOST_ROWS = 1_048_576
_LOOKED_AT = 500
_NARROWEST, _WIDEST = 8, 60
_CHUNK = 1 << 20
# The first year that spreadsheets count days in.
_FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Colour:
    """A pale ground with a dark text on it: readable, and never alone: the cell says the same in words."""

    ground: str
    text: str


GOOD, BAD = Colour("#E2F0D9", "#1E5B1E"), Colour("#FBE0DD", "#8C1D18")
WARNING, FAINT = Colour("#FFF2CC", "#6B4E00"), Colour("#EDEDED", "#404040")


@dataclass(frozen=True)
class Layout:
    """What a sheet is beside its rows: the words that are coloured, by column, and the columns in percent."""

    words: Mapping[int, Mapping[str, Colour]] = field(default_factory=dict)
    percents: Sequence[int] = ()


class Book:
    """A workbook that is written into ``folder`` and read from there."""

    def __init__(self, folder: Path, title: str) -> None:
        self._path = folder / "book.xlsx"
        self.book: Any = xlsxwriter.Workbook(
            str(self._path),
            {"constant_memory": True, "tmpdir": str(folder), "use_zip64": True, "default_date_format": "yyyy-mm-dd"},
        )
        self.book.set_properties({"created": CREATED, "title": title})
        self.heading = self.book.add_format(
            {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "valign": "vcenter", "border": 1}
        )
        self.strong = self.book.add_format({"bold": True, "font_size": 14})
        self.label = self.book.add_format({"bold": True})
        self.quoted = self.book.add_format({"quote_prefix": True})
        self.points = self.book.add_format({"num_format": "0.0##"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._colours: dict[Colour, Any] = {}

    def coloured(self, colour: Colour) -> Any:
        """The format of a colour."""
        if colour not in self._colours:
            self._colours[colour] = self.book.add_format({"bg_color": colour.ground, "font_color": colour.text})
        return self._colours[colour]

    def put(self, sheet: Any, row: int, column: int, value: Cell, style: Any = None) -> None:
        """Write one cell: a number as a number, a date as a date, a text as a text; nothing for None."""
        if isinstance(value, str):
            if value:
                sheet.write_string(row, column, value, self.quoted if value.startswith(RUNS) else style)
        elif isinstance(value, int):
            sheet.write_number(row, column, value, style)
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, value, style or self.points)
        elif value is not None:
            self._put_date(sheet, row, column, value)

    def _put_date(self, sheet: Any, row: int, column: int, value: date) -> None:
        if value.year < _FIRST_YEAR:
            sheet.write_string(row, column, value.isoformat())
        elif isinstance(value, datetime):
            # The last microsecond of a day would be shown as the next day.
            sheet.write_datetime(row, column, value.replace(microsecond=0), self.moment)
        else:
            sheet.write_datetime(row, column, value, self.day)

    def table(
        self, name: str, header: Sequence[str], rows: Iterable[Row], layout: Layout, most_rows: int = MOST_ROWS
    ) -> None:
        """A sheet with a frozen header, a filter and fitting widths; as many sheets as the rows need."""
        lines = iter(rows)
        number, row = 1, next(lines, None)
        while row is not None or number == 1:
            sheet = self.book.add_worksheet(name if number == 1 else f"{name} ({number})")
            row = self._fill(sheet, header, row, lines, layout, most_rows)
            number += 1

    def _fill(
        self, sheet: Any, header: Sequence[str], row: Row | None, rows: Iterator[Row], layout: Layout, most_rows: int
    ) -> Row | None:
        """Fill a sheet with ``row`` and those behind it; returns the row that found no room any more."""
        for column, name in enumerate(header):
            self.put(sheet, 0, column, name, self.heading)
        widths = [width_of(name) + 3 for name in header]
        last = 0
        while row is not None and last + 1 < most_rows:
            last += 1
            for column, value in enumerate(row):
                if value is not None:
                    self.put(sheet, last, column, value)
            if last <= _LOOKED_AT:
                widths = [max(width, width_of(value) + 1) for width, value in zip(widths, row, strict=True)]
            row = next(rows, None)
        self._finish(sheet, widths, last, layout)
        return row

    def _finish(self, sheet: Any, widths: Sequence[int], last: int, layout: Layout) -> None:
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width, _NARROWEST), _WIDEST))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(last, 1), len(widths) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, words in layout.words.items():
            self.colour_words(sheet, (1, column, max(last, 1), column), words)
        for column in layout.percents:
            sheet.conditional_format(1, column, max(last, 1), column, PERCENT_SCALE)

    def colour_words(self, sheet: Any, area: tuple[int, int, int, int], words: Mapping[str, Colour]) -> None:
        """Colour the cells of ``area`` that hold one of ``words``."""
        for word, colour in words.items():
            said = word.replace('"', '""')
            rule = {"type": "cell", "criteria": "==", "value": f'"{said}"', "format": self.coloured(colour)}
            sheet.conditional_format(*area, rule)

    def chunks(self) -> Iterator[bytes]:
        """Close the book and give its bytes.

        Raises:
            OSError: there is no room for it.
        """
        try:
            self.book.close()
        except FileCreateError as error:
            raise OSError(*error.args[0].args) from error  # the library hides what the system says
        with self._path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk


# From 60 (pale red) over 85 (pale yellow) to 100 (pale green); the number stands on it in black.
PERCENT_SCALE = {
    "type": "3_color_scale",
    "min_type": "num",
    "mid_type": "num",
    "max_type": "num",
    "min_value": 60,
    "mid_value": 85,
    "max_value": 100,
    "min_color": "#F4B6AE",
    "mid_color": "#FFF2CC",
    "max_color": "#C6E5B9",
}


def width_of(value: Cell) -> int:
    """The columns that a value takes: a Chinese character two."""
    if isinstance(value, datetime):
        return 19
    if isinstance(value, date):
        return 10
    text = "" if value is None else str(value)
    return max(max(wcswidth(line), 0) for line in (text.splitlines() or [""]))
