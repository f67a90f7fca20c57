"""Waivers: their days, what they name, the file they stand in, and what becomes of those that cover nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from small import audit, outcomes, write

from commsaudit.audit.waivers import read_waivers
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.errors import SettingsError
from commsaudit.model.outcome import Waiver

# Due 2026-03-06, never answered.
LATE = {"complaint_id": "C-2", "received_at": "2026-03-05 09:00", "responded_at": ""}
CLAUSES = [clause.id for clause in load_catalogue()["supervision"].clauses]


def waiver(first: str, last: str, record: str = "*", clause: str = "2.3.3", project: str = "P1") -> Waiver:
    return Waiver(project, clause, record, "系统升级", "王总", date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        ("2026-03-06", "2026-03-06", True),
        ("2026-03-07", "2026-03-31", False),
        ("2026-03-01", "2026-03-05", False),
        ("2026-03-06", "2026-12-31", True),
        ("2026-01-01", "2026-03-06", True),
    ],
)
def test_it_covers_what_falls_due_from_its_first_day_to_its_last(
    tmp_path: Path, first: str, last: str, covered: bool
) -> None:
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", waivers=(waiver(first, last),))
    assert outcomes(run, "2.3.3")["P1"].waived == covered
    (finding,) = run.result.findings
    assert (finding.waiver is not None) is covered


@pytest.mark.parametrize(
    ("given", "covered"),
    [
        (waiver("2026-03-01", "2026-03-31", "C-2"), True),
        (waiver("2026-03-01", "2026-03-31", "C-1"), False),
        (waiver("2026-03-01", "2026-03-31", clause="2.3.5"), False),
        (waiver("2026-03-01", "2026-03-31", project="P2"), False),
    ],
)
def test_it_covers_the_record_clause_and_project_that_it_names(tmp_path: Path, given: Waiver, covered: bool) -> None:
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", waivers=(given,))
    assert outcomes(run, "2.3.3")["P1"].waived == covered


def test_scores_stand_with_and_without_waivers(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    score = audit(folder, "2026-03", waivers=(waiver("2026-03-01", "2026-03-31"),)).result.projects[0].score
    assert score is not None
    assert (score.score, score.without_waivers) == (Decimal("35.0"), Decimal("34.9"))


def test_idle_and_expired_ones_are_reported(tmp_path: Path) -> None:
    given = (
        waiver("2026-03-01", "2026-03-31"),
        waiver("2026-03-01", "2026-03-31", "C-7"),
        waiver("2025-01-01", "2026-02-28"),
        waiver("2025-01-01", "2026-03-01", "C-8"),
    )
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", waivers=given)
    assert [(use.covers, use.expired) for use in run.waivers] == [(1, False), (0, False), (0, True), (0, False)]


def test_a_waiver_never_covers_what_an_overlapping_clause_found(tmp_path: Path) -> None:
    complaint = {**LATE, "closed_at": "", "result": "", "promised_at": ""}
    folder = write(tmp_path / "logs", complaints=[complaint])
    run = audit(folder, "2026-03", waivers=(waiver("2026-03-01", "2026-03-31"),))
    assert outcomes(run, "2.3.5")["P1"].status == "fail"


TOML = """[[waiver]]
project_id = "P1"
clause = "2.3.3"
record_id = "C-2"
reason = "系统升级"
approved_by = "王总"
approved_on = 2026-03-01
expires_on = "2026-03-31"
"""


def test_the_file_may_be_toml_or_csv(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "w.csv").write_text(
        "\ufeffproject_id,clause,record_id,reason,approved_by,approved_on,expires_on\n"
        "P1,2.3.3,C-2,系统升级,王总,2026-03-01,2026-03-31\n",
        encoding="utf-8",
    )
    expected = (waiver("2026-03-01", "2026-03-31", "C-2"),)
    assert read_waivers(tmp_path / "w.toml", CLAUSES) == expected
    assert read_waivers(tmp_path / "w.csv", CLAUSES) == expected


def test_without_a_record_it_covers_any(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text(TOML.replace('record_id = "C-2"\n', ""), encoding="utf-8")
    assert read_waivers(tmp_path / "w.toml", CLAUSES)[0].record_id == "*"


@pytest.mark.parametrize("left_out", ["project_id", "clause", "reason", "approved_by", "approved_on", "expires_on"])
def test_all_but_the_record_is_required(tmp_path: Path, left_out: str) -> None:
    lines = [line for line in TOML.splitlines() if not line.startswith(f"{left_out} ")]
    (tmp_path / "w.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(SettingsError, match=left_out) as caught:
        read_waivers(tmp_path / "w.toml", CLAUSES)
    assert "w.toml" in caught.value.zh


@pytest.mark.parametrize(
    ("old", "new"),
    [('"2.3.3"', '"9.9.9"'), ("2026-03-01", '"31/03/2026"'), ("reason", "raeson"), ('"2026-03-31"', "2026-02-28")],
)
def test_a_wrong_entry_is_an_error(tmp_path: Path, old: str, new: str) -> None:
    (tmp_path / "w.toml").write_text(TOML.replace(old, new), encoding="utf-8")
    with pytest.raises(SettingsError):
        read_waivers(tmp_path / "w.toml", CLAUSES)


def test_a_csv_as_excel_in_china_saves_it(tmp_path: Path) -> None:
    text = "项目编号,条款,记录编号,原因,审批人,审批日期,有效期至\nP1,2.3.3,C-1,业主出国,王经理,2026/3/1,2026年3月31日\n"
    (tmp_path / "w.csv").write_bytes(text.encode("gb18030"))
    (waiver,) = read_waivers(tmp_path / "w.csv", CLAUSES)
    assert (waiver.reason, waiver.approved_on, waiver.expires_on) == ("业主出国", date(2026, 3, 1), date(2026, 3, 31))
