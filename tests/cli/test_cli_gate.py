"""``commsaudit gate``: rules from settings, variables and options; formats; exit codes; the workflows of docs/gate.md."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from cli_calls import Run

PAGE = Path(__file__).parents[2] / "docs" / "gate.md"


@pytest.fixture
def result(run: Run, logs: Path) -> Path:
    """One project P1, 34.8 of 35.0: two findings of 2.3.3."""
    done = run("audit", logs.name, "-p", "2026-03", "-o", "result.json", "-q")
    assert done.code == 0, done.err
    return Path("result.json")


def settings(text: str) -> None:
    Path("commsaudit.toml").write_text(text)


@pytest.mark.usefixtures("result")
def test_a_gate_that_holds_and_one_that_does_not(run):
    done = run("gate", "result.json", "--min-score", "34.8", "--max-findings", "2")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[-1] == "PASSED: 0 failed of 2, 0 cannot be decided"
    done = run("gate", "result.json", "--min-score", "34.9", "--must-not-fail", "2.3.3", "--lang", "zh")
    assert done.code == 1
    assert "34.8/35.0，差 0.1" in done.out
    assert "未通过  条款 2.3.3" in done.out


@pytest.mark.usefixtures("result")
@pytest.mark.parametrize(
    ("arguments", "en", "zh"),
    [
        ([], "the gate has no rule: write [gate]", "没有任何规则"),
        (["--min-category", "22=1"], "the category '22'", "类别“22”"),
        (["--min-category", "2"], "Invalid value for '--min-category'", "'--min-category'"),
        (["--min-score", "x"], "'x' is no number of points above 0", "不是大于 0 的分数"),
        (["--must-not-fail", "2.3.33"], "the clause '2.3.33'", "条款“2.3.33”"),
        (["--min-score", "1", "--project", "P2"], "did you mean 'P1'?", "是否指“P1”？"),
        (["--no-fall"], "add --baseline RESULT", "请加 --baseline"),
        (["--min-score", "1", "--baseline", "none.json"], "none.json: no such result file", "没有这个结果文件"),
        (["--min-score", "1", "-o", "gate.doc"], "gate.doc: the ending names no format", "无法由扩展名判断格式"),
        (["--min-score", "1", "-o", "result.json"], "this is the result that is judged", "这是被判断的结果文件"),
    ],
)
def test_what_cannot_be_meant_is_no_pass(run, arguments, en, zh):
    for lang, words in (("en", en), ("zh", zh)):
        done = run("gate", "result.json", *arguments, "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert words in done.err


def test_no_result_and_a_result_that_was_changed(run, result):
    assert run("gate", "nothing.json", "--min-score", "1").code == 2
    result.write_text(result.read_text().replace('"34.8"', '"35.0"'))
    done = run("gate", "result.json", "--min-score", "1")
    assert (done.code, done.out) == (3, "")


@pytest.mark.usefixtures("result")
def test_a_rule_that_cannot_be_decided_is_shown_and_is_no_pass(run):
    done = run("gate", "result.json", "--must-not-fail", "4.1.1", "--min-score", "34")
    assert done.code == 2
    assert "CANNOT BE DECIDED  clause 4.1.1" in done.out
    assert "PASSED  score at least 34" in done.out
    assert "which is no pass: clause 4.1.1" in done.err


@pytest.mark.usefixtures("result")
def test_the_line_wins_over_the_environment_and_that_over_the_file(run, monkeypatch):
    settings('max_findings = 0\n[gate]\nmin_score = "35.0"\nmin_percent = 99\n[gate.projects.P1]\nmin_score = "34.9"\n')
    done = run("gate", "result.json")
    assert done.code == 1
    assert "score at least 34.9 (projects P1)" in done.out
    assert "findings" not in done.out  # max_findings of an audit is another thing
    monkeypatch.setenv("COMMSAUDIT_GATE_MIN_SCORE", "34.8")
    assert run("gate", "result.json").code == 0
    assert run("gate", "result.json", "--min-score", "34.81").code == 1
    monkeypatch.setenv("COMMSAUDIT_GATE_MIN_SCORE", "much")
    done = run("gate", "result.json")
    assert done.code == 2
    assert "COMMSAUDIT_GATE_MIN_SCORE" in done.err


@pytest.mark.usefixtures("result")
def test_an_option_takes_a_rule_of_the_file_away(run):
    settings("[gate]\nno_fall = true\nmin_score = 34\n")
    assert run("gate", "result.json").code == 2
    assert run("gate", "result.json", "--allow-fall").code == 0


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        (
            "[gate]\nmin_scor = 3",
            "gate.min_scor: unknown key; did you mean 'min_score'?",
            "未知的键；是否指“min_score”？",
        ),
        ("[gate.projects.P1]\nexemt = true", "did you mean 'exempt'?", "是否指“exempt”？"),
        ("[gate.projects.P1]\nno_rejects = true", 'gate.projects."P1".no_rejects: unknown key', "未知的键"),
        ("[gate]\nmin_percent = 120", "gate.min_percent: 120 is no percentage", "120 不是大于 0、不超过 100 的百分比"),
        ("[gate]\nmin_category = { 2 = 0 }", "gate.min_category.2: 0 is no number", "0 不是大于 0 的分数"),
        ("[gate]\nno_errors = 1", "gate.no_errors: 1 is neither true nor false", "应为 true 或 false"),
        ("[gate]\nbaseline = 1", "gate.baseline: 1 is no str", "类型应为 str"),
        ("gate = 1", "gate: must be a table", "应为一个表"),
    ],
)
@pytest.mark.usefixtures("result")
def test_wrong_settings_are_refused(run, text, en, zh):
    settings(text)
    for lang, words in (("en", en), ("zh", zh)):
        done = run("gate", "result.json", "--lang", lang)
        assert (done.code, done.out) == (2, "")
        assert words in done.err


def test_a_policy_decides_no_result(run, result):
    settings('[gate]\nmin_score = "35.0"\n')
    before = result.read_bytes()
    assert run("audit", "logs", "-p", "2026-03", "-o", "result.json", "-q").code == 0
    assert result.read_bytes() == before


def test_the_baseline_of_the_settings_is_seen_from_the_file(run, result):
    Path("there").mkdir()
    shutil.copy(result, "there/base.json")
    Path("there/commsaudit.toml").write_text('[gate]\nbaseline = "base.json"\nno_fall = true\nno_new_findings = true\n')
    done = run("gate", "result.json", "--config", "there/commsaudit.toml")
    assert done.code == 0
    assert done.out.splitlines()[0] == "Gate for 2026-03, baseline 2026-03"


def test_a_fall_and_a_new_finding(run, logs, result):
    shutil.copy(result, "base.json")
    with (logs / "complaints.csv").open("a") as file:
        file.write("C-4,P1,2026-03-09 09:00,\n")
    assert run("audit", "logs", "-p", "2026-03", "-o", "result.json", "-q").code == 0
    done = run("gate", "result.json", "--baseline", "base.json")
    assert done.code == 1
    assert "34.8 → 34.7 (-0.1)" in done.out
    assert "new: 1: 2.3.3 C-4 (logs/complaints.csv:5)" in done.out


@pytest.mark.usefixtures("result")
def test_formats_to_a_file_and_to_standard_output(run):
    rule = ("--min-score", "34.9")
    done = run("gate", "result.json", *rule, "-o", "gate.xml")
    assert (done.code, done.out.splitlines()[0]) == (1, "Gate for 2026-03")
    assert run("gate", "result.json", *rule, "-f", "junit").out == Path("gate.xml").read_text("utf-8")
    assert ElementTree.parse("gate.xml").getroot().get("failures") == "1"
    run("gate", "result.json", *rule, "-f", "json", "-o", "gate.out")
    assert json.loads(Path("gate.out").read_text("utf-8"))["verdict"] == "failed"
    done = run("gate", "result.json", *rule, "-f", "github")
    assert [line.split(" ")[0] for line in done.out.splitlines()] == ["::error", "::notice"]


def test_the_demo_company(run, company_result):
    march = str(company_result / "result.json")
    done = run("gate", march, "--min-score", "33.0")
    assert done.code == 2  # three projects are observed alone
    assert "P12" in done.out
    done = run("gate", march, "--min-score", "33.0", "--project", "P0*")
    assert done.code == 1
    done = run("gate", march, "--baseline", march)
    assert done.code == 0
    assert "(all 10)" in done.out  # no fall, of those that have a score
    assert "(all 13)" in done.out


# The workflows of the page


def workflow(kind: str) -> dict:
    (text,) = re.findall(rf"^```yaml {kind}\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    return yaml.safe_load(text)


def steps(kind: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The shell steps of a workflow, with the variables that they see."""
    if kind == "github":
        job = workflow(kind)["jobs"]["gate"]
        variables = {name: re.sub(r"\$\{\{.*\}\}", "2026-03", value) for name, value in job["env"].items()}
        yield from ((step["run"], variables) for step in job["steps"] if "run" in step)
    else:
        job = workflow(kind)["gate"]
        yield from ((line, job["variables"]) for line in job["script"])


def shell(step: str, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("COMMSAUDIT_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", step], env={**ours, "PATH": path, **variables}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_the_workflow_of_the_page(kind, result):
    shutil.move(result, "baseline.json")
    settings('[gate]\nmin_score = "34.8"\nno_fall = true\n')
    install, audit, gate = steps(kind)
    # The package under test is installed already; the wheel that the page installs is built from it.
    assert install[0] == "python -m pip install vendor/commsaudit-*.whl"
    for step in (audit, gate):
        done = shell(*step)
        assert done.returncode == 0, done.stderr
    settings('[gate]\nmin_score = "34.9"\nno_fall = true\n')
    done = shell(*gate)
    assert done.returncode == 1
    if kind == "github":
        assert done.stdout.startswith("::error title=FAILED%3A score at least 34.9::P1")
    else:
        report = workflow(kind)["gate"]["artifacts"]["reports"]["junit"]
        assert ElementTree.parse(report).getroot().get("failures") == "1"
    settings("[gate]\nmin_scor = 1\n")
    assert shell(*gate).returncode == 2
