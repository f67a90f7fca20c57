"""Kind, encoding, delimiter and header of a file."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from log_reading import VISITS

from commsaudit.errors import InputError, SettingsError
from commsaudit.logs.facts import Sniffed, sniff
from commsaudit.model.options import LogOptions


def _sniff(folder: Path, data: bytes, **options: object) -> Sniffed:
    path = folder / "x.csv"
    path.write_bytes(data)
    return sniff(path, LogOptions(**options), VISITS)


HEADER = "来访编号,项目编号,来访时间\n"
BODY = "V1,P1,2026-03-05\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-32", "utf-32"),
    ],
)
def test_encodings_found_by_themselves(tmp_path: Path, encoding: str, found: str) -> None:
    sniffed = _sniff(tmp_path, (HEADER + BODY).encode(encoding))
    assert sniffed.encoding == found
    assert sniffed.header == ("来访编号", "项目编号", "来访时间")
    assert (sniffed.header_line, sniffed.data_line) == (1, 2)


def test_utf16_big_endian(tmp_path: Path) -> None:
    assert _sniff(tmp_path, b"\xfe\xff" + HEADER.encode("utf-16-be")).header[0] == "来访编号"


def test_gb18030_beyond_gbk(tmp_path: Path) -> None:
    """㐂 has four bytes in GB18030 and none in GBK."""
    assert _sniff(tmp_path, (HEADER + "V1,P1,㐂\n").encode("gb18030")).encoding == "gb18030"


@pytest.mark.parametrize(
    ("encoding", "given"),
    [("big5", "big5"), ("utf-16-le", "UTF-16LE"), ("utf-8", "utf8"), ("utf-8-sig", "utf-8"), ("utf-8", "utf-8-sig")],
)
def test_the_encoding_of_the_settings_wins(tmp_path: Path, encoding: str, given: str) -> None:
    header = "編號,項目,時間\n"
    assert _sniff(tmp_path, header.encode(encoding), encoding=given).header == ("編號", "項目", "時間")


@pytest.mark.parametrize("encoding", ["klingon", "hex", "utf 8 or so"])
def test_an_encoding_that_is_none(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(SettingsError, match=r"\[logs\.visits\] encoding"):
        _sniff(tmp_path, HEADER.encode(), encoding=encoding)


def test_neither_utf8_nor_gb18030(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x\.csv, line 3: .*neither UTF-8 nor GB18030.*encoding") as caught:
        _sniff(tmp_path, b"a,b\n1,2\n3,\xff\xff\n")
    assert "第 3 行" in caught.value.zh


def test_single_bad_bytes_in_utf8_are_not_taken_for_gb18030(tmp_path: Path) -> None:
    """The bytes of the cut-off 诉 would decode as GB18030, and all the rest into nonsense."""
    data = (HEADER + BODY * 3).encode() + b"V2,P1,\xe8\xaf\nV3,P1,x\n"
    with pytest.raises(InputError, match=r"line 5: holds bytes that are not UTF-8, though the rest of it is"):
        _sniff(tmp_path, data)


def test_another_encoding_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    data = "名前,年齢\n山本,25\n佐藤,30\n".encode("shift_jis")
    with pytest.raises(InputError, match="neither UTF-8 nor GB18030"):
        _sniff(tmp_path, data)


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_found_by_themselves(tmp_path: Path, delimiter: str) -> None:
    sniffed = _sniff(tmp_path, (HEADER + BODY).replace(",", delimiter).encode())
    assert sniffed.delimiter == delimiter
    assert len(sniffed.header) == 3


def test_known_names_decide_on_the_delimiter(tmp_path: Path) -> None:
    header = "来访编号;项目编号;来访时间;a,b,c,d,e,f,g\n"
    assert _sniff(tmp_path, header.encode()).delimiter == ";"


@pytest.mark.parametrize(("given", "meant"), [("\\t", "\t"), ("tab", "\t"), ("^", "^"), (";", ";")])
def test_the_delimiter_of_the_settings_wins(tmp_path: Path, given: str, meant: str) -> None:
    assert _sniff(tmp_path, HEADER.encode(), delimiter=given).delimiter == meant


@pytest.mark.parametrize("delimiter", ["", "||", '"', "\n"])
def test_a_delimiter_that_is_none(tmp_path: Path, delimiter: str) -> None:
    with pytest.raises(SettingsError, match="delimiter"):
        _sniff(tmp_path, HEADER.encode(), delimiter=delimiter)


@pytest.mark.parametrize(
    ("data", "options", "line", "data_line"),
    [
        ("\n\n" + HEADER, {}, 3, 4),
        (",,\n" + HEADER, {}, 2, 3),
        ("三月来访\n\n" + HEADER, {"header_row": 3}, 3, 4),
        ('"来访\n编号",项目编号,"来访\r\n时间"\nV1,P1,x\n', {}, 1, 4),
        ("来访编号,项目编号,来访时间\r" + BODY.replace("\n", "\r"), {}, 1, 2),
    ],
)
def test_where_the_header_is(tmp_path: Path, data: str, options: dict[str, object], line: int, data_line: int) -> None:
    sniffed = _sniff(tmp_path, data.encode(), **options)
    assert [name.replace(" ", "") for name in sniffed.header] == ["来访编号", "项目编号", "来访时间"]
    assert (sniffed.header_line, sniffed.data_line) == (line, data_line)


@pytest.mark.parametrize(
    ("data", "options", "line", "cause"),
    [
        (b"", {}, 1, "empty"),
        (b"\n\r\n  \n", {}, 1, "no header"),
        (b"\xef\xbb\xbf", {}, 1, "no header"),
        (b"a,b\n", {"header_row": 2}, 2, "header_row = 2"),
        (b"a,b\n\n1,2\n", {"header_row": 2}, 2, "header_row = 2"),
        (b'"a,b\n1,2\n', {}, 1, "never closed"),
        (b'x\n"a"b,c\n', {"header_row": 2}, 2, "text after a closing quote"),
        (HEADER.encode("utf-16-le"), {}, 1, "UTF-16"),
        (b"\x01\x02\x03,\x04\n", {}, 1, "control characters"),
        (b"a,\xff\n", {"encoding": "utf-8"}, 1, "cannot be decoded as utf-8"),
    ],
)
def test_no_header(tmp_path: Path, data: bytes, options: dict[str, object], line: int, cause: str) -> None:
    with pytest.raises(InputError, match=rf"x\.csv, line {line}: .*{cause}") as caught:
        _sniff(tmp_path, data, **options)
    assert f"第 {line} 行" in caught.value.zh


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (gzip.compress(b"a,b\n", mtime=0), "gzip"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\n <html><table>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>', "web page or XML"),
        (b"PK\x03\x04 broken", "cut off or damaged"),
        (b"PARE0000", "encrypted Parquet"),
    ],
)
def test_what_is_no_table(tmp_path: Path, data: bytes, cause: str) -> None:
    with pytest.raises(InputError, match=cause):
        _sniff(tmp_path, data)


def test_a_zip_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.csv", "w") as archive:
        archive.writestr("complaints.csv", "a,b\n")
    with pytest.raises(InputError, match="zip archive without a workbook"):
        sniff(tmp_path / "x.csv", LogOptions())


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no file but a folder"):
        sniff(tmp_path, LogOptions())
    with pytest.raises(InputError, match="cannot be opened"):
        sniff(tmp_path / "none.csv", LogOptions())
