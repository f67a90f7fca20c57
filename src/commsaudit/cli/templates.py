"""Empty logs with Chinese headers, as CSV and as workbooks that help to fill them in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from commsaudit.cli.columns import MARKS, TYPES

if TYPE_CHECKING:
    from commsaudit.model.schema import Column, Log

_ROWS = 1_048_575
_LIST_LIMIT = 255
_CREATED = datetime(2000, 1, 1)
"""Fixed, so that a template has the same bytes whenever it is written."""
_WIDTH = 18


def as_csv(log: Log) -> bytes:
    """The header alone, as spreadsheets read it: UTF-8 with a byte-order mark."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([column.zh for column in log.columns])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(log: Log) -> bytes:
    """A workbook: the header frozen, a note on each column, words to choose from, dates and ids in their formats."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED, "title": log.zh})
        sheet = book.add_worksheet(log.zh)
        words = book.add_worksheet("_")
        words.hide()
        sheet.freeze_panes(1, 0)
        formats = {
            "heading": book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1}),
            "needed": book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1}),
            "id": book.add_format({"num_format": "@"}),
            "text": book.add_format({"num_format": "@"}),
            "period": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            "until": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for place, column in enumerate(log.columns):
            sheet.set_column(place, place, _WIDTH, formats.get(column.type))
            sheet.write_string(0, place, column.zh, formats["needed" if column.required else "heading"])
            sheet.write_comment(0, place, _note(column), {"x_scale": 2})
            _offer_words(sheet, words, place, column)
    return stream.getvalue()


def _note(column: Column) -> str:
    marks = [str(text) for name, text in MARKS.items() if getattr(column, name)]
    return "\n".join([column.name, str(TYPES[column.type]), *marks])


def _offer_words(sheet: Any, words: Any, place: int, column: Column) -> None:
    """A list to choose from. Longer ones than a cell's rule may hold stand in a hidden sheet."""
    choices = _choices(column)
    if not choices:
        return
    source: list[str] | str = choices
    if len(",".join(choices)) > _LIST_LIMIT:
        from xlsxwriter.utility import xl_range_abs

        words.write_column(0, place, choices)
        source = f"='_'!{xl_range_abs(0, place, len(choices) - 1, place)}"
    # A list column may hold several words in one cell: what is not in the list is only warned of.
    rule = {"validate": "list", "source": source, "error_type": "warning" if column.type == "list" else "stop"}
    sheet.data_validation(1, place, _ROWS, place, rule)


def _choices(column: Column) -> list[str]:
    """The words of a column as a user of Chinese forms writes them."""
    from commsaudit.model.schema import enumerations

    if column.type == "bool":
        return ["是", "否"]
    if not column.enum:
        return []
    return [names[0] or word for word, names in enumerations()[column.enum].words.items()]


WRITERS: Mapping[str, Callable[[Log], bytes]] = {".csv": as_csv, ".xlsx": as_xlsx}
