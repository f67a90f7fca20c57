"""Whatever bytes stand in a file, the quick way and the careful way give the same rows on the same lines."""

from __future__ import annotations

import csv
import io

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from log_reading import Row, carefully, opened, scan

from commsaudit.errors import InputError
from commsaudit.logs.table import CsvScan

_FIELDS = st.lists(st.text(alphabet='x1 ,"\n投\r\t', max_size=5), min_size=3, max_size=3)
_PIECES = st.sampled_from(["1,2,3", '"a"', '"', '""', ",", "\n", "\r\n", "x", " ", '"p\nq"', "\t", ";", "\r"])


def _filled(rows: list[Row]) -> list[Row]:
    """Rows that hold something; of the others the quick way leaves some for the engine to drop."""
    return [row for row in rows if any(text and text.strip() for text in row)]


@settings(deadline=None, max_examples=150)
@given(records=st.lists(_FIELDS, max_size=8), end=st.sampled_from(["\n", "\r\n"]), quoting=st.sampled_from([0, 1]))
def test_what_a_writer_writes(
    tmp_path_factory: pytest.TempPathFactory, records: list[list[str]], end: str, quoting: int
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=quoting)
    writer.writerow("abc")
    writer.writerows(records)
    folder = tmp_path_factory.mktemp("agree")
    raw = opened(folder, out.getvalue().encode())
    careful = carefully(folder, out.getvalue().encode())
    written = [tuple(text or None for text in record) for record in records if any(map(str.strip, record))]
    read = [tuple(row.values()) for row in careful.relation.table.to_pylist()]
    # A carriage return at the end of an unquoted last field cannot be told from the line's end.
    assert [tuple((text or "").rstrip("\r") for text in row) for row in read] == [
        tuple((text or "").rstrip("\r") for text in row) for row in written
    ]
    assert careful.rejects == ()
    if isinstance(raw.relation, CsvScan):
        scanned = scan(raw.relation)
        assert len(scanned) == raw.relation.expected_rows
        assert _filled(scanned) == _filled(read)


@settings(deadline=None, max_examples=400)
@given(body=st.lists(_PIECES, max_size=25).map("".join))
def test_whatever_stands_there(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    folder = tmp_path_factory.mktemp("agree")
    data = b"a,b,c\n" + body.encode()
    try:
        raw = opened(folder, data)
    except InputError:
        return
    if not isinstance(raw.relation, CsvScan):
        return
    try:
        scanned = scan(raw.relation)
    except duckdb.Error:
        return
    if len(scanned) != raw.relation.expected_rows:
        return
    careful = carefully(folder, data)
    assert careful.rejects == ()
    read = [tuple(row.values()) for row in careful.relation.table.to_pylist()]
    assert [tuple(map(_bare, row)) for row in _filled(scanned)] == [tuple(map(_bare, row)) for row in read]
    places = [at for at, row in enumerate(scanned) if _filled([row])]
    assert [raw.lines.line(at) for at in places] == [careful.lines.line(at) for at in range(len(read))]


def _bare(text: str | None) -> str:
    """A text as typing sees it: spaces around it are nothing."""
    return (text or "").strip()
