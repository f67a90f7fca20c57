"""Spreadsheets: cells to text, sheets chosen, damage and bombs refused."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from log_reading import ABC, VISITS, lines, opened, rows

from commsaudit.errors import InputError
from commsaudit.logs.facts import sniff
from commsaudit.logs.lines import Listed
from commsaudit.logs.sheets import Cell, cell_text, read_sheet
from commsaudit.logs.table import RawTable
from commsaudit.model.options import Limits, LogOptions

Book = dict[str, list[list[object]]]


def _workbook(path: Path, sheets: Book, **options: object) -> bytes:
    with xlsxwriter.Workbook(path, options) as workbook:
        for name, cells in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, values in enumerate(cells):
                for column, value in enumerate(values):
                    if value is not None:
                        sheet.write(row, column, value)
    return path.read_bytes()


def _opened(folder: Path, sheets: Book, **options: object) -> RawTable:
    return opened(folder, _workbook(folder / "book.xlsx", sheets), name="x.xlsx", **options)


HEADER: list[object] = ["a", "b", "c"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("as it is ", "as it is "),
        ("001", "001"),
        (1.0, "1"),
        (1562.0, "1562"),
        (13800138000.0, "13800138000"),
        (-7.25, "-7.25"),
        (0.1, "0.1"),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (datetime(2026, 3, 5, 9, 32, 9), "2026-03-05 09:32:09"),
        (datetime(2026, 3, 5), "2026-03-05 00:00:00"),
        (datetime(2026, 3, 5, 9, 32, 9, 500_000), "2026-03-05 09:32:09.500000"),
        (date(2026, 3, 5), "2026-03-05"),
        (time(9, 5), "09:05:00"),
        (timedelta(hours=36, minutes=5), "36:05:00"),
        (timedelta(seconds=1, microseconds=250_000), "00:00:01.250000"),
    ],
)
def test_cell_text(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    raw = _opened(tmp_path, {"S": [[], HEADER, [1, 2, 3], [], [None, "  "], [4, None, 6]]})
    assert rows(raw) == [("1", "2", "3"), ("4", None, "6")]
    assert lines(raw) == [3, 6]
    assert isinstance(raw.lines, Listed)


def test_dates_of_both_epochs(tmp_path: Path) -> None:
    for epoch in (False, True):
        path = tmp_path / "x.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": epoch}) as workbook:
            sheet = workbook.add_worksheet()
            moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
            sheet.write_row(0, 0, ["a", "b"])
            sheet.write_datetime(1, 0, datetime(2019, 4, 25, 9, 32, 9), moment)
            sheet.write_datetime(1, 1, datetime(2024, 2, 29), moment)
        table = read_sheet(path, LogOptions(), ABC, "x.xlsx", Limits()).table
        assert table.to_pylist() == [{"c0": "2019-04-25 09:32:09", "c1": "2024-02-29"}]


def test_the_named_sheet(tmp_path: Path) -> None:
    book: Book = {"notes": [["x"]], "三月 ": [HEADER, [1, 2, 3]]}
    assert rows(_opened(tmp_path, book, sheet="三月")) == [("1", "2", "3")]
    with pytest.raises(InputError, match=r"x\.xlsx: has no sheet 'note'; did you mean 'notes'\?.*found: notes, 三月"):
        _opened(tmp_path, book, sheet="note")


def test_the_sheet_called_like_the_log(tmp_path: Path) -> None:
    cells: list[list[object]] = [["编号", "项目编号", "来访时间"], ["V1", "P1", "2026-03-05"]]
    for name in ("来访", "VISITS"):
        data = _workbook(tmp_path / "book.xlsx", {"Sheet1": [["x"]], name: cells})
        assert rows(opened(tmp_path, data, VISITS, name="x.xlsx")) == [("V1", "P1", "2026-03-05")]


def test_the_first_sheet_that_is_shown_and_holds_anything(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("empty")
        hidden = workbook.add_worksheet("lists")
        hidden.write_row(0, 0, ["p", "q"])
        shown = workbook.add_worksheet("data")
        shown.write_row(0, 0, HEADER)
        shown.activate()
        hidden.hide()
    assert sniff(path, LogOptions()).header == ("a", "b", "c")


def test_header_row(tmp_path: Path) -> None:
    book: Book = {"S": [["March"], [], HEADER, [1, 2, 3]]}
    assert rows(_opened(tmp_path, book, header_row=3)) == [("1", "2", "3")]
    for row in (2, 9):
        with pytest.raises(InputError, match=rf"x\.xlsx \[S\], line {row}: header_row = {row}"):
            _opened(tmp_path, book, header_row=row)


def test_headers_are_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    _workbook(path, {"S": [["投诉\n编号 ", "　ＩＤ", 2026]]})
    assert sniff(path, LogOptions()).header == ("投诉 编号", "ID", "2026")


def test_no_cells_at_all(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x\.xlsx: no cell holds anything \(sheets: S, T\)"):
        _opened(tmp_path, {"S": [], "T": []})


def test_a_sheet_of_blanks_is_passed_over(tmp_path: Path) -> None:
    assert rows(_opened(tmp_path, {"S": [[" ", None], [None, "\t"]], "T": [HEADER, [1, 2, 3]]})) == [("1", "2", "3")]


def test_error_cells_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(2, 27, "=NA()", None, "#N/A")
        sheet.write(0, 27, "far")
        sheet.write(2, 0, "x")
    raw = opened(tmp_path, path.read_bytes(), name="x.xlsx")
    assert [(row[0], row[1], row[27]) for row in rows(raw)] == [(None, "#DIV/0!", None), ("x", None, "#N/A")]
    assert lines(raw) == [2, 3]


def test_an_xlsx_by_another_name(tmp_path: Path) -> None:
    data = _workbook(tmp_path / "book.xlsx", {"S": [HEADER, [1, 2, 3]]})
    for name in ("x.xls", "x.csv", "x.txt"):
        assert rows(opened(tmp_path, data, name=name)) == [("1", "2", "3")]


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(InputError, match=r"x\.xlsx: the workbook is encrypted.*save it without") as caught:
        opened(tmp_path, data, name="x.xlsx")
    assert "已加密" in caught.value.zh


def test_an_old_workbook_that_is_damaged_prints_nothing_of_its_own(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The library panics on it, and would print a Rust backtrace."""
    with pytest.raises(InputError, match=r"x\.xls: the workbook is cut off or damaged"):
        opened(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 5000, name="x.xls")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_that_is_cut_off(tmp_path: Path, kept: float) -> None:
    data = _workbook(tmp_path / "book.xlsx", {"S": [HEADER, [1, 2, 3]]})
    with pytest.raises(InputError, match=r"x\.xlsx: the workbook is cut off or damaged") as caught:
        opened(tmp_path, data[: int(len(data) * kept)], name="x.xlsx")
    assert "工作簿不完整或已损坏" in caught.value.zh


def _replaced(folder: Path, data: bytes, part: str, content: bytes) -> bytes:
    """The workbook with another content of one part."""
    (folder / "from.zip").write_bytes(data)
    with zipfile.ZipFile(folder / "from.zip") as source, zipfile.ZipFile(folder / "to.zip", "w", 8) as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return (folder / "to.zip").read_bytes()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels"])
def test_a_workbook_with_a_broken_part(tmp_path: Path, part: str) -> None:
    data = _replaced(tmp_path, _workbook(tmp_path / "b.xlsx", {"S": [HEADER, [1, 2, 3]]}), part, b"<x><y></x>")
    with pytest.raises(InputError, match=r"x\.xlsx"):
        opened(tmp_path, data, name="x.xlsx")


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path) -> None:
    data = _workbook(tmp_path / "b.xlsx", {"S": [HEADER, [1, 2, 3]]})
    data = _replaced(tmp_path, data, "docProps/app.xml", b"\0" * (5 << 20))
    with pytest.raises(InputError, match=r"x\.xlsx: the workbook would unpack to 5 MiB \(limit 4 MiB: workbook_bytes"):
        opened(tmp_path, data, name="x.xlsx", limits=Limits(workbook_bytes=4 << 20))


def test_a_sheet_that_spreads_too_far(tmp_path: Path) -> None:
    """Two cells at the corners of a sheet; laid out, the grid between them would fill the memory."""
    far = [[*HEADER]] + [[] for _ in range(99_999)] + [[None] * 999 + ["x"]]
    with pytest.raises(InputError, match=r"x\.xlsx \[S\]: .*100001 rows and 1000 columns"):
        _opened(tmp_path, {"S": far})


def test_a_wide_top_and_a_long_column_spread_too_far_together(tmp_path: Path) -> None:
    """20,000 rows by 300 columns: neither the top row nor the column is much by itself."""
    data = _workbook(tmp_path / "book.xlsx", {"S": [[*range(300)], *([number] for number in range(19_999))]})
    with pytest.raises(InputError, match="20000 rows and 300 columns"):
        opened(tmp_path, data, name="x.xlsx", limits=Limits(workbook_bytes=20_000 * 300 * 32 - 1))
    assert len(rows(opened(tmp_path, data, name="x.xlsx", limits=Limits(workbook_bytes=20_000 * 300 * 32)))) == 19_999


def test_formats_far_out_are_no_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, [1, 2, 3])
        sheet.write_blank(1_048_575, 16_383, None, workbook.add_format({"bold": True}))
    assert rows(opened(tmp_path, path.read_bytes(), name="x.xlsx")) == [("1", "2", "3")]
