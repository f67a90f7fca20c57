"""The look at the bytes: counts, line ends, validity, over chunks of any size."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsaudit.logs import counting
from commsaudit.logs.counting import count_bytes, inspect_bytes


def _facts(folder: Path, data: bytes, delimiter: str = ",") -> counting.ByteFacts:
    path = folder / "x.csv"
    path.write_bytes(data)
    return inspect_bytes(path, delimiter)


def test_counts_outside_and_inside_quotes(tmp_path: Path) -> None:
    data = b'a,b\n1,"x,\ny"\n2,"say ""hi"",\r\nyou"\n'
    facts = _facts(tmp_path, data)
    assert facts.sha256 == hashlib.sha256(data).hexdigest()
    assert facts.size == len(data)
    assert (facts.newlines, facts.quoted_newlines, facts.delimiters, facts.quotes) == (3, 2, 3, 8)
    assert facts.utf8
    assert facts.ascii
    assert facts.is_plain


@pytest.mark.parametrize(
    ("data", "lone_cr", "mixed", "ends", "blank"),
    [
        (b"a\n1\n", False, False, True, 0),
        (b"a\r\n1\r\n", False, False, True, 0),
        (b"a\r\n1\n", False, True, True, 0),
        (b"a\r1\r", True, False, False, 0),
        (b"a\n1\r2\n", True, False, True, 0),
        (b'a\n"1\r2"\n', False, False, True, 0),
        (b'a\r\n"1\n2"\r\n', False, False, True, 0),
        (b"a\r\r\n1\r\r\n", True, False, True, 0),
        (b"a\n1", False, False, False, 0),
        (b"a\n1\n\n\n", False, False, True, 2),
        (b"a\r\n1\r\n\r\n", False, False, True, 1),
        (b"", False, False, False, 0),
    ],
)
def test_line_ends(tmp_path: Path, data: bytes, lone_cr: bool, mixed: bool, ends: bool, blank: int) -> None:
    facts = _facts(tmp_path, data)
    assert (facts.lone_cr, facts.mixed_newlines) == (lone_cr, mixed)
    assert (facts.ends_with_newline, facts.trailing_blank) == (ends, blank)


@pytest.mark.parametrize(
    ("data", "utf8"),
    [
        ("投诉".encode(), True),
        ("投诉".encode()[:-1], False),
        ("投诉".encode("gb18030"), False),
        (b"\xed\xa0\x80", False),
        (b"\xc0\x80", False),
        (b"plain", True),
    ],
)
def test_strict_utf8(tmp_path: Path, data: bytes, utf8: bool) -> None:
    assert _facts(tmp_path, data).utf8 is utf8


def test_nul_and_open_quote_are_not_plain(tmp_path: Path) -> None:
    assert _facts(tmp_path, b"a,b\n1,\x00\n").nul == 1
    assert not _facts(tmp_path, b"a,b\n1,\x00\n").is_plain
    assert _facts(tmp_path, b'a,b\n1,"x\n').open_quote


@settings(deadline=None)
@given(
    data=st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b"\r\n", "投".encode(), b"x", b"\xff"])).map(b"".join),
    size=st.integers(1, 7),
)
def test_chunk_borders_change_nothing(tmp_path_factory: pytest.TempPathFactory, data: bytes, size: int) -> None:
    folder = tmp_path_factory.mktemp("chunks")
    whole = _facts(folder, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "CHUNK", size)
        assert _facts(folder, data) == whole


def test_counts_of_a_piece() -> None:
    assert count_bytes(b'a;"b;\n";c\n', ";") == counting.Counts(1, 2)
