"""Checks of a company: a folder that adds a clause, replaces one, or brings a standard of its own."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from small import ANSWERED, LATE, audit, outcomes, records, status, write

from commsaudit.checks.catalogue import load_catalogue
from commsaudit.errors import CheckError, SettingsError

# Answered within two hours: ours.
HOURS = """/*
clause = "{clause}"
unit = "0.2"
zh = "两小时内回应"
en = "A response within two hours"
each = "complaint"
due = "hours(received_at, response_hours)"
met = "responded_at ≤ due"
params = {{ response_hours = 2 }}
source = "complaints"
reads = {{ complaints = ["received_at", "responded_at"] }}
*/
SELECT
    c.project_id,
    c.complaint_id AS record_id,
    hours(c.received_at, $response_hours) AS due_at,
    done_by(c.responded_at, hours(c.received_at, $response_hours)) AS met,
    c.responded_at AS done_at,
    c._row AS source_row
FROM complaints AS c
"""
TREE = """zh = "本公司标准"
en = "Our own standard"
points = "10.0"
types = ["residential"]

[[category]]
id = "Z"
points = "10.0"
zh = "服务"
en = "Service"

[items]
"Z.1" = {{ zh = "回应", en = "Responses", deduct = "occurrence", cap = "{cap}" }}
"""
OURS = {"checks": ["./ours"]}


def ours(tmp_path: Path, clause: str, standard: str = "supervision", cap: str | None = None) -> None:
    folder = tmp_path / "ours" / standard
    folder.mkdir(parents=True)
    (folder / f"{clause}-two-hours.sql").write_text(HOURS.format(clause=clause), encoding="utf-8")
    if cap:
        (folder / "standard.toml").write_text(TREE.format(cap=cap), encoding="utf-8")


def test_a_clause_is_added(tmp_path: Path) -> None:
    ours(tmp_path, "2.3.7")
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED, LATE]), "2026-03", settings=OURS)
    assert records(run, "2.3.7") == ["C-1", "C-2"]
    assert records(run, "2.3.3") == ["C-2"]
    (project,) = run.result.projects
    assert project.score is not None
    # 2 × 0.2 for ours, 0.1 for 2.3.3.
    assert project.score.deduction == Decimal("0.5")
    assert project.coverage.clauses == 88
    assert run.result.settings["replaced"] == []


def test_a_clause_is_replaced_and_the_result_says_so(tmp_path: Path) -> None:
    ours(tmp_path, "2.3.3")
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED]), "2026-03", settings=OURS)
    assert records(run, "2.3.3") == ["C-1"]
    assert run.result.settings["replaced"] == ["2.3.3"]
    assert run.result.projects[0].coverage.clauses == 87
    shipped = load_catalogue()["supervision"]
    assert [each.digest for each in run.result.standards] != [shipped.digest]


def test_its_parameters_can_be_set_as_any_others(tmp_path: Path) -> None:
    ours(tmp_path, "2.3.7")
    folder = write(tmp_path / "logs", complaints=[ANSWERED])
    table = {**OURS, "clauses": {"2.3.7": {"parameters": {"response_hours": 48}}}}
    assert status(audit(folder, "2026-03", settings=table), "2.3.7") == "pass"


def test_a_standard_is_added_with_points_of_its_own(tmp_path: Path) -> None:
    ours(tmp_path, "Z.1.1", "house", cap="0.3")
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED, LATE]), "2026-03", settings=OURS)
    assert [each.id for each in run.result.standards if each.mode == "score"] == ["supervision", "house"]
    assert outcomes(run, "Z.1.1")["P1"].standard == "house"
    (project,) = run.result.projects
    assert project.score is not None
    # 35 + 10 points; 0.1 for 2.3.3, and two findings of 0.2 under a cap of 0.3.
    assert (project.score.points, project.score.deduction) == (Decimal("45.0"), Decimal("0.4"))
    alone = audit(tmp_path / "logs", "2026-03", settings=OURS, standards=["house"])
    assert {each.clause for each in alone.result.findings} == {"Z.1.1"}


def test_a_standard_may_be_observed(tmp_path: Path) -> None:
    ours(tmp_path, "Z.1.1", "house", cap="0.3")
    table = {**OURS, "standards": {"house": {"mode": "observe"}}}
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", settings=table)
    modes = {each.id: each.mode for each in run.result.standards}
    assert (modes["supervision"], modes["house"]) == ("score", "observe")
    assert run.result.projects[0].score is not None
    assert run.result.projects[0].score.points == Decimal("35.0")
    assert {each.clause for each in run.result.findings} >= {"2.3.3", "Z.1.1"}


def test_no_such_folder(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ours"):
        audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", settings=OURS)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("/*\n", "", "front matter"),
        ('unit = "0.2"', 'unti = "0.2"', "unti"),
        ('clause = "2.3.7"\n', "", "clause"),
        ('en = "A', "en = A", "two-hours.sql"),
    ],
)
def test_a_check_that_keeps_no_form_is_an_error_that_names_the_file(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    ours(tmp_path, "2.3.7")
    path = tmp_path / "ours" / "supervision" / "2.3.7-two-hours.sql"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CheckError, match=said) as caught:
        audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", settings=OURS)
    assert path.name in caught.value.zh


def test_a_standard_without_its_tree_is_an_error(tmp_path: Path) -> None:
    ours(tmp_path, "Z.1.1", "house")
    with pytest.raises(CheckError, match=r"standard\.toml"):
        audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", settings=OURS)


@pytest.mark.parametrize("column", ["due_at", "met", "record_id"])
def test_a_check_that_lacks_a_column_of_the_contract_ends_in_error(tmp_path: Path, column: str) -> None:
    ours(tmp_path, "2.3.7")
    path = tmp_path / "ours" / "supervision" / "2.3.7-two-hours.sql"
    path.write_text(path.read_text("utf-8").replace(f"AS {column}", "AS wrong"), encoding="utf-8")
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03", settings=OURS)
    assert status(run, "2.3.7") == "error"
    assert column in run.errors["2.3.7"]


def changed(tmp_path: Path, old: str, new: str, clause: str = "2.3.7", standard: str = "supervision") -> None:
    """Our clause with one thing in it changed."""
    ours(tmp_path, clause, standard, cap="1.0" if standard != "supervision" else None)
    path = tmp_path / "ours" / standard / f"{clause}-two-hours.sql"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("c.complaint_id AS record_id", "'same' AS record_id"),
        ("c.complaint_id AS record_id", "CAST(NULL AS VARCHAR) AS record_id"),
        (
            "FROM complaints AS c",
            "FROM complaints AS c) AS x) AS y; UPDATE stage_complaints SET _gone = TRUE; SELECT * FROM (SELECT 1",
        ),
        ("FROM complaints AS c", "FROM complaints AS c; DELETE FROM stage_complaints"),
    ],
)
def test_a_check_that_breaks_its_contract_is_an_error_and_the_others_still_run(
    tmp_path: Path, old: str, new: str
) -> None:
    changed(tmp_path, old, new)
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED, LATE]), "2026-03", settings=OURS)
    assert (status(run, "2.3.7"), list(run.errors)) == ("error", ["2.3.7"])
    assert records(run, "2.3.3") == ["C-2"]
    assert run.result.findings_total == len(run.result.findings)


def test_rows_of_projects_that_are_not_audited_are_no_obligations(tmp_path: Path) -> None:
    changed(tmp_path, "", "")
    folder = write(tmp_path / "logs", complaints=[ANSWERED, LATE, {**LATE, "project_id": "P2"}])
    run = audit(folder, "2026-03", settings=OURS, projects=["P1"])
    assert records(run, "2.3.7") == ["C-1", "C-2"]
    assert {finding.project_id for finding in run.result.findings} == {"P1"}


def test_rows_of_projects_that_there_are_not_are_an_error(tmp_path: Path) -> None:
    changed(tmp_path, "c.project_id,", "'ZZ' AS project_id,")
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED, LATE]), "2026-03", settings=OURS)
    assert status(run, "2.3.7") == "error"
    assert {finding.project_id for finding in run.result.findings} == {"P1"}


@pytest.mark.parametrize(
    ("old", "new"),
    [('unit = "0.2"', 'unit = "-0.5"'), ('unit = "0.2"', 'unit = "NaN"'), ('["received_at",', '["respond_at",')],
)
def test_what_a_front_matter_cannot_mean_is_said_of_its_file(tmp_path: Path, old: str, new: str) -> None:
    changed(tmp_path, old, new)
    with pytest.raises(CheckError, match=r"2\.3\.7-two-hours\.sql"):
        load_catalogue([tmp_path / "ours"])


def test_a_clause_belongs_to_one_standard(tmp_path: Path) -> None:
    changed(tmp_path, "", "", clause="2.3.3", standard="promises")
    with pytest.raises(CheckError, match="one of supervision already"):
        load_catalogue([tmp_path / "ours"])
