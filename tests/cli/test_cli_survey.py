"""``commsaudit survey``: the table, the other formats, and what is said where figures cannot be told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

SURVEYS = "survey_id,project_id,kind,distributed_on,distributed,collected\nS1,P1,satisfaction,2026-03-05,40,23\n"
ANSWERS = "project_id,survey_id,sheet_id,question,choice\n" + "".join(
    f"P1,S1,T{sheet},停车,{choice}\n" for sheet, choice in enumerate(["满意", "不满意", "不满意", "很不满意"])
)


@pytest.fixture
def surveys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "surveys.csv").write_text(SURVEYS, "utf-8")
    (tmp_path / "s" / "survey_answers.csv").write_text(ANSWERS, "utf-8")
    return tmp_path / "s"


@pytest.mark.usefixtures("surveys")
def test_the_table_in_both_languages(run):
    english, chinese = run("survey", "s"), run("survey", "s", "--lang", "zh")
    assert english.code == chinese.code == 0
    # 1 of 4 satisfied; 57.5 % came back, two whole points short of 60: 25 - 10.
    assert all(figure in english.out for figure in ("25.00 %", "15.00 %", "57.50 %", "Adjusted"))
    assert "折算满意率" in chinese.out


@pytest.mark.usefixtures("surveys")
def test_json_and_csv(run):
    metrics = json.loads(run("survey", "s", "-f", "json").out)
    assert {each["name"]: each["value"] for each in metrics if each["record_id"] == "S1"} == {
        "abstentions": "0", "satisfaction_rate": "25.00", "return_rate": "57.50", "adjusted_rate": "15.00",
    }  # fmt: skip
    assert run("survey", "s", "-f", "csv").out.splitlines()[0] == "Project,Metric,Record,Value,Detail"


@pytest.mark.usefixtures("surveys")
def test_a_period_without_a_survey_is_an_error(run):
    assert run("survey", "s", "-p", "2026-03").code == 0
    done = run("survey", "s", "-p", "2026-02")
    assert (done.code, done.out) == (2, "")
    assert "handed out in 2026-02" in done.err


def test_rows_that_cannot_be_read_are_said_and_fail(run, surveys):
    (surveys / "surveys.csv").write_text(SURVEYS.replace(",40,", ",4.5,"), "utf-8")
    done = run("survey", "s")
    assert done.code == 3
    assert "surveys.csv, line 2 (distributed)" in done.err


def test_columns_that_are_missing_are_named(run, surveys):
    (surveys / "surveys.csv").write_text(SURVEYS.replace("collected", "back"), "utf-8")
    done = run("survey", "s")
    assert (done.code, "surveys.collected" in done.err, "25.00 %" in done.out) == (0, True, True)
    (surveys / "survey_answers.csv").write_text(ANSWERS.replace("choice", "answer"), "utf-8")
    missing = run("survey", "s")
    assert (missing.code, "survey_answers.choice" in missing.err) == (3, True)
