"""``-`` as PATH: standard input holds one log, whatever the kind of file."""

from __future__ import annotations

import io
import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

MARCH = ("-p", "2026-03")


def test_one_log_from_standard_input(run, logs):
    data = (logs / "complaints.csv").read_bytes()
    done = run("audit", "-", "--log", "complaints", *MARCH, "-f", "json", stdin=data)
    assert done.code == 0
    said = json.loads(done.out)
    assert said["inputs"][0]["file"] == "-"
    assert [each["source"] for each in said["findings"]] == [
        {"log": "complaints", "file": "-", "line": 3},
        {"log": "complaints", "file": "-", "line": 4},
    ]
    assert "commsaudit-" not in done.out + done.err


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_standard_input_is_recognised_by_its_bytes(run, kind):
    stream = io.BytesIO()
    names = ["complaint_id", "project_id", "received_at", "responded_at"]
    row = ["C-1", "P1", "2026-03-02 09:00", "2026-03-09"]
    if kind == "parquet":
        pq.write_table(pa.table({name: [cell] for name, cell in zip(names, row, strict=True)}), stream)
    else:
        with xlsxwriter.Workbook(stream) as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, names)
            sheet.write_row(1, 0, row)
    done = run("audit", "-", "--log", "complaints", *MARCH, "-f", "json", stdin=stream.getvalue())
    assert [each["record_id"] for each in json.loads(done.out)["findings"]] == ["C-1"]


@pytest.mark.usefixtures("logs")
def test_standard_input_beside_files_is_called_a_dash_in_errors_too(run):
    projects = b"project_id,name\n"
    done = run("audit", "-", "logs", "--log", "projects", *MARCH, stdin=b"")
    assert done.code == 3
    assert done.err.startswith("Error: -, line 1: the file is empty")
    assert run("audit", "-", "logs", "--log", "projects", *MARCH, stdin=projects + b"P1,One\n").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-"], "say which log standard input holds"),
        (["-", "--log", "complants"], "did you mean 'complaints'?"),
        (["logs", "--log", "complaints"], "no PATH is '-'"),
    ],
)
@pytest.mark.usefixtures("logs")
def test_standard_input_has_to_be_named(run, arguments, said):
    done = run("audit", *arguments, *MARCH, stdin=b"x")
    assert done.code == 2
    assert said in done.err
