"""``init``, ``demo`` and ``completion``: the first things that a user does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commsaudit.audit.settings import read_settings
from commsaudit.audit.waivers import read_waivers
from commsaudit.cli.main import root
from commsaudit.model.schema import logs as all_logs

COMMAND = [sys.executable, "-m", "commsaudit"]


def uncommented(text: str) -> str:
    """A file with its examples in use: comment lines that hold a key or a table."""
    lines = []
    for line in text.splitlines():
        bare = line.removeprefix("# ")
        is_example = line.startswith("# ") and (bare.startswith("[") or " = " in bare.split("#")[0])
        lines.append(bare if is_example else line)
    return "\n".join(lines)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_working_folder(run, lang):
    done = run("init", "ours", "--lang", lang)
    assert done.code == 0
    assert sorted(path.name for path in Path("ours").iterdir()) == ["commsaudit.toml", "logs", "waivers.toml"]
    assert {path.stem for path in Path("ours/logs").iterdir()} == {log.zh for log in all_logs().values()}
    assert read_settings(Path("ours/commsaudit.toml")).options["lang"] == lang
    assert read_waivers(Path("ours/waivers.toml"), ["2.3.3"]) == ()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_examples_can_be_used(run, lang):
    run("init", "--lang", lang)
    Path("checks").mkdir()
    settings, waivers = Path("commsaudit.toml"), Path("waivers.toml")
    settings.write_text(uncommented(settings.read_text("utf-8")), "utf-8")
    waivers.write_text(uncommented(waivers.read_text("utf-8")), "utf-8")
    read = read_settings(settings)
    assert read.settings.clauses["2.3.3"].parameters == {"response_working_days": 2}
    assert read.settings.mode("4.1.1", "P09") == "off"
    assert read.settings.logs["complaints"].header_row == 3
    assert [waiver.clause for waiver in read_waivers(waivers, ["2.3.3"])] == ["2.3.3"]
    assert run("checks", "show", "2.3.3").code == 0


def test_what_was_not_filled_in_is_not_assessed(run):
    run("init", "--lang", "en")
    Path("logs/项目.csv").unlink()
    header = Path("logs/投诉.csv").read_text("utf-8-sig").strip()
    row = {"投诉编号": "C-1", "项目编号": "P1", "受理时间": "2026-03-02", "回应时间": "2026-03-09"}
    cells = ",".join(row.get(name, "") for name in header.split(","))
    Path("logs/投诉.csv").write_text(f"{header}\n{cells}\n", "utf-8")
    done = run("audit", "logs", "-p", "2026-03")
    assert done.code == 0
    assert "log notices holds no row of the project" in " ".join(done.out.split()) or "notices" in done.out


def test_nothing_is_overwritten(run):
    run("init", "--lang", "en")
    Path("commsaudit.toml").write_text("# mine\n")
    Path("logs/投诉.csv").write_text("mine")
    done = run("init", "--lang", "en")
    assert done.code == 2
    assert "commsaudit.toml, waivers.toml: there already" in done.err
    assert "已存在" in run("init", "--lang", "zh").err
    assert Path("commsaudit.toml").read_text() == "# mine\n"
    assert run("init", "--force", "--lang", "en").code == 0
    assert "empty_log" in Path("commsaudit.toml").read_text()
    assert Path("logs/投诉.csv").read_text() == "mine"


def test_the_demo_is_written_and_audited(demo):
    folder, done = demo
    assert done.code == 0
    assert "13 projects" in done.out
    assert f"Now try: commsaudit audit {folder}" in done.err


def test_the_demo_is_the_fixture(demo, company):
    folder, _ = demo
    ours = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.name[0] != "."}
    assert ours == {path.relative_to(company).as_posix() for path in company.rglob("*.*")}


def test_the_demo_is_written_again_over_itself(run, demo):
    folder, _ = demo
    before = {path: path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
    assert run("demo", str(folder), "-q", "--lang", "zh").code == 0
    assert {path: path.read_bytes() for path in before} == before


def test_the_demo_leaves_other_folders_alone(run):
    Path("demo").mkdir()
    Path("demo/complaints.csv").write_text("mine")
    done = run("demo")
    assert done.code == 2
    assert "holds other files" in done.err
    assert "已有其他文件" in run("demo", "--lang", "zh").err
    assert Path("demo/complaints.csv").read_text() == "mine"
    assert run("demo", "demo/complaints.csv").code == 2
    done = run("demo", "new", "-p", "2026-99")
    assert done.code == 2
    assert not Path("new").exists()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_scripts(run, shell):
    done = run("completion", shell)
    assert done.code == 0
    assert "_COMMSAUDIT_COMPLETE" in done.out


def test_the_script_of_bash_is_bash(run):
    done = run("completion", "bash")
    assert done.code == 0
    subprocess.run(["bash", "-n", "-c", done.out], check=True)


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("commsaudit ch", ["checks"]),
        ("commsaudit checks show 2.3.", ["2.3.1", "2.3.2", "2.3.3", "2.3.4", "2.3.5", "2.3.6"]),
        ("commsaudit checks test 2.12.5", ["2.12.5"]),
        ("commsaudit audit logs --standard sup", ["supervision"]),
        ("commsaudit audit logs -f j", ["json", "junit"]),
        ("commsaudit audit - --log compl", ["complaints"]),
        ("commsaudit logs show staff_", ["staff_changes"]),
        ("commsaudit audit --counting cl", ["clause"]),
        ("commsaudit audit --memory", ["--memory-limit"]),
    ],
)
def test_what_the_shell_is_proposed(words, proposed):
    environment = {
        "_COMMSAUDIT_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    done = subprocess.run(COMMAND, env=os.environ | environment, capture_output=True, text=True, check=True)
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == proposed


def test_every_command_of_the_list_is_there():
    import click

    context = click.Context(root)
    for name in root.list_commands(context):
        assert root.get_command(context, name) is not None
    assert root.get_command(context, "grade") is None
