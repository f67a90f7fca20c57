"""Workbooks made to do harm: each is refused before it fills the memory, in bounded time, and with its cause."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from log_reading import ABC, opened, rows

from commsaudit.errors import InputError
from commsaudit.model.options import Limits

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": f'{LINKS}<Relationship Id="r" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": (
        f'{LINKS}<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
}
ABC_ROW = '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c><c r="C1" t="str"><v>c</v></c></row>'
SMALL = Limits(workbook_bytes=64 << 20)


def _sheet(cells: str) -> str:
    return f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'


def _xlsx(folder: Path, cells: str, **parts: str | bytes) -> bytes:
    path = folder / "made.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**PARTS, "xl/worksheets/sheet1.xml": _sheet(cells), **parts}.items():
            archive.writestr(name, content)
    return path.read_bytes()


def test_the_workbook_that_the_others_are_made_of(tmp_path: Path) -> None:
    data = _xlsx(tmp_path, ABC_ROW + '<row r="2"><c r="B2"><v>7</v></c></row>')
    assert rows(opened(tmp_path, data, name="x.xlsx")) == [(None, "7", None)]


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c s="1" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r = "XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
        '<row r="1048576"><c r="A1" r="XFD1048576"><v>1</v></c></row>',
        '<row r="1048576"><c x=\' r="A2"\' r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'>" + "<c><v>1</v></c>" * 500 + "</row>",
    ],
    ids=[
        "plain",
        "single quotes",
        "another order",
        "spaces",
        "a newline",
        "lower case",
        "twice",
        "hidden",
        "no places",
    ],
)
def test_two_cells_that_span_a_grid_beyond_all_memory(tmp_path: Path, far: str) -> None:
    """The library would lay the grid out, get no memory, and end the whole process."""
    with pytest.raises(InputError, match=r"x\.xlsx.*workbook_bytes") as caught:
        opened(tmp_path, _xlsx(tmp_path, ABC_ROW + far), name="x.xlsx", limits=SMALL)
    assert "工作" in caught.value.zh


def test_cells_without_places_are_read_where_they_fit(tmp_path: Path) -> None:
    data = _xlsx(tmp_path, ABC_ROW + "<row><c><v>1</v></c><c><v>2</v></c></row>")
    assert rows(opened(tmp_path, data, name="x.xlsx", limits=SMALL)) == [("1", "2", None)]


REPEATED = "table:number-rows-repeated='{}'", "table:number-columns-repeated='{}'"


def _ods(folder: Path, row_count: int, column_count: int) -> bytes:
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f"{HEAD}<office:document-content xmlns:office='{urn}:office:1.0' xmlns:table='{urn}:table:1.0' xmlns:text='{urn}:text:1.0'>"
        f"<office:body><office:spreadsheet><table:table table:name='S'><table:table-row {REPEATED[0].format(row_count)}>"
        f"<table:table-cell office:value-type='string' {REPEATED[1].format(column_count)}><text:p>x</text:p></table:table-cell>"
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "made.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"{HEAD}<m:manifest xmlns:m='{urn}:manifest:1.0'/>")
        archive.writestr("content.xml", content)
    return path.read_bytes()


def test_a_cell_that_is_repeated_a_hundred_million_times(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"x\.ods: the workbook takes more memory than it may \(64 MiB: workbook_bytes"
    ):
        opened(tmp_path, _ods(tmp_path, 999_999, 100), name="x.ods", limits=SMALL)
    assert len(rows(opened(tmp_path, _ods(tmp_path, 3, 2), name="x.ods", limits=SMALL))) == 2


def test_the_limit_of_what_a_workbook_unpacks_to_holds_to_the_byte(tmp_path: Path) -> None:
    data = _xlsx(tmp_path, ABC_ROW, **{"docProps/app.xml": b"\0" * 5_000_000})
    with zipfile.ZipFile(tmp_path / "made.xlsx") as archive:
        size = sum(info.file_size for info in archive.infolist())
    assert rows(opened(tmp_path, data, name="x.xlsx", limits=Limits(workbook_bytes=size))) == []
    with pytest.raises(InputError, match=r"would unpack to 4\.[0-9] MiB"):
        opened(tmp_path, data, name="x.xlsx", limits=Limits(workbook_bytes=size - 1))


@pytest.mark.parametrize("said", [10, 49_999_999, 50_000_001])
def test_a_directory_that_lies_about_sizes(tmp_path: Path, said: int) -> None:
    """A part of 50 MB of which the directory says another size, with a checksum of what would then be read."""
    content = b" " * 50_000_000
    data = bytearray(_xlsx(tmp_path, ABC_ROW, **{"xl/sharedStrings.xml": content}))
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"xl/sharedStrings.xml"))
    data[entry + 16 : entry + 20] = struct.pack("<I", zlib.crc32(content[:said]))
    data[entry + 24 : entry + 28] = struct.pack("<I", said)
    with pytest.raises(InputError, match="workbook is damaged"):
        opened(tmp_path, bytes(data), name="x.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_are_refused(tmp_path: Path, part: str) -> None:
    """Neither a bomb of entities nor one that names a file is expanded."""
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "lol">{bomb}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    spoilt = PARTS[part].replace(HEAD, HEAD + doctype)
    with pytest.raises(InputError, match=f"workbook is damaged .{part} declares entities"):
        opened(tmp_path, _xlsx(tmp_path, ABC_ROW, **{part: spoilt}), name="x.xlsx")


def test_entities_in_a_sheet_are_not_expanded(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname"><!ENTITY lol "lololol">]>'
    cells = ABC_ROW + '<row r="2"><c r="A2" t="str"><v>&lol;&file;</v></c><c r="B2"><v>1</v></c></row>'
    sheet = _sheet(cells).replace(HEAD, HEAD + doctype)
    with pytest.raises(InputError, match="unrecognized entity"):
        opened(tmp_path, _xlsx(tmp_path, "", **{"xl/worksheets/sheet1.xml": sheet}), name="x.xlsx")


@pytest.mark.parametrize(
    "cells",
    ["<c " * 1_000_000, '<c r="A2" t="e">' * 200_000, '<c r="A2"><v>' + " " * 40_000_000, "<" * 3_000_000],
    ids=["tags that never end", "errors that never end", "a cell of 40 MB", "angle brackets"],
)
def test_xml_that_would_keep_a_careless_search_busy(tmp_path: Path, cells: str) -> None:
    """Searches in hostile XML take time in proportion to its length: any more, and this test does not end."""
    with pytest.raises(InputError, match=r"x\.xlsx"):
        opened(tmp_path, _xlsx(tmp_path, ABC_ROW + cells), name="x.xlsx", limits=SMALL)


def test_a_cell_over_the_limit_rejects_its_row_and_no_other(tmp_path: Path) -> None:
    long, short = "x" * 101, "x" * 100
    cells = "".join(
        f'<row r="{number}"><c r="A{number}" t="str"><v>{text}</v></c></row>'
        for number, text in ((2, short), (3, long), (4, "y"))
    )
    raw = opened(tmp_path, _xlsx(tmp_path, ABC_ROW + cells), name="x.xlsx", limits=Limits(field_chars=100))
    assert [row[0] for row in rows(raw)] == [short, "y"]
    assert [(reject.line, reject.reason) for reject in raw.rejects] == [
        (3, "longer than 100 characters / 超过 100 个字符")
    ]
    assert raw.faulty == 1


@pytest.mark.parametrize("name", ["x.xls", "x.xlsb"])
def test_an_old_workbook_of_garbage(tmp_path: Path, name: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 40
    with pytest.raises(InputError, match="cut off or damaged"):
        opened(tmp_path, data, ABC, name=name, limits=SMALL)
