"""What an audit says when much happens at once, or when nothing could be read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from cli_calls import HEADER, Run


def _workbook(path: Path, header: list[str], row: list[str]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, row)


def test_workbooks_read_at_once_swallow_no_message(logs: Path) -> None:
    """Standard error is the process's own: reading workbooks silences it only while it must."""
    for name, key in (
        ("staff", "staff_id"),
        ("events", "event_id"),
        ("custody", "item_id"),
        ("merchants", "merchant_id"),
    ):
        more = {"custody": ["received_at"], "merchants": ["kind"]}.get(name, [])
        value = {"custody": ["2026-03-02 09:00"], "merchants": ["shop"]}.get(name, [])
        _workbook(logs / f"{name}.xlsx", [key, "project_id", *more], ["X-1", "P1", *value])
    command = [
        sys.executable,
        "-m",
        "commsaudit",
        "audit",
        "logs",
        "-p",
        "2026-03",
        "-o",
        "result.json",
        "--lang",
        "en",
    ]
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=logs.parent)
        assert "written: result.json" in done.stderr


def test_no_finding_is_listed_where_none_is_asked_for(run: Run, logs: Path) -> None:
    done = run("audit", str(logs), "-p", "2026-03", "--max-findings", "0", "-f", "json", "--lang", "en")
    assert done.code == 0
    assert '"findings":[\n],' in done.out
    assert '"findings_total":2' in done.out


@pytest.mark.parametrize(
    ("lang", "place"), [("en", "logs/complaints.csv, line 2: received_at"), ("zh", "logs/complaints.csv 第 2 行")]
)
def test_logs_of_which_no_row_can_be_read_are_wrong_inputs(run: Run, clean: Path, lang: str, place: str) -> None:
    (clean / "logs").mkdir()
    (clean / "logs" / "complaints.csv").write_text(HEADER + "C-1,P1,yesterday,2026-03-03 10:00\n")
    done = run("audit", "logs", "-p", "2026-03", "--lang", lang)
    assert done.code == 3
    assert place in done.err


def test_an_output_never_takes_the_place_of_a_log(run: Run, logs: Path) -> None:
    before = (logs / "complaints.csv").read_bytes()
    done = run("audit", "logs", "-p", "2026-03", "-f", "json", "-o", "logs/complaints.csv", "--lang", "en")
    assert (done.code, (logs / "complaints.csv").read_bytes()) == (2, before)
    assert "logs/complaints.csv is one of the logs" in done.err
