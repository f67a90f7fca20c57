"""Opening a file: a scan where a strict reader can do it, else a careful reading; the same rows either way."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

import pytest
from log_reading import ABC, VISITS, lines, log_file, opened, rows, scan

from commsaudit.errors import InputError, StorageError
from commsaudit.logs.lines import Consecutive, Counted, Listed
from commsaudit.logs.raw import open_raw
from commsaudit.logs.table import CsvScan, RawColumn, TextTable, literal_glob
from commsaudit.model.options import Limits, LogOptions


def test_a_plain_file_is_scanned_where_it_lies(tmp_path: Path) -> None:
    data = b"a,b,c\n1,2,3\n4,,6\n"
    raw = opened(tmp_path, data)
    assert raw.relation == CsvScan(tmp_path / "x.csv", ",", "utf-8", 3, 1, 2)
    assert raw.lines == Consecutive(2)
    assert raw.sha256 == hashlib.sha256(data).hexdigest()
    assert (raw.log, raw.file, raw.rejects) == ("abc", "x.csv", ())
    assert rows(raw) == [("1", "2", "3"), ("4", None, "6")]


def test_columns_and_constants(tmp_path: Path) -> None:
    raw = opened(
        tmp_path,
        "时间,编号\n2026-03-05,V1\n".encode(),
        VISITS,
        columns={"came_at": "时间"},
        constants={"project_id": "P"},
    )
    assert dict(raw.columns) == {
        "visit_id": RawColumn(1),
        "came_at": RawColumn(0),
        "project_id": RawColumn(None, constant="P"),
    }
    assert raw.headers.missing == ("note",)


@pytest.mark.parametrize(
    ("data", "first"),
    [
        (b"a,b,c\r\n1,2,3\r\n4,5,6\r\n", 2),
        (b"\xef\xbb\xbfa,b,c\n1,2,3\n4,5,6", 2),
        (b"a;b;c\n1;2;3\n4;5;6\n", 2),
        (b"a\tb\tc\n1\t2\t3\n4\t5\t6\n", 2),
        (b"a,b,c\n1,2,3\n4,5,6\n\n\n", 2),
        (b"\n\na,b,c\n1,2,3\n4,5,6\n", 4),
        (b'"a","b","c"\n"1","2","3"\n"4","5","6"\n', 2),
        (b'"a\n",b,"c\r\n"\n1,2,3\n4,5,6\n', 4),
    ],
)
def test_ordinary_shapes_are_scanned(tmp_path: Path, data: bytes, first: int) -> None:
    raw = opened(tmp_path, data)
    assert isinstance(raw.relation, CsvScan)
    assert rows(raw) == [("1", "2", "3"), ("4", "5", "6")]
    assert lines(raw) == [first, first + 1]


@pytest.mark.parametrize("data", [b"a,b,c\n", b"a,b,c", b"a,b,c\r\n\r\n", b"\xef\xbb\xbfa,b,c\n"])
def test_a_header_only(tmp_path: Path, data: bytes) -> None:
    raw = opened(tmp_path, data)
    assert rows(raw) == []
    assert raw.rejects == ()


def test_header_row(tmp_path: Path) -> None:
    raw = opened(tmp_path, b"March\n,,\na,b,c\n1,2,3\n", header_row=3)
    assert rows(raw) == [("1", "2", "3")]
    assert lines(raw) == [4]


def test_quotes_before_the_header(tmp_path: Path) -> None:
    raw = opened(tmp_path, b'the "log\na,b,c\n1,2,3\n4,5,6\n', header_row=2)
    assert isinstance(raw.relation, TextTable)
    assert rows(raw) == [("1", "2", "3"), ("4", "5", "6")]
    assert lines(raw) == [3, 4]


def test_quoted_newlines_are_counted_when_asked(tmp_path: Path) -> None:
    raw = opened(tmp_path, b'\xef\xbb\xbfa,b,c\n1,"x\ny\nz",3\n4,5,6\n"7\n",8,9\n')
    assert isinstance(raw.relation, CsvScan)
    assert isinstance(raw.lines, Counted)
    assert rows(raw) == [("1", "x\ny\nz", "3"), ("4", "5", "6"), ("7\n", "8", "9")]
    assert lines(raw) == [2, 5, 6]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le", "utf-32", "big5"])
def test_other_encodings_are_transcribed_privately(tmp_path: Path, encoding: str) -> None:
    text = 'a,b,c\n中,"文\n字",3\n4,5,6\n'
    options = {"encoding": encoding} if encoding in ("utf-16-le", "big5") else {}
    data = text.encode(encoding)
    raw = opened(tmp_path, data, **options)
    assert isinstance(raw.relation, CsvScan)
    assert raw.relation.path.parent == tmp_path / "spare"
    assert stat.S_IMODE(raw.relation.path.stat().st_mode) == 0o600
    assert raw.sha256 == hashlib.sha256(data).hexdigest()
    assert rows(raw) == [("中", "文\n字", "3"), ("4", "5", "6")]
    assert lines(raw) == [2, 4]


def test_a_marked_utf16le_named_without_its_mark(tmp_path: Path) -> None:
    raw = opened(tmp_path, b"\xff\xfe" + 'a,b,c\n"x\ny",2,3\n4,5,6\n'.encode("utf-16-le"), encoding="utf-16-le")
    assert rows(raw) == [("x\ny", "2", "3"), ("4", "5", "6")]
    assert lines(raw) == [2, 4]


@pytest.mark.parametrize(
    "data",
    [
        b"a,b,c\r\n1,2,3\n4,5,6\r\n",
        b"a,b,c\r1,2,3\r4,5,6\r",
        b"a,b,c\n1,2,3\n\n4,5,6\n",
        b"a,b,c\n1,2,3\n   \n4,5,6\n",
        b"a,b,c\r\r\n1,2,3\r\r\n4,5,6\r\r\n",
        b"a,b,c\n1,2,3\n,,\n4,5,6\n,,,,,\n",
    ],
)
def test_odd_but_readable_files_are_read_here(tmp_path: Path, data: bytes) -> None:
    raw = opened(tmp_path, data)
    assert [row for row in rows(raw) if any(row)] == [("1", "2", "3"), ("4", "5", "6")]
    assert raw.rejects == ()


@pytest.mark.parametrize(
    "data",
    [
        b"a,b,c\n1,2,3,\n4,5,6\n",
        b"a,b,c\n1,2,3,,\n4,5\n",
        b"a,b,c\n1,2\n4,5,6\n",
        b"a,b,c\n1,2,3\n4,5,6,7\n",
        b'a,b,c\n1,"2,3\n4,5,6\n',
        b"a,b,c\n1,2\x00,3\n4,5,6\n",
    ],
)
def test_what_a_scan_would_lose_is_not_scanned(tmp_path: Path, data: bytes) -> None:
    raw = opened(tmp_path, data)
    assert isinstance(raw.relation, TextTable)
    assert len(raw.rejects) >= 1


def test_a_copy_that_is_of_no_use_is_removed(tmp_path: Path) -> None:
    raw = opened(tmp_path, "a,b,c\n中文,2\n中,文,字\n".encode("gb18030"))
    assert rows(raw) == [("中", "文", "字")]
    assert list((tmp_path / "spare").iterdir()) == []


def test_a_name_that_is_a_pattern(tmp_path: Path) -> None:
    """投诉[1].csv is what browsers make of a second download; as a pattern it matches 投诉1.csv."""
    (tmp_path / "投诉1.csv").write_bytes(b"a,b,c\nwrong,2,3\n")
    raw = opened(tmp_path, b"a,b,c\nright,2,3\n", name="投诉[1].csv")
    assert rows(raw) == [("right", "2", "3")]
    assert literal_glob(Path("a*b?[1].csv")) == "a[*]b[?][[]1].csv"


def test_a_scan_that_stumbles_shows_it(tmp_path: Path) -> None:
    """Two faults that cancel out in the counts: the strict reader raises, and the careful one decides."""
    raw = opened(tmp_path, b"a,b,c\n1,2,3,4\n5,6\n")
    assert isinstance(raw.relation, CsvScan)
    with pytest.raises(Exception, match="Expected Number of Columns"):
        scan(raw.relation)


def test_too_many_rejects_are_an_error(tmp_path: Path) -> None:
    data = b"a,b,c\n" + b"1;2;3\n" * 30
    with pytest.raises(InputError, match=r"x\.csv, line 2: 11 rows against 0.*1 fields, expected 3.*delimiter"):
        opened(tmp_path, data, limits=Limits(rejects=10))


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("a,b,c\n中文,2,3\n".encode("gb18030"))
    with pytest.raises(StorageError, match="UTF-8 copy"):
        open_raw(log_file(path, ABC), ABC, LogOptions(), tmp_path / "none", Limits())


def test_one_column(tmp_path: Path) -> None:
    raw = opened(tmp_path, b'a\n1\n\n""\n2\n')
    assert rows(raw) == [("1",), ("2",)]
    assert isinstance(raw.lines, Listed)
    assert lines(raw) == [2, 5]
