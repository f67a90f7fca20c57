"""The physical line of a row."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from commsaudit.logs import lines
from commsaudit.logs.lines import Consecutive, Counted, Listed


def test_consecutive() -> None:
    assert Consecutive(2).line(0) == 2
    assert Consecutive(4).lines([0, 3]) == {0: 4, 3: 7}


def test_listed() -> None:
    listed = Listed(array("L", [2, 5, 9]))
    assert listed.line(1) == 5
    assert listed.lines([2, 0]) == {2: 9, 0: 2}


@pytest.mark.parametrize("chunk", [1, 2, 3, 5, 1 << 20])
def test_counted_past_quoted_newlines(tmp_path: Path, chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows begin on lines 2, 3, 6 and 8: one of three lines, then one of two."""
    monkeypatch.setattr(lines, "_CHUNK", chunk)
    path = tmp_path / "x.csv"
    head = b"a,b\n"
    path.write_bytes(head + b'1,x\n2,"one\ntwo ""\nthree"\n3,"p\r\nq"\n4,z\n')
    counted = Counted(path, len(head), 2)
    assert counted.lines([0, 1, 2, 3]) == {0: 2, 1: 3, 2: 6, 3: 8}
    assert counted.line(2) == 6
    assert counted.lines([]) == {}
    assert counted.lines([3, 3, 1]) == {1: 3, 3: 8}
