"""Result files are data from strangers: what is broken, contradicts itself or means harm is refused or shown as it stands."""

from __future__ import annotations

import gzip
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from broken_results import ESCAPES, TEXTS, mutated, sealed
from click.testing import CliRunner

from commsaudit.cli.main import root
from commsaudit.errors import InputError
from commsaudit.reports.formats import FORMATS
from commsaudit.scoring.sealed import bounded

OUTPUTS = [part for name, form in FORMATS.items() for part in ("-f", name, "-o", f"out/{name}{form.endings[0]}")]
RULES = ["--min-score", "20", "--no-errors", "--no-rejects", "--min-coverage", "10", "--max-findings", "5"]


def called(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(root, arguments)
    return done.exit_code, done.stdout, done.stderr


def fine(*arguments: str) -> int:
    """The exit code of a call that ends as it should, whatever it read: with a word of ours, where there is an error."""
    code, out, err = called(*arguments)
    assert code in (0, 1, 2, 3), (arguments, err)
    assert not any(said in err for said in ("should not happen", "内部错误", "Traceback")), err
    assert "\x1b" not in out + err
    assert len(err) < 10_000
    return code


# How many results are broken, and from which seed on: a nightly run takes more, and others.
MUTATIONS = int(os.environ.get("COMMSAUDIT_MUTATIONS", "300"))
SEED = int(os.environ.get("COMMSAUDIT_SEED", "0"))


@pytest.mark.parametrize("share", range(6))
def test_whatever_is_in_a_result_commands_end_with_a_result_or_an_error_of_ours(content, march, share):
    Path("march.json").write_bytes(march)
    Path("out").mkdir()
    read, tried = 0, MUTATIONS // 6
    for seed in range(SEED + share * tried, SEED + (share + 1) * tried):
        Path("m.json").write_bytes(mutated(content, seed))
        lang = ("--lang", "zh" if seed % 2 else "en")
        read += fine("report", "m.json", *OUTPUTS, "--all", "-q", *lang) == 0
        fine("gate", "m.json", *RULES, *lang)
        fine("compare", "march.json", "m.json", *lang)
    assert 0.2 < read / tried < 0.9, "so many should be read that the reports are tried too"
    assert {each.name for each in Path().iterdir()} == {"march.json", "m.json", "out"}
    assert [each.name for each in Path("..").iterdir()] == ["here"]


DEEP = b'{"a":' * 900 + b"1" + b"}" * 900


@pytest.mark.parametrize(
    ("damage", "en", "zh"),
    [
        (lambda _data: b"", "line 1, column 1", "第 1 行第 1 列"),
        (lambda data: data[: len(data) // 2], "no result file: line", "不是结果文件"),
        (lambda data: b"\xef\xbb\xbf" + data, "BOM", "BOM"),
        (lambda data: data.decode().encode("utf-16"), "byte 1 is no UTF-8", "不是 UTF-8"),
        (gzip.compress, "byte 2 is no UTF-8", "不是 UTF-8"),
        (lambda data: data + data, "Extra data", "Extra data"),
        (lambda data: data.replace(b'"settings":{', b'"settings":{"deep":%b,' % DEEP, 1), "nested too deeply", "嵌套过深"),
        (lambda data: data.replace(b'"line":', b'"line":0,"line":', 1), "key 'line' stands twice", "键 'line' 重复"),
        (lambda data: data.replace(b'"findings_total":', b'"findings_total":1e999999999,"x":', 1), "1e999999999 is no", "1e999999999 不是"),
        (lambda data: data.replace(b'"findings_total":', b'"findings_total":%b,"x":' % (b"9" * 10_000), 1), "999 is no", "999 不是"),
        (lambda data: data.replace(b'"findings_total":', b'"findings_total":-Infinity,"x":', 1), "-Infinity is no", "-Infinity 不是"),
        (lambda data: data.replace(b"result/1", b"result/2", 1), "use the version that wrote", "请使用写出该文件的版本"),
        (lambda data: data.replace("锦绣".encode(), "秀锦".encode(), 1), "file was changed", "写出后被改动过"),
        (lambda data: data.replace("锦绣".encode(), b"\\ud800", 1), "not Unicode", "not Unicode"),
    ],
)  # fmt: skip
def test_what_is_no_result_is_refused_in_both_languages(march, damage, en, zh):
    Path("m.json").write_bytes(damage(march))
    for lang, said in (("en", en), ("zh", zh)):
        code, _, err = called("gate", "m.json", *RULES, "--lang", lang)
        assert (code, "m.json" in err) == (3, True)
        assert said in err


def test_a_folder_a_missing_file_and_one_without_end():
    Path("folder.json").mkdir()
    assert called("report", "folder.json")[0] == 2
    assert called("report", "none.json")[0] == 2
    with open("/dev/zero", "rb") as endless, pytest.raises(InputError, match=r"larger than 1 MB.*--max-findings"):
        bounded(endless, "r.json", 1 << 20)
    assert bounded(io.BytesIO(b"{}"), "r.json", 2) == b"{}"


def _first(content: dict[str, Any], *way: Any) -> Any:
    for step in way:
        content = content[step]
    return content


def _twice(*way: Any):
    return lambda content: _first(content, *way).append(_first(content, *way, 0))


def _put(value: Any, *way: Any):
    def change(content: dict[str, Any]) -> None:
        _first(content, *way[:-1])[way[-1]] = value

    return change


PROJECT = ("projects", 0)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_twice("projects"), "projects should be without a second 'P01'"),
        (_twice("standards"), "standards should be without a second"),
        (_twice(*PROJECT, "clauses"), r"projects[0].clauses should be without a second"),
        (_twice("findings"), "findings should be without a second"),
        (_put("P99", "findings", 0, "project_id"), "findings[0].clause should be a clause of the result"),
        (_put("9.9.9", "findings", 0, "clause"), "findings[0].clause should be a clause of the result"),
        (_put(0, "findings_total"), "findings_total should be"),
        (_put(10**15, "findings_total"), "findings_total should be a whole number"),
        (_put(-1, *PROJECT, "clauses", 0, "waived"), "clauses[0].waived should be a whole number"),
        (_put(999, *PROJECT, "clauses", 0, "waived"), "clauses[0].waived should be 0 or more, and at most findings"),
        (_put("pass", *PROJECT, "clauses", 0, "status"), "clauses[0].status should be what findings and waived say"),
        (_put("-0.1", *PROJECT, "clauses", 0, "deduction"), "clauses[0].deduction should be 0 or more"),
        (_put("99.0", *PROJECT, "items", 0, "deduction"), "items[0].deduction should be 0 or more, and at most cap"),
        (_put("99.0", *PROJECT, "score", "low"), "score.low should be 0 or more, and at most score"),
        (_put("2.2.1\u200b", *PROJECT, "clauses", 0, "id"), "clauses[0].id should be the id of a clause"),
        (_put("P99", "metrics", 0, "project_id"), "metrics[0].project_id should be a project of the result"),
        (_put(1, "inputs", 0, "superseded"), "inputs[0].rows should be"),
        (_put("2026-02-01", "period", "end"), "period.end should be no earlier than start"),
        (_put("2026-04", "period", "label"), "period.label should be the name of the days"),
        (_put("2026-02-30", "period", "end"), "period.end should be a date"),
        (_put("x" * 10_000_000, "tool", "version", "x"), None),
    ],
)  # fmt: skip
def test_parts_that_contradict_each_other_are_refused_though_the_checksum_fits(content, change, says):
    if says is None:
        content["tool"]["x" * 10_000_000] = "x"
        says = "nothing: the schema has no such key"
    else:
        change(content)
    Path("m.json").write_bytes(sealed(content))
    code, _, err = called("report", "m.json", "--lang", "en")
    assert (code, says in err) == (3, True), err
    zh = called("report", "m.json", "--lang", "zh")[2]
    assert "should" not in zh
    assert len(err) < 1_000


def test_less_than_the_category_lost_is_refused(content):
    """A score that was made better, with all that follows from it."""
    score, category = content["projects"][0]["score"], content["projects"][0]["categories"][0]
    category |= {"deduction": "0.0", "score": category["points"]}
    Path("m.json").write_bytes(sealed(content))
    code, _, err = called("report", "m.json", "--lang", "en")
    assert (code, "categories[0].deduction should be" in err) == (3, True), err
    assert score


def test_no_check_is_run_because_a_result_says_where_it_lies(content):
    content["settings"]["rules"]["checks"] = ["../stranger"]
    Path("m.json").write_bytes(sealed(content))
    Path("logs").mkdir()
    for lang, said in (("en", "made with the checks in ../stranger"), ("zh", "自有检查在 ../stranger")):
        code, _, err = called("verify", "m.json", "logs", "--lang", lang)
        assert (code, said in err) == (2, True), err


def test_an_escape_in_any_error_is_written_out(content):
    content["settings"]["rules"]["timezone"] = f"Mars{ESCAPES}"
    content["period"]["label"] = TEXTS[8]
    Path("m.json").write_bytes(sealed(content))
    for lang in ("en", "zh"):
        code, _, err = called("report", "m.json", "--lang", lang)
        assert (code, "\\x1b" in err, "\x1b" in err, "\x07" in err) == (2, True, False, False), err


def test_a_history_with_a_strangers_file_names_it_and_the_way_out(march):
    folder = Path("history")
    folder.mkdir()
    (folder / "good.json").write_bytes(march)
    (folder / ".commsaudit-index").write_bytes(b"x\n" + b"[" * 100_000)
    assert called("trend", "--history", "history")[0] == 0
    (folder / "CON.json").write_bytes(march[:-20])
    code, _, err = called("trend", "--history", "history", "--lang", "en")
    assert (code, "CON.json" in err, "move the file out" in err) == (3, True, True)
    (folder / "CON.json").unlink()
    code, out, _ = called("trend", "--history", "history", "-f", "json", "--lang", "en")
    assert (code, bool(json.loads(out))) == (0, True)
