"""What order and machine may not change: files, threads, a second run; and that no row disappears."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.story import run_audit
from commsaudit.checks.running import Sample
from commsaudit.model.period import parse_period
from commsaudit.scoring.encode import to_json

HEADER = ("complaint_id", "project_id", "summary", "received_at", "responded_at")
MARCH = parse_period("2026-03")


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_and_memory_change_no_byte(company: Path, audited: AuditRun, threads: int) -> None:
    request = Request([str(company)], audited.result.period, threads=threads, memory_limit="700MB")
    assert to_json(run_audit(request).result) == to_json(audited.result)


def _written(folder: Path, parts: Sequence[Sequence[Sequence[str]]]) -> None:
    for number, part in enumerate(parts):
        with (folder / f"complaints-{number}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER, *part])


def _told(run: AuditRun) -> tuple[object, ...]:
    """All that a result says, save where records stand and what the files are called."""
    findings = [replace(each, source=None) for each in run.result.findings]
    return run.result.projects, findings, run.result.findings_total


@settings(max_examples=12)
@given(data=st.data())
def test_the_order_of_files_and_rows_changes_nothing(data: st.DataObject) -> None:
    rows = [
        (
            f"C-{number}",
            f"P{number % 3}",
            "x",
            f"2026-03-{number % 28 + 1:02} 09:00",
            f"2026-03-{number % 30 + 1:02} 10:00",
        )
        for number in range(30)
    ]
    told = []
    for _ in range(2):
        mixed = data.draw(st.permutations(rows))
        cut = data.draw(st.integers(0, len(rows)))
        with TemporaryDirectory() as folder:
            _written(Path(folder), [mixed[:cut], mixed[cut:]])
            told.append(_told(run_audit(Request([folder], MARCH, sample=Sample(4, "s")))))
    assert told[0] == told[1]


CELLS = {
    "complaint_id": ["C-1", "C-2", "Ｃ-1", " C-3 ", "", "C-4"],
    "project_id": ["P1", "P1", "P2", ""],
    "summary": ["", "a,b", 'sa"id', "two\nlines", "three\r\n\r\nlines", " "],
    "received_at": ["2026-03-05", "2026-03-05 09:00", "2026/3/5", "03/05/2026", "", "soon"],
    "responded_at": ["", "2026-03-06", "2026-03-05 10:00", "never"],
}
ROWS = st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in HEADER)), max_size=25)
# Lines that are no plain row: blank ones are none at all, the others have the wrong number of fields.
ODD = st.lists(st.sampled_from(["", ",,,,", "   ", "C-9,P1", "C-9,P1,x,2026-03-05,2026-03-05,more"]), max_size=4)


def _is_blank(record: Sequence[str]) -> bool:
    return not any(cell.strip(" \t\r\n　") for cell in record)


@settings(max_examples=30)
@given(parts=st.lists(st.tuples(ROWS, ODD), min_size=1, max_size=3))
def test_no_row_disappears(parts: list[tuple[list[tuple[str, ...]], list[str]]]) -> None:
    with TemporaryDirectory() as folder:
        counted = {}
        for number, (rows, odd) in enumerate(parts):
            text = io.StringIO(newline="")
            csv.writer(text).writerows([HEADER, *rows])
            whole = text.getvalue() + "".join(f"{line}\r\n" for line in odd)
            path = Path(folder) / f"complaints-{number}.csv"
            path.write_bytes(whole.encode())
            records = list(csv.reader(io.StringIO(whole, newline="")))[1:]
            counted[str(path)] = sum(not _is_blank(record) for record in records)
        # A second file gives the audit something to judge, whatever becomes of the first.
        sure = Path(folder) / "complaints-9.csv"
        sure.write_text(",".join(HEADER) + "\nsure,P1,,2026-03-02,2026-03-02\n", encoding="utf-8")
        run = run_audit(Request([folder], MARCH))
        entries = {each.file: each for each in run.result.inputs}
        for file, rows_there in counted.items():
            entry = entries[file]
            assert entry.rows == rows_there
            assert entry.rows == entry.loaded + entry.rejected + entry.duplicates + entry.superseded
            assert entry.rejected == len({each.line for each in run.rejects if each.file == file})
        valid = _valid([row for rows, _ in parts for row in rows])
        assert sum(each.loaded for each in entries.values()) == len(valid) + 1


def _valid(rows: Sequence[Sequence[str]]) -> set[tuple[str, str]]:
    """The keys of the rows that can be read."""
    unreadable = {"", "03/05/2026", "soon", "never"}
    return {
        (row[0].strip().replace("Ｃ", "C"), row[1])
        for row in rows
        if row[0] and row[1] and row[3] not in unreadable and row[4] not in unreadable - {""}
    }
