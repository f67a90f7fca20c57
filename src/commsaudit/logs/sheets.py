"""Spreadsheets (xlsx, xlsm, xlsb, xls, ods): cells to text, with the row numbers that one sees."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pyarrow as pa
import python_calamine as calamine

from commsaudit.errors import InputError
from commsaudit.logs.counting import digest_of
from commsaudit.logs.headers import clean, fold, refuse_wide, resolve
from commsaudit.logs.kinds import ZIP_ERRORS, encrypted
from commsaudit.logs.lines import Listed
from commsaudit.logs.probe import open_workbook
from commsaudit.logs.records import too_long
from commsaudit.logs.refusals import cause_of, did_you_mean, refusal, shown
from commsaudit.logs.spill import Spill
from commsaudit.logs.table import RawTable, TextTable, text_columns
from commsaudit.logs.workbook import ErrorCells, inspect_workbook
from commsaudit.logs.worksheet import only_filled_in
from commsaudit.model.inputs import Reject
from commsaudit.model.options import Limits, LogOptions
from commsaudit.model.schema import Log

Row = tuple[int, list[str]]
Cell = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: its header, the row (from 1) on which that stands, its rows and their numbers.

    ``too_long`` are the numbers of the rows that are left out because a cell is longer than it may be.
    """

    header: tuple[str, ...]
    header_line: int
    table: pa.Table
    numbers: array[int]
    too_long: tuple[int, ...]


def open_sheet(path: Path, file: str, log: Log, options: LogOptions, limits: Limits) -> RawTable:
    """A spreadsheet as the engine loads it.

    Raises:
        InputError: it is encrypted, damaged or unpacks to too much, has no such sheet or no cells, or its
            columns are not those of the log.
    """
    sheet = read_sheet(path, options, log, file, limits)
    headers = resolve(log, sheet.header, options, file)
    table, numbers, halves = only_filled_in(log.name, file, sheet.header, headers, sheet.table, sheet.numbers)
    reason = too_long(limits.field_chars).reason
    long = tuple(Reject(log.name, file, line, "", "", reason) for line in sheet.too_long[: limits.rejects])
    return RawTable(
        log=log.name,
        file=file,
        sha256=digest_of(path),
        columns=text_columns(headers),
        relation=TextTable(table),
        lines=Listed(numbers),
        rejects=(*halves, *long),
        headers=headers,
        faulty=len(sheet.too_long) + len({reject.line for reject in halves}),
    )


def read_sheet(path: Path, options: LogOptions, log: Log | None, file: str, limits: Limits) -> Sheet:
    """The sheet of ``path`` that holds the log: the one that the options name, or that is called like the
    log, or the first with cells.

    Raises:
        InputError: see open_sheet.
    """
    parts = inspect_workbook(path, file, limits)
    try:
        with _panics_unprinted(), open_workbook(path) as workbook:
            names = _candidates(workbook, options, log, file)
            for name in names:
                # Before the sheet is laid out: this refuses one that would fill the memory.
                errors = parts.errors(name, file, limits)
                rows = _texts(workbook.get_sheet_by_name(name), errors)
                first = next(rows, None)
                if first:
                    return _assemble(first, rows, options.header_row, limits, f"{file} [{name}]")
            raise refusal(
                file,
                f"no cell holds anything (sheets: {shown(names)})",
                f"没有任何有内容的单元格（工作表：{shown(names)}）",
            )
    except calamine.PasswordError:
        raise encrypted(file) from None
    except (calamine.CalamineError, *ZIP_ERRORS) as error:
        raise _damaged(file, error) from None
    except BaseException as error:
        # A Rust panic arrives as an exception that no module exports and that is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(file, error) from None


# Standard error is the whole process's: two threads that swapped it at once would leave it swapped.
_SWAPPING = threading.Lock()


@contextmanager
def _panics_unprinted() -> Iterator[None]:
    """Keep the library from writing its own panics to the terminal; what they say becomes our message."""
    with _SWAPPING, _swapped_stderr():
        yield


@contextmanager
def _swapped_stderr() -> Iterator[None]:
    try:
        kept = os.dup(2)
    except OSError:  # There is no standard error to write to.
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _damaged(file: str, error: BaseException) -> InputError:
    cause = cause_of(error)
    return refusal(
        file,
        f"the workbook is cut off or damaged ({cause}); open it in a spreadsheet and save it again",
        f"工作簿不完整或已损坏（{cause}）；请用电子表格软件打开后重新保存",
    )


def _candidates(workbook: calamine.CalamineWorkbook, options: LogOptions, log: Log | None, file: str) -> list[str]:
    """The sheets that may hold the log, the likeliest first: the one named, or called like the log, or those shown."""
    sheets = [
        (meta.visible != calamine.SheetVisibleEnum.Visible, meta.name)
        for meta in workbook.sheets_metadata
        if meta.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    names = [name for _, name in sheets]
    wanted = [options.sheet] if options.sheet is not None else [log.name, log.zh] if log else []
    for name in names:
        if fold(name) in map(fold, wanted):
            return [name]
    if options.sheet is None:
        return [name for _, name in sorted(sheets, key=lambda sheet: sheet[0])]
    en, zh = did_you_mean(options.sheet, names)
    raise refusal(
        file,
        f"has no sheet '{options.sheet}'{en} (found: {shown(names)})",
        f"没有名为“{options.sheet}”的工作表{zh}（现有：{shown(names)}）",
    )


def _texts(sheet: calamine.CalamineSheet, errors: ErrorCells) -> Iterator[Row]:
    """The rows that hold anything, with their numbers."""
    for number, row in enumerate(sheet.iter_rows(), 1):
        texts = [cell_text(cell) for cell in row]
        for column, text in errors.get(number, {}).items():
            if column < len(texts):
                texts[column] = text
        if any(text and not text.isspace() for text in texts):
            yield number, texts


def cell_text(cell: Cell) -> str:
    """A cell as text: a number without needless digits, a moment as ``YYYY-MM-DD HH:MM:SS[.ffffff]``."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, timedelta):
        return _duration(cell)
    return str(cell)


def _duration(span: timedelta) -> str:
    minutes, seconds = divmod(span.days * 86_400 + span.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{span.microseconds:06}" if span.microseconds else ""
    return f"{hours:02}:{minutes:02}:{seconds:02}{fraction}"


def _assemble(first: Row, rows: Iterator[Row], header_row: int | None, limits: Limits, where: str) -> Sheet:
    number, texts = first
    while header_row is not None and number < header_row:
        number, texts = next(rows, (header_row + 1, []))
    if header_row is not None and number > header_row:
        raise refusal(
            where,
            f"header_row = {header_row}, but that row is blank or beyond the end",
            f"header_row = {header_row}，但该行为空或超出末尾",
            header_row,
        )
    header = tuple(clean(text) for text in texts)
    refuse_wide(header, limits, where, number)
    body, numbers, long = Spill(len(header), None), array("L"), array("L")
    for row, cells in rows:
        if max(map(len, cells)) > limits.field_chars:
            long.append(row)
            continue
        numbers.append(row)
        body.add(cells)
    return Sheet(header, number, body.table(), numbers, tuple(long))
