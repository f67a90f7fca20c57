"""Rows that cannot be read: set aside with file, line, column, value and reason, and never guessed at."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import LATE, PROJECT, audit, records, status, write

from commsaudit.audit.request import AuditRun
from commsaudit.errors import InputError
from commsaudit.model.inputs import Reject

GOOD = {"complaint_id": "C-1", "received_at": "2026-03-05 09:00", "responded_at": "2026-03-05 10:00"}


def only(run: AuditRun) -> Reject:
    (reject,) = run.rejects
    return reject


# log, column, a value that is not of its type, the rest of the row
WRONG = [
    ("complaints", "received_at", "昨天", GOOD),
    ("complaints", "received_at", "03/05/2026", GOOD),
    ("complaints", "received_at", "2026-02-30", GOOD),
    ("complaints", "received_at", "2026-03-05 25:00", GOOD),
    ("complaints", "promised_at", "下周", GOOD),
    ("complaints", "difficult", "也许", GOOD),
    ("complaints", "grade", "很重", GOOD),
    ("complaints", "area", "火星", GOOD),
    ("complaints", "report_sections", "内容;不存在", GOOD),
    ("contacts", "rated_skill", "4.5", {"contact_id": "K-1", "purpose": "走访", "started_at": "2026-03-05"}),
    ("contacts", "rated_skill", "五", {"contact_id": "K-1", "purpose": "走访", "started_at": "2026-03-05"}),
    ("home_services", "charged", "12.345", {"service_id": "S-1", "requested_at": "2026-03-05"}),
    ("home_services", "charged", "免费", {"service_id": "S-1", "requested_at": "2026-03-05"}),
    ("projects", "gross_area_sqm", "很大", PROJECT),
    ("custody", "keep_until", "2026-13-01", {"item_id": "G-1", "received_at": "2026-03-05"}),
    ("documents", "period", "2026-Q5", {"document_id": "D-1", "kind": "工作简报"}),
    ("documents", "period", "三月", {"document_id": "D-1", "kind": "工作简报"}),
]


@pytest.mark.parametrize(("log", "column", "value", "rest"), WRONG, ids=lambda each: str(each)[:20])
def test_a_value_that_is_not_of_its_type(
    tmp_path: Path, log: str, column: str, value: str, rest: dict[str, str]
) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    key = next(iter(rest))
    good = [{**rest, key: "好-1", column: ""}] if column not in ("received_at",) else [{**rest, key: "好-1"}]
    write(folder, **{log: [*good, {**rest, column: value}, *([LATE] if log == "complaints" else [])]})
    (found,) = [each for each in audit(folder, "2026-03").rejects if each.log == log]
    assert (found.file, found.line, found.column, found.value) == (str(folder / f"{log}.csv"), 3, column, value)
    assert found.reason


@pytest.mark.parametrize("column", ["complaint_id", "received_at", "project_id"])
@pytest.mark.parametrize("blank", ["", "  ", "　\t"])
def test_a_blank_where_one_is_required(tmp_path: Path, column: str, blank: str) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE, {**GOOD, column: blank}])
    run = audit(folder, "2026-03")
    found = only(run)
    assert (found.line, found.column, found.reason.startswith("blank")) == (3, column, True)
    (entry,) = run.result.inputs
    assert (entry.rows, entry.loaded, entry.rejected) == (2, 1, 1)


def test_a_project_that_the_projects_do_not_hold(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", projects=[PROJECT], complaints=[LATE, {**GOOD, "project_id": "P7"}])
    found = only(audit(folder, "2026-03"))
    assert (found.line, found.column, found.value) == (3, "project_id", "P7")


def test_a_project_that_was_rejected_takes_its_rows_with_it(tmp_path: Path) -> None:
    projects = [PROJECT, {**PROJECT, "project_id": "P2", "households": "很多"}]
    folder = write(tmp_path / "logs", projects=projects, complaints=[LATE, {**GOOD, "project_id": "P2"}])
    found = [(each.log, each.line, each.column) for each in audit(folder, "2026-03").rejects]
    assert found == [("complaints", 3, "project_id"), ("projects", 3, "households")]


def test_an_unknown_clause_rejects_an_inspection(tmp_path: Path) -> None:
    row = {"inspection_id": "X-1", "clause": "9.9.9", "inspected_on": "2026-03-05", "verdict": "合格"}
    folder = write(tmp_path / "logs", complaints=[LATE], inspections=[row])
    found = only(audit(folder, "2026-03"))
    assert (found.log, found.column, found.value) == ("inspections", "clause", "9.9.9")


@pytest.mark.parametrize("line", ["P1,C-9,2026-03-05", "P1,C-9,2026-03-05,2026-03-05,more,still more"])
def test_the_wrong_number_of_fields(tmp_path: Path, line: str) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    path = folder / "complaints.csv"
    path.write_text(path.read_text("utf-8") + line + "\n" + "P1,C-3,2026-03-05,2026-03-05\n", encoding="utf-8")
    run = audit(folder, "2026-03")
    assert only(run).line == 3
    (entry,) = run.result.inputs
    assert (entry.rows, entry.loaded, entry.rejected) == (3, 2, 1)


def test_lines_are_physical_with_quoted_newlines_before_and_in_the_row(tmp_path: Path) -> None:
    text = (
        "complaint_id,project_id,summary,received_at,responded_at\n"
        'C-1,P1,"电梯\n坏了\n\n三天",2026-03-05,2026-03-05\n'
        'C-2,P1,"漏水\r\n一直",2026-03-05,\n'
        'C-3,P1,"灯\n灭",明天,\n'
        "C-4,P1,噪音,2026-03-05,\n"
        'C-5,P1,"a ""b""\n",2026-03-05,乱\n'
    )
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "complaints.csv").write_bytes(text.encode())
    run = audit(folder, "2026-03")
    assert [(each.line, each.column, each.value) for each in run.rejects] == [
        (8, "received_at", "明天"), (11, "responded_at", "乱"),
    ]  # fmt: skip
    lines = {each.record_id: each.source and each.source.line for each in run.result.findings}
    assert lines == {"C-2": 6, "C-4": 10}


def test_a_row_with_two_wrong_cells_is_one_row(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE, {**GOOD, "received_at": "x", "responded_at": "y"}])
    run = audit(folder, "2026-03")
    assert [each.column for each in run.rejects] == ["received_at", "responded_at"]
    assert (run.rejected_rows, run.result.inputs[0].rejected) == (1, 1)


def test_empty_lines_are_no_rows(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    path = folder / "complaints.csv"
    path.write_text(path.read_text("utf-8") + "\n,,,\n  \n", encoding="utf-8")
    run = audit(folder, "2026-03")
    assert (run.rejects, run.result.inputs[0].rows) == ([], 1)


def test_a_word_outside_the_enumeration_becomes_other_and_is_counted(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "channel": "飞鸽传书"},
        {**LATE, "channel": "飞鸽传书"},
        {**GOOD, "complaint_id": "3", "channel": "其他"},
    ]
    run = audit(write(tmp_path / "logs", complaints=rows), "2026-03")
    assert run.unknown_words == {("complaints", "channel"): {"飞鸽传书": 2}}
    assert run.rejects == []


@pytest.mark.parametrize("column", ["complaint_id", "received_at"])
def test_a_log_without_a_column_that_it_must_have_is_an_error_that_names_file_and_column(
    tmp_path: Path, column: str
) -> None:
    lacking = {name: value for name, value in LATE.items() if name != column}
    with pytest.raises(InputError, match=rf"complaints\.csv.*{column}") as caught:
        audit(write(tmp_path / "logs", complaints=[lacking]), "2026-03")
    assert "complaints.csv" in caught.value.zh


def test_files_of_a_log_that_differ_in_what_is_assessed_are_an_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    (folder / "complaints.csv").rename(folder / "complaints-1.csv")
    write(folder, complaints=[{**GOOD, "logged_at": "2026-03-05"}])
    with pytest.raises(InputError, match="logged_at"):
        audit(folder, "2026-03")


# Chains of rows with one key: what the file order leaves, what is a duplicate and what superseded.
A, B = {**LATE, "responded_at": "2026-03-05 10:00"}, {**LATE, "responded_at": "2026-03-09 10:00"}


@pytest.mark.parametrize(
    ("chain", "kept", "duplicates", "superseded"),
    [
        ([A, B], "fail", 0, 1),
        ([B, A], "pass", 0, 1),
        ([A, A], "pass", 1, 0),
        ([A, A, B], "fail", 1, 1),
        ([A, B, B], "fail", 1, 1),
        ([A, B, A], "pass", 0, 2),
        ([A, B, A, B], "fail", 0, 3),
        ([B, B, B], "fail", 2, 0),
    ],
)
@pytest.mark.parametrize("split", [False, True], ids=["one file", "a file each"])
def test_chains(
    tmp_path: Path, chain: list[dict[str, str]], kept: str, duplicates: int, superseded: int, split: bool
) -> None:
    folder = tmp_path / "logs"
    if split:
        for number, row in enumerate(chain, 9):  # 9, 10, 11: natural order, not that of letters
            write(folder, complaints=[row])
            (folder / "complaints.csv").rename(folder / f"complaints-{number}.csv")
    else:
        write(folder, complaints=chain)
    run = audit(folder, "2026-03")
    assert status(run, "2.3.3") == kept
    inputs = run.result.inputs
    assert sum(each.rows for each in inputs) == len(chain)
    assert sum(each.loaded for each in inputs) == 1
    assert (sum(each.duplicates for each in inputs), sum(each.superseded for each in inputs)) == (
        duplicates,
        superseded,
    )


def test_a_rejected_row_supersedes_nothing(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[B, {**A, "responded_at": "乱"}]), "2026-03")
    assert records(run, "2.3.3") == ["C-2"]
    (entry,) = run.result.inputs
    assert (entry.rows, entry.loaded, entry.rejected, entry.superseded) == (2, 1, 1, 0)


def test_the_same_id_in_another_project_is_another_row(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[A, {**B, "project_id": "P2"}]), "2026-03")
    assert (status(run, "2.3.3", "P1"), status(run, "2.3.3", "P2")) == ("pass", "fail")


def test_what_differs_in_spelling_alone_is_the_same_row(tmp_path: Path) -> None:
    same = {**A, "complaint_id": "Ｃ-2", "received_at": "2026/3/5 9:00", "responded_at": "2026年3月5日10时"}
    run = audit(write(tmp_path / "logs", complaints=[A, same]), "2026-03")
    (entry,) = run.result.inputs
    assert (entry.loaded, entry.duplicates, entry.superseded) == (1, 1, 0)
