"""Where an option may stand: the command line wins over the environment, that over the settings file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commsaudit.audit.settings import OPTIONS
from commsaudit.cli.commands.audit import audit

MARCH = ("-p", "2026-03")


def settings(text: str, name: str = "commsaudit.toml") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)


def said(path: str = "r.json") -> dict:
    return json.loads(Path(path).read_text("utf-8"))["settings"]


def test_every_option_of_audit_may_stand_in_the_settings_file():
    without = {"config", "log"}  # the file cannot name itself; what standard input holds is of one call
    names = {param.name for param in audit.params} - {"paths", *without}
    assert names <= OPTIONS


@pytest.mark.usefixtures("logs")
def test_command_line_environment_file(run, monkeypatch):
    settings('period = "2026-03"\ncounting = "clause"\nmax_findings = 5\nseed = "file"\nsample = 2\n')
    monkeypatch.setenv("COMMSAUDIT_COUNTING", "as_written")
    monkeypatch.setenv("COMMSAUDIT_SEED", "environment")
    assert run("audit", "logs", "--seed", "line", "-o", "r.json").code == 0
    found = said()
    assert found["max_findings"] == 5
    assert found["counting"] == "as_written"
    assert found["sample"] == {"size": 2, "seed": "line"}


@pytest.fixture
def two_projects(clean: Path) -> Path:
    """A complaint each of two projects."""
    rows = "C-1,P01,2026-03-02,2026-03-03\nC-1,P02,2026-03-02,2026-03-03\n"
    (clean / "complaints.csv").write_text("complaint_id,project_id,received_at,responded_at\n" + rows)
    return clean / "complaints.csv"


@pytest.mark.usefixtures("two_projects")
def test_lists(run, monkeypatch):
    settings('project = "P01"\nstandard = ["supervision"]\n')
    run("audit", "complaints.csv", *MARCH, "-o", "r.json")
    assert (said()["projects"], said()["standards"]) == (["P01"], ["supervision"])
    monkeypatch.setenv("COMMSAUDIT_PROJECT", "P02, P0*")
    run("audit", "complaints.csv", *MARCH, "-o", "r.json")
    assert said()["projects"] == ["P02", "P0*"]


@pytest.mark.usefixtures("logs")
def test_outputs_of_the_file_count_where_the_line_names_none(run):
    settings('format = ["json", "table"]\noutput = ["a.out", "b.out"]\n')
    assert run("audit", "logs", *MARCH).code == 0
    assert Path("a.out").read_text().startswith("{")
    assert "34.8/35.0" in Path("b.out").read_text("utf-8")
    Path("a.out").unlink()
    done = run("audit", "logs", *MARCH, "-f", "table")
    assert "34.8/35.0" in done.out
    assert not Path("a.out").exists()


@pytest.mark.usefixtures("logs")
def test_paths_in_a_file_are_seen_from_the_file(run):
    settings('output = "r.json"\nwaivers = "w.toml"\nrejects = "bad.csv"\n', "there/commsaudit.toml")
    settings("", "there/w.toml")
    done = run("audit", "logs", *MARCH, "--config", "there/commsaudit.toml")
    assert done.code == 0, done.err
    assert Path("there/r.json").is_file()
    assert Path("there/bad.csv").is_file()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('max_rejects = "x"', "commsaudit.toml: max_rejects: 'x' is not a valid whole number"),
        ('counting = "each"', "counting"),
        ("lang = 3", "commsaudit.toml: lang: 3 is not one of"),
        ('memory_limit = "much"', "commsaudit.toml"),
        ("sample = -1", "sample"),
    ],
)
@pytest.mark.usefixtures("logs")
def test_a_value_that_cannot_be_meant_is_an_error_that_names_its_file(run, text, place):
    settings(text)
    done = run("audit", "logs", *MARCH)
    assert done.code == 2
    assert place in done.err


@pytest.mark.usefixtures("logs")
def test_a_variable_that_cannot_be_meant_is_named(run, monkeypatch):
    monkeypatch.setenv("COMMSAUDIT_MAX_REJECTS", "x")
    done = run("audit", "logs", *MARCH)
    assert done.code == 2
    assert "COMMSAUDIT_MAX_REJECTS: 'x' is not a valid whole number" in done.err


@pytest.mark.usefixtures("logs")
def test_the_file_may_be_named_by_a_variable(run, monkeypatch):
    settings('period = "2026-03"\n', "other.toml")
    monkeypatch.setenv("COMMSAUDIT_CONFIG", "other.toml")
    assert run("audit", "logs").code == 0


def test_words_meant_for_other_programs_change_nothing(run, monkeypatch):
    monkeypatch.setenv("COMMSAUDIT_VERSION", "1")
    monkeypatch.setenv("COMMSAUDIT_HELP", "1")
    assert "Usage" in run("--help").out
    assert run("checks", "list", "--category", "5").code == 0


def test_what_the_file_says_to_audits_means_nothing_to_other_commands(run):
    settings(
        'standard = ["supervision"]\nlang = "en"\nall = true\nperiod = "2026-03"\n[logs.complaints]\nblanks = ["?"]\n'
    )
    assert run("checks", "list", "--category", "5").code == 0
    assert run("logs", "show", "complaints").code == 0
