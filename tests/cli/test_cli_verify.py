"""``commsaudit verify``: identical, or the first difference and what may explain it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from commsaudit.cli.commands.verify import differences
from commsaudit.scoring.encode import checksum

MARCH = ("-p", "2026-03")


@pytest.fixture
def stored(run, logs) -> Path:
    """A result with settings that change it, which verify must take from the result alone."""
    Path("ours.toml").write_text(
        '[clauses."2.3.3"]\nparameters = { response_working_days = 2 }\n[workdays]\noff = ["2026-03-03"]\n'
        '[logs.complaints]\nblanks = ["?"]\n'
    )
    Path("w.toml").write_text(
        '[[waiver]]\nproject_id = "P1"\nclause = "2.3.3"\nreason = "agreed"\napproved_by = "QA"\n'
        "approved_on = 2026-03-01\nexpires_on = 2026-03-31\n"
    )
    assert run("audit", logs.name, *MARCH, "--config", "ours.toml", "--waivers", "w.toml", "-o", "r.json").code == 0
    return Path("r.json")


def rewritten(path: Path, change: object) -> None:
    """Change a result and give it the right checksum, as one who knows how would."""
    content = json.loads(path.read_text("utf-8"))
    del content["checksum"]
    change(content)  # type: ignore[operator]
    content["checksum"] = checksum(content)
    path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")


@pytest.mark.usefixtures("stored")
def test_identical(run):
    done = run("verify", "r.json", "logs")
    assert (done.code, done.out) == (0, "r.json: identical\n")
    assert run("verify", "r.json", "logs", "--lang", "zh", "--threads", "1").out == "r.json：完全一致\n"


def test_the_company_is_identical(run, company, company_result):
    assert run("verify", str(company_result / "result.json"), str(company)).code == 0


def test_from_standard_input(run, logs):
    data = (logs / "complaints.csv").read_bytes()
    run("audit", "-", "--log", "complaints", *MARCH, "-o", "s.json", stdin=data)
    assert run("verify", "s.json", "-", "--log", "complaints", stdin=data).code == 0


@pytest.mark.usefixtures("stored")
def test_a_record_that_changed(run, logs):
    file = logs / "complaints.csv"
    file.write_text(file.read_text().replace("2026-03-04 10:00", "2026-03-24 10:00"))
    done = run("verify", "r.json", "logs")
    assert done.code == 1
    # C-2, done by the second working day till now, joins C-3 as a finding that the waiver covers.
    assert "differs at settings.waivers[0].covers: 1 there, 2 now" in done.out
    assert "files that changed: logs/complaints.csv" in done.err


@pytest.mark.usefixtures("stored")
def test_the_same_files_under_another_name(run, logs):
    logs.rename("elsewhere")
    done = run("verify", "r.json", "elsewhere")
    assert done.code == 1
    assert 'inputs[0].file: "logs/complaints.csv" there, "elsewhere/complaints.csv" now' in done.out
    assert "the files are the same, their names are not" in done.err
    assert "文件内容相同而名称不同" in run("verify", "r.json", "elsewhere", "--lang", "zh").err


@pytest.mark.usefixtures("stored")
def test_other_files(run, logs):
    (logs / "inspections.csv").write_text("inspection_id,project_id,clause,inspected_on,verdict\n")
    done = run("verify", "r.json", "logs")
    assert done.code == 1
    assert "not the files of the audit" in done.err


def test_a_result_that_somebody_made_better(run, stored):
    def improve(content):
        content["projects"][0]["clauses"][0]["obligations"] = 7

    rewritten(stored, improve)
    done = run("verify", "r.json", "logs")
    assert done.code == 1
    assert "differs at projects[0].clauses[0].obligations: 7 there, 0 now" in done.out


def test_a_result_of_another_version_or_standard(run, stored):
    def older(content):
        content["tool"]["version"] = "0.0.1"
        content["standards"][0]["digest"] = "0" * 64

    rewritten(stored, older)
    done = run("verify", "r.json", "logs")
    assert done.code == 1
    assert 'differs at tool.version: "0.0.1" there' in done.out
    assert "written by version 0.0.1" in done.err
    assert "the checks are not those of then: supervision" in done.err


def test_the_same_content_in_other_bytes(run, stored):
    rewritten(stored, dict.copy)
    done = run("verify", "r.json", "logs")
    assert done.code == 1
    assert "the bytes alone" in done.out


@pytest.mark.parametrize(
    ("damage", "code", "en", "zh"),
    [
        (
            lambda text: text.replace('"C-3"', '"C-4"'),
            3,
            "the file was changed after it was written",
            "文件写出后被改动过",
        ),
        (lambda text: text[:100], 3, "this is no result file", "不是结果文件"),
        (lambda text: text.replace("result/1", "result/9"), 3, "result/9", "result/9"),
    ],
)
@pytest.mark.usefixtures("logs")
def test_damaged_results(run, damage, code, en, zh):
    run("audit", "logs", *MARCH, "-o", "r.json")
    Path("r.json").write_text(damage(Path("r.json").read_text("utf-8")), "utf-8")
    for lang, said in (("en", en), ("zh", zh)):
        done = run("verify", "r.json", "logs", "--lang", lang)
        assert done.code == code
        assert said in done.err


def test_settings_that_cannot_be_replayed(run, stored):
    def drop(content):
        del content["settings"]["rules"]

    rewritten(stored, drop)
    done = run("verify", "r.json", "logs")
    assert done.code == 2
    assert "cannot be replayed" in done.err


@pytest.mark.usefixtures("logs")
def test_no_such_result(run):
    assert run("verify", "none.json", "logs").code == 2


@pytest.mark.parametrize(
    ("before", "now", "first"),
    [
        ({"a": 1}, {"a": 2}, ("a", 1, 2)),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, ("a[1].b", 2, 3)),
        ({"a": 1}, {"a": True}, ("a", 1, True)),
        ({"a": "1"}, {"a": 1}, ("a", "1", 1)),
        ({"a": None}, {"a": 0}, ("a", None, 0)),
    ],
)
def test_the_first_difference(before, now, first):
    assert next(differences(before, now)) == first


def test_what_is_longer_or_has_more_keys_differs():
    assert [path for path, _, _ in differences({"a": [1, 2]}, {"a": [1], "b": 1})] == ["a[1]", "b"]
    assert list(differences({"a": [1, {}]}, {"a": [1, {}]})) == []
