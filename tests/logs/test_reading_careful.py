"""The careful reader: nothing is lost, everything set aside has its line and cause."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from log_reading import ABC, carefully, lines, log_file, rows

from commsaudit.logs import spill
from commsaudit.logs.facts import sniff
from commsaudit.logs.raw import read_carefully
from commsaudit.logs.table import RawTable, TextTable
from commsaudit.model.options import Limits, LogOptions

Reject = tuple[int, str]


def _rejects(raw: RawTable) -> list[Reject]:
    return [(reject.line, reject.reason.split(" / ")[0]) for reject in raw.rejects]


COUNT_2 = "2 fields, expected 3"
COUNT_4 = "4 fields, expected 3"
UNCLOSED = "a quote that opens here is never closed"
AFTER = "text after a closing quote"


@pytest.mark.parametrize(
    ("data", "read", "at", "rejects"),
    [
        (b"a,b,c\n1,2,3\n4,5\n7,8,9\n", ["123", "789"], [2, 4], [(3, COUNT_2)]),
        (b"a,b,c\n1,2,3,\n4,5,6\n", ["456"], [3], [(2, COUNT_4)]),
        (b"a,b,c\n1,2\x00,3\n4,5,6\n", ["456"], [3], [(2, "a NUL byte")]),
        (b'a,b,c\n1,"2"x,3\n4,5,6\n', ["456"], [3], [(2, AFTER)]),
        (b'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n', ["456", "789"], [3, 4], [(2, UNCLOSED)]),
        (b'a,b,c\n1,"2,3\n4,"5",6\n7,8,9\n', ["456", "789"], [3, 4], [(2, UNCLOSED)]),
        (b'a,b,c\n1,2,"3\n', [], [], [(2, UNCLOSED)]),
        (b'a,b,c\n1,"x\ny",3\n4,5\n"7\n",8,9\n', ["1x\ny3", "7\n89"], [2, 5], [(4, COUNT_2)]),
        (b'a,b,c\n1,"x\ny"\n4,5,6\n', ["456"], [4], [(2, COUNT_2 + ", on 2 lines")]),
        (b'a,b,c\n1,5" pipe,3\n', ['15" pipe3'], [2], []),
        (b'a,b,c\n1, "2,x" ,3\n', ["12,x3"], [2], []),
        (b"a,b,c\n1,2\r5,3\n4,5,6\n", ["12\r53", "456"], [2, 3], []),
        (b"a,b,c\r1,2,3\r4,5\r7,8,9", ["123", "789"], [2, 4], [(3, COUNT_2)]),
        (b"a,b,c\n\n1,2,3\n \t\n4,5,6\n", ["123", "456"], [3, 5], []),
    ],
)
def test_records(tmp_path: Path, data: bytes, read: list[str], at: list[int], rejects: list[Reject]) -> None:
    raw = carefully(tmp_path, data)
    assert ["".join(text or "" for text in row) for row in rows(raw)] == read
    assert lines(raw) == at
    assert _rejects(raw) == rejects


def test_a_reject_shows_its_line_in_both_languages(tmp_path: Path) -> None:
    raw = carefully(tmp_path, b"a,b,c\n" + b"x" * 300 + b",\x00\n")
    (reject,) = raw.rejects
    assert (reject.log, reject.file, reject.line, reject.column) == ("abc", "x.csv", 2, "")
    assert reject.value == "x" * 200
    assert carefully(tmp_path, b"a,b,c\n1,\x00\n").rejects[0].value == "1,\\x00"
    assert carefully(tmp_path, b"a,b,c\n1,2\n").rejects[0].reason == f"{COUNT_2} / 有 2 个字段，应为 3 个"


@pytest.mark.parametrize(
    ("encoding", "bad", "cause"),
    [
        ("utf-8", b"1,\xff,3", "byte 0xff cannot be decoded as utf-8"),
        ("gb18030", "中,".encode("gb18030") + b"\xff,3", "byte 0xff cannot be decoded as gb18030"),
        ("ascii", b"1,\xe4,3", "byte 0xe4 cannot be decoded as ascii"),
    ],
)
def test_undecodable_lines_under_a_named_encoding(tmp_path: Path, encoding: str, bad: bytes, cause: str) -> None:
    raw = carefully(tmp_path, b"a,b,c\n1,2,3\n" + bad + b"\n7,8,9\n", encoding=encoding)
    assert rows(raw) == [("1", "2", "3"), ("7", "8", "9")]
    assert _rejects(raw) == [(3, cause)]
    assert "\\xff" in raw.rejects[0].value or "\\xe4" in raw.rejects[0].value


def test_undecodable_bytes_in_a_record_of_several_lines(tmp_path: Path) -> None:
    raw = carefully(tmp_path, b'a,b,c\n1,"x\n\xff\ny",3\n4,5,6\n', encoding="utf-8")
    assert rows(raw) == [("4", "5", "6")]
    assert _rejects(raw) == [(2, "byte 0xff cannot be decoded as utf-8")]


def test_utf16_read_carefully(tmp_path: Path) -> None:
    raw = carefully(tmp_path, "a,b,c\n中,文\n1,2,3\n".encode("utf-16"))
    assert rows(raw) == [("1", "2", "3")]
    assert _rejects(raw) == [(2, COUNT_2)]


def test_a_field_over_the_limit(tmp_path: Path) -> None:
    data = b"a,b,c\n1,2,3\n4," + b"x" * 101 + b",6\n7,8,9\n"
    raw = carefully(tmp_path, data, limits=Limits(field_chars=100))
    assert rows(raw) == [("1", "2", "3"), ("7", "8", "9")]
    assert _rejects(raw) == [(3, "longer than 100 characters")]


def test_fields_that_together_are_over_the_limit_are_none_by_themselves(tmp_path: Path) -> None:
    """The limit is a field's, however many of them a line has; a line of more than all of them could be is cut, and no row."""
    long = [b"x" * 100, b"y" * 100, b'"' + b"z" * 100 + b'"']
    data = b"a,b,c\n" + b",".join(long) + b"\n" + b",".join([*long, b"u" * 100]) + b"\n7,8,9\n"
    raw = carefully(tmp_path, data, limits=Limits(field_chars=100))
    assert rows(raw) == [("x" * 100, "y" * 100, "z" * 100), ("7", "8", "9")]
    assert _rejects(raw) == [(3, "longer than 309 characters")]


@pytest.mark.parametrize("wrap", [b"%b", b'"%b"'])
def test_a_line_far_over_the_limit_is_cut_not_kept(tmp_path: Path, wrap: bytes) -> None:
    data = b"a,b,c\n4," + wrap % (b"x" * 5000) + b",6\n7,8,9\n"
    raw = carefully(tmp_path, data, limits=Limits(field_chars=100))
    assert rows(raw) == [("7", "8", "9")]
    assert lines(raw) == [3]
    assert [reject.line for reject in raw.rejects] == [2]


def test_a_quoted_field_of_many_lines_over_the_limit(tmp_path: Path) -> None:
    data = b'a,b,c\n4,"' + b"x,y,z\n" * 100 + b'",6\n7,8,9\n'
    raw = carefully(tmp_path, data, limits=Limits(field_chars=100))
    assert _rejects(raw)[0] == (2, UNCLOSED)
    assert rows(raw)[-1] == ("7", "8", "9")
    assert len(rows(raw)) + len(raw.rejects) == 102


@pytest.mark.parametrize(
    "line",
    [b'1,"x,3\n', b'1,"""x""\n', b'x","y\n', b'"""\n', b'1,"a""b\n', b'",",\n', b'""""",",\n'],
)
def test_work_is_bounded_whatever_the_quotes(tmp_path: Path, line: bytes) -> None:
    """Ten thousand lines that each open a quote: time grows with the lines, not with their square."""

    def seconds(count: int) -> float:
        started = time.process_time()
        raw = carefully(tmp_path, b"a,b,c\n" + line * count + b"1,2,3\n", limits=Limits(rejects=10**9))
        assert rows(raw)[-1:] in ([("1", "2", "3")], [])
        return time.process_time() - started

    seconds(100)
    assert seconds(20_000) < 40 * max(seconds(2_000), 0.005)


def test_many_rows_wait_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spill, "_IN_MEMORY", 1000)
    monkeypatch.setattr(spill, "_BATCH", 10)
    path, spare = tmp_path / "x.csv", tmp_path / "spare"
    spare.mkdir()
    path.write_bytes(b"a,b,c\n" + b"".join(b"%d,,x\n" % number for number in range(995)))
    sniffed = sniff(path, LogOptions(), ABC)
    raw = read_carefully(log_file(path, ABC), ABC, LogOptions(), sniffed, Limits(), spare)
    assert len(list(spare.iterdir())) == 1
    assert isinstance(raw.relation, TextTable)
    assert raw.relation.table.num_rows == 995
    assert rows(raw)[994] == ("994", None, "x")
    assert raw.lines.line(994) == 996
