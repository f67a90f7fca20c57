"""Fills in a worksheet as an inspector does: the workbook is read, cells are written, and it is saved by another library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Row = dict[str, Any]


def sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Every sheet's cells."""
    workbook = CalamineWorkbook.from_path(path)
    return {name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names}


def rows(path: Path, sheet: str = "现场检查", top: int = 0) -> list[Row]:
    """The rows of the sheet to fill in, by header."""
    header, *cells = sheets(path)[sheet][top:]
    return [dict(zip(header, row, strict=True)) for row in cells]


def fill(
    path: Path, target: Path, write: Callable[[list[Row]], list[Row]], sheet: str = "现场检查", top: int = 0
) -> Path:
    """Save ``path`` as ``target`` with the rows that ``write`` makes of its rows; other sheets stay."""
    header = sheets(path)[sheet][top]
    changed = write(rows(path, sheet, top))
    with xlsxwriter.Workbook(str(target)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, cells in sheets(path).items():
            page = book.add_worksheet(name)
            filled = [*cells[: top + 1], *([row.get(column, "") for column in header] for row in changed)]
            for number, row in enumerate(filled if name == sheet else cells):
                for place, value in enumerate(row):
                    if isinstance(value, date | datetime):
                        page.write_datetime(number, place, value, day)
                    elif value != "":
                        page.write(number, place, value)
    return target


def judged(row: Row, verdict: str, day: date = date(2026, 3, 12), note: str = "") -> Row:
    """The row as an inspector leaves it."""
    return {**row, "检查日期": day, "检查人": "何督导", "结论": verdict, "说明": note}
