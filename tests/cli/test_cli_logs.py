"""``commsaudit logs``: the list, one log, templates."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from commsaudit.cli.formatting import columns_of
from commsaudit.model.schema import logs as all_logs


def test_all_logs_are_listed(run):
    done = run("logs", "list")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()[1:]] == list(all_logs())
    assert "投诉" in done.out


def test_a_log_by_either_name(run):
    done = run("logs", "show", "complaints")
    assert done.out == run("logs", "show", "投诉").out
    for said in ("received_at", "受理时间 | 投诉时间", "required", "phone (电话)", "2.3.3", "may be missing"):
        assert said in done.out
    assert max(map(columns_of, done.out.splitlines())) <= 100
    zh = run("logs", "show", "complaints", "--lang", "zh").out
    for said in ("标识：project_id、complaint_id", "必填", "可缺列", "条款"):
        assert said in zh


def test_an_unknown_log(run):
    for arguments in (["show", "complants"], ["template", "complants"]):
        done = run("logs", *arguments)
        assert done.code == 2
        assert "did you mean 'complaints'?" in done.err


@pytest.mark.parametrize("name", list(all_logs()))
def test_a_template_is_read_as_its_log(run, name):
    log = all_logs()[name]
    for ending in ("csv", "xlsx"):
        file = f"{log.zh}.{ending}"
        assert run("logs", "template", name, "-o", file).code == 0
        done = run("logs", "validate", file)
        assert done.code == 0
        assert f"{file}: {name} ({log.zh})" in done.out
        assert f"{len(log.columns)}: all" in done.out
        Path(file).unlink()


def test_a_csv_template_on_standard_output(run):
    out = run("logs", "template", "weather").out
    assert out.startswith("\ufeff")
    assert out.lstrip("\ufeff").strip() == ",".join(column.zh for column in all_logs()["weather"].columns)


def parts(file: str, *names: str) -> list[str]:
    """Parts of a workbook as text."""
    with zipfile.ZipFile(file) as archive:
        return [archive.read(f"xl/{name}.xml").decode() for name in names]


def test_a_workbook_to_fill_in(run):
    run("logs", "template", "complaints", "-o", "a.xlsx", "--lang", "zh")
    run("logs", "template", "complaints", "-o", "b.xlsx", "--lang", "zh")
    content = Path("a.xlsx").read_bytes()
    assert content == Path("b.xlsx").read_bytes()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names[0] == "投诉"
    assert book.get_sheet_by_index(0).to_python()[0][:2] == ["投诉编号", "项目编号"]
    sheet, comments = parts("a.xlsx", "worksheets/sheet1", "comments1")
    assert 'state="frozen"' in sheet
    assert "是,否" in sheet
    assert "电话,前台,信函" in sheet  # the channel's words
    assert "received_at" in comments
    assert "必填" in comments


def test_words_that_are_too_many_for_a_rule_stand_in_a_hidden_sheet(run):
    run("logs", "template", "documents", "-o", "a.xlsx")
    sheet, words, book = parts("a.xlsx", "worksheets/sheet1", "worksheets/sheet2", "workbook")
    assert "'_'!$" in sheet.replace("&apos;", "'")
    assert "<v>" in words
    assert 'state="hidden"' in book


@pytest.mark.parametrize(
    ("output", "said"), [("t.ods", "a template ends in .csv, .xlsx"), ("there.csv", "is there already")]
)
def test_templates_that_cannot_be_written(run, output, said):
    Path("there.csv").touch()
    done = run("logs", "template", "complaints", "-o", output)
    assert done.code == 2
    assert said in done.err
