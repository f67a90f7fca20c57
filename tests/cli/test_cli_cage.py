"""Checks of others on the command line: exit code 4, a reason in the language that is spoken, and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_calls import HEADER, called

CHECK = """/*
clause = "2.3.7"
zh = "条款"
en = "A clause"
due = "x"
source = "complaints"
reads = { complaints = ["received_at"] }
*/
SELECT c.project_id, c.complaint_id AS record_id, c.received_at AS due_at, FALSE AS met, CAST(NULL AS TIMESTAMP) AS done_at,
    c._row AS source_row
FROM complaints AS c
"""
CASES = """[[case]]
name = "one"
period = "2026-03"
given.complaints = [{ complaint_id = "C-1", received_at = "2026-03-05 09:00" }]
expect = [{ record = "C-1", met = false }]
"""
HOSTILE = CHECK.replace("FROM complaints AS c", "FROM complaints AS c, read_text('/etc/passwd')")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a check of others and one complaint."""
    theirs = tmp_path / "theirs" / "supervision"
    theirs.mkdir(parents=True)
    (theirs / "theirs.sql").write_text(HOSTILE, encoding="utf-8")
    (theirs / "theirs.cases.toml").write_text(CASES, encoding="utf-8")
    (tmp_path / "commsaudit.toml").write_text('checks = ["./theirs"]\n', encoding="utf-8")
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "complaints.csv").write_text(f"{HEADER}C-1,P1,2026-03-05 09:00,\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("lang", "said"), [("en", "it touches files"), ("zh", "涉及文件")])
def test_an_audit_goes_on_and_says_so(folder: Path, lang: str, said: str) -> None:
    done = called("audit", "logs", "-p", "2026-03", "--standard", "supervision", "-o", "result.json", "--lang", lang)
    assert done.code == 4
    assert said in done.err
    assert "theirs.sql" in done.err
    assert len([line for line in done.err.splitlines() if "theirs.sql" in line]) == 1
    result = json.loads((folder / "result.json").read_text("utf-8"))
    status = {clause["id"]: clause["status"] for clause in result["projects"][0]["clauses"]}
    assert (status["2.3.7"], status["2.3.3"]) == ("error", "fail")
    shown = called("report", "result.json", "-f", "md", "--lang", lang)
    assert shown.out.count("theirs.sql") == 1
    assert said in shown.out
    assert called("verify", "result.json", "logs", "--lang", lang).code == 0


@pytest.mark.usefixtures("folder")
def test_every_command_that_runs_checks_keeps_them_caged() -> None:
    for arguments in (
        ("due", "logs", "--as-of", "2026-03-10", "--standard", "supervision"),
        ("worksheet", "logs", "-p", "2026-03", "--standard", "supervision", "-o", "sheet.xlsx"),
        ("checks", "test", "2.3.7"),
    ):
        done = called(*arguments, "--lang", "en")
        assert "root:" not in done.out + done.err
        if arguments[0] != "worksheet":  # It lists what is not judged, and no check of others is among that.
            assert done.code == 4, done
            assert "read_text" in done.out + done.err


def test_a_good_check_passes_its_cases_in_the_cage(folder: Path) -> None:
    (folder / "theirs" / "supervision" / "theirs.sql").write_text(CHECK, encoding="utf-8")
    assert called("checks", "test", "2.3.7", "--lang", "en").code == 0


def test_the_limits_are_settings(folder: Path) -> None:
    endless = CHECK.replace("FROM complaints AS c", "FROM complaints AS c, range(100000000000) AS r(n) WHERE n < 0")
    (folder / "theirs" / "supervision" / "theirs.sql").write_text(endless, encoding="utf-8")
    (folder / "commsaudit.toml").write_text('checks = ["./theirs"]\n[limits]\ncheck_seconds = 1\n', encoding="utf-8")
    done = called("audit", "logs", "-p", "2026-03", "--standard", "supervision", "--lang", "zh")
    assert done.code == 4
    assert "运行超过 1 秒" in done.err
