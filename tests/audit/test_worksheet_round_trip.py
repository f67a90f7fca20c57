"""The worksheet as a workbook, filled in, and read back as the log ``inspections``."""

from __future__ import annotations

import hashlib
import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from small import ANSWERED, PROJECT, outcomes, status, write
from worksheet_filling import Row, fill, judged, rows, sheets

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.settings import settings_from_table
from commsaudit.audit.story import run_audit
from commsaudit.audit.worksheet import make_worksheet
from commsaudit.audit.worksheet_book import Look, file_name, worksheet_chunks
from commsaudit.checks.running import Sample
from commsaudit.model.options import LogOptions
from commsaudit.model.period import parse_period
from commsaudit.model.settings import Settings

STAFF = [{"staff_id": f"S-{n}", "role": "客服", "name": "张建国"} for n in range(1, 4)]
SHOPS = [{"merchant_id": f"M-{n}", "kind": "商铺", "name": f"店{n}"} for n in range(1, 3)]
PERIOD = parse_period("2026-03")


def made(
    paths: list[str],
    target: Path,
    lang: str = "zh",
    settings: Settings | None = None,
    *,
    reveal: bool = False,
    **asked: Any,
) -> Path:
    """The worksheet of ``paths``, written to ``target``."""
    request = Request(paths, PERIOD, settings or Settings(), standards=["supervision"], sample=Sample(3, "7"), **asked)
    sheet = make_worksheet(request, not_assessed=False)
    look = Look(lang, reveal, request.settings.logs.get("inspections", LogOptions()))
    target.write_bytes(b"".join(worksheet_chunks(sheet, look)))
    return target


def audited(*paths: Path, settings: Settings | None = None) -> AuditRun:
    request = Request(
        [str(path) for path in paths], PERIOD, settings or Settings(), standards=["supervision"], projects=["P1"]
    )
    return run_audit(request)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "logs", projects=[PROJECT], staff=STAFF, merchants=SHOPS, complaints=[ANSWERED])


@pytest.fixture
def blank(folder: Path, tmp_path: Path) -> Path:
    return made([str(folder)], tmp_path / "空白.xlsx")


def first(*verdicts: str):
    """Fill in the first rows with ``verdicts``; "" leaves one blank."""

    def write_them(rows: list[Row]) -> list[Row]:
        given = [*verdicts, *[""] * len(rows)]
        return [judged(row, verdict) if verdict else row for row, verdict in zip(rows, given, strict=False)]

    return write_them


@pytest.fixture(scope="module")
def filled_in(company: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[AuditRun, Path]:
    """P01: 1.1.1 two met and one not; 2.1.1 all three not applicable; 4.1.2 one of three met; the shops not looked at."""
    folder = tmp_path_factory.mktemp("sheet")
    logs = sorted(str(path) for path in company.iterdir() if path.name != "现场检查")
    sheet = made(logs, folder / "空白.xlsx", projects=["P01"])
    words = {
        "1.1.1": iter(["符合", "fail", "合格"]), "2.1.1": iter(["不适用", "not_applicable", "不适用"]),
        "4.1.2": iter(["pass", "", ""]),
    }  # fmt: skip

    def by_clause(rows: list[Row]) -> list[Row]:
        given = [next(words[row["条款"]]) if row["条款"] in words else "" for row in rows]
        return [judged(row, word, note="已拍照") if word else row for row, word in zip(rows, given, strict=True)]

    filled = fill(sheet, folder / "现场检查-2026-03.xlsx", by_clause)
    request = Request([*logs, str(filled)], PERIOD, standards=["supervision"], projects=["P01"])
    return run_audit(request), filled


class TestFixture:
    """The fixture company's worksheet, filled in by a script, audited together with its logs."""

    def test_statuses_are_those_that_the_inspector_gave(self, filled_in):
        found = {
            clause: outcomes(filled_in[0], clause)["P01"] for clause in ("1.1.1", "2.1.1", "4.1.2", "6.2.3", "4.5.3")
        }
        assert {clause: each.status.value for clause, each in found.items()} == {
            "1.1.1": "fail", "2.1.1": "not_applicable", "4.1.2": "pass", "6.2.3": "not_assessed", "4.5.3": "not_assessed",
        }  # fmt: skip
        assert (found["1.1.1"].obligations, found["1.1.1"].findings) == (3, 1)
        assert found["4.1.2"].obligations == 1
        assert found["6.2.3"].reason == "no inspection in the period"

    def test_the_finding_leads_to_its_row_of_the_sheet(self, filled_in):
        (finding,) = [each for each in filled_in[0].result.findings if each.clause == "1.1.1"]
        assert finding.source
        assert (finding.source.file, finding.source.line) == (str(filled_in[1]), 3)
        assert finding.due_at.date().isoformat() == "2026-03-12"

    def test_the_result_attests_the_sheet(self, filled_in):
        (entry,) = [each for each in filled_in[0].result.inputs if each.log == "inspections"]
        assert entry.sha256 == hashlib.sha256(filled_in[1].read_bytes()).hexdigest()
        assert (entry.rows, entry.loaded, entry.rejected) == (7, 7, 0)
        assert [row["检查人"] for row in rows(filled_in[1]) if row["结论"]] == ["何督导"] * 7


def test_a_blank_sheet_holds_no_row(folder, blank, tmp_path):
    sheet = tmp_path / "inspections.xlsx"
    blank.rename(sheet)
    run = audited(folder, sheet)
    assert run.rejects == []
    assert [entry.rows for entry in run.result.inputs if entry.log == "inspections"] == [0]
    assert status(run, "1.1.1") == "not_assessed"


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        ({"结论": "符合"}, ["inspected_on", "inspector"]),
        ({"检查人": "何督导"}, ["inspected_on", "verdict"]),
        ({"检查日期": "2026-03-05"}, ["inspector", "verdict"]),
        ({"结论": "符合", "检查日期": "2026-03-05"}, ["inspector"]),
        ({"说明": "门口有杂物"}, ["inspected_on", "inspector", "verdict"]),
    ],
)
def test_a_row_filled_in_by_half_is_set_aside_with_its_line(folder, blank, tmp_path, cells, columns):
    def halve(rows: list[Row]) -> list[Row]:
        return [judged(rows[0], "符合"), rows[1], {**rows[2], **cells}, *rows[3:]]

    run = audited(folder, fill(blank, tmp_path / "现场检查.xlsx", halve))
    assert [(each.line, each.column) for each in run.rejects] == [(4, column) for column in columns]
    assert run.rejected_rows == 1
    (entry,) = [entry for entry in run.result.inputs if entry.log == "inspections"]
    assert (entry.rows, entry.loaded, entry.rejected) == (2, 1, 1)
    assert outcomes(run, "1.1.1")["P1"].obligations == 1


def test_a_wrong_word_in_a_full_row_is_set_aside_with_its_line(folder, blank, tmp_path):
    run = audited(folder, fill(blank, tmp_path / "现场检查.xlsx", first("", "还行", "符合")))
    assert [(each.line, each.column, each.value) for each in run.rejects] == [(3, "verdict", "还行")]


def test_rows_may_be_sorted_deleted_and_added(folder, blank, tmp_path):
    def change(rows: list[Row]) -> list[Row]:
        kept = [judged(rows[0], "不符合"), *rows[2:]][::-1]
        own = judged({"项目编号": "P1", "条款": "6.2.4", "检查编号": "XJ-1", "检查对象": "北门"}, "fail")
        return [own, *kept]

    sheet = fill(blank, tmp_path / "现场检查.xlsx", change)
    run = audited(folder, sheet)
    assert run.rejects == []
    found = {each.clause: each for each in run.result.findings if each.record_id.startswith("inspection:")}
    assert found["6.2.4"].record_id == "inspection:XJ-1"
    assert found["6.2.4"].source.line == 2
    assert found["1.1.1"].source.line == len(rows(sheet)) + 1


def test_an_added_row_is_a_row_as_in_any_file(folder, blank, tmp_path):
    run = audited(
        folder, fill(blank, tmp_path / "现场检查.xlsx", lambda rows: [*rows, {"项目编号": "P1", "条款": "6.2.4"}])
    )
    assert {each.column for each in run.rejects} == {"inspection_id", "inspected_on", "verdict"}


def test_a_workbook_that_is_no_worksheet_keeps_its_rule(folder, tmp_path):
    """Without the numbered column a blank verdict sets the row aside, as the specification says."""
    with xlsxwriter.Workbook(str(tmp_path / "现场检查.xlsx")) as book:
        sheet = book.add_worksheet("现场检查")
        sheet.write_row(0, 0, ["检查编号", "项目编号", "条款", "检查日期", "检查人", "结论"])
        sheet.write_row(1, 0, ["I-1", "P1", "1.1.1"])
    run = audited(folder, tmp_path / "现场检查.xlsx")
    assert [each.column for each in run.rejects] == ["inspected_on", "verdict"]


def test_an_english_sheet_loads_too(folder, tmp_path):
    sheet = made([str(folder)], tmp_path / "blank.xlsx", "en")
    assert list(sheets(sheet)) == ["inspections", "guide"]

    def change(rows: list[Row]) -> list[Row]:
        done = {"inspected_on": "2026-03-09", "inspector": "He", "verdict": "fail"}
        return [{**rows[0], **done}, *rows[1:]]

    run = audited(folder, fill(sheet, tmp_path / "inspections-2026-03.xlsx", change, "inspections"))
    assert (run.rejects, status(run, "1.1.1")) == ([], "fail")


def test_the_companys_mapping_of_the_log_holds_for_the_sheet(folder, tmp_path):
    options = {
        "columns": {"inspection_id": "巡查单号", "verdict": "结果"}, "constants": {"inspector": "品质部"},
        "sheet": "巡查", "header_row": 3,
    }  # fmt: skip
    settings = settings_from_table({"logs": {"inspections": options}}, tmp_path / "commsaudit.toml")
    sheet = made([str(folder)], tmp_path / "空白.xlsx", settings=settings)

    def change(rows: list[Row]) -> list[Row]:
        assert "检查人" not in rows[0]
        return [{**rows[0], "检查日期": "2026-03-09", "结果": "不符合"}, {**rows[1], "结果": "符合"}, *rows[2:]]

    filled = fill(sheet, tmp_path / "现场检查.xlsx", change, "巡查", top=2)
    run = audited(folder, filled, settings=settings)
    assert status(run, "1.1.1") == "fail"
    assert [(each.line, each.column) for each in run.rejects] == [(5, "inspected_on")]


class TestBook:
    """What the inspector sees."""

    def xml(self, path: Path) -> dict[str, str]:
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}

    def test_headers_and_sheets(self, blank):
        assert list(sheets(blank)) == ["现场检查", "填写说明"]
        assert sheets(blank)["现场检查"][0] == [
            "检查表行号", "项目编号", "项目名称", "条款", "条款标题", "检查对象", "对象说明",
            "检查日期", "检查人", "结论", "说明", "对象出处", "检查编号",
        ]  # fmt: skip
        # Three staff for 1.1.1 and 2.1.1, two shops for five clauses, 4.1.2 and 4.5.3 without subjects.
        assert len(rows(blank)) == 3 + 3 + 1 + 1 + 5 * 2

    def test_verdicts_are_chosen_from_a_list_in_both_languages_and_dates_checked(self, blank):
        sheet = self.xml(blank)["xl/worksheets/sheet1.xml"]
        rules = dict(re.findall(r'<dataValidation type="(\w+)".*?sqref="[^"]+">(.*?)</dataValidation>', sheet))
        assert "符合,不符合,不适用,pass,fail,not_applicable" in rules["list"]
        assert "<formula1>46082</formula1><formula2>46112</formula2>" in rules["date"]  # 2026-03-01, 2026-03-31
        assert 'sqref="J2:J319"' in sheet  # 18 rows and 300 more

    def test_the_header_is_frozen_and_filtered(self, blank):
        sheet = self.xml(blank)["xl/worksheets/sheet1.xml"]
        assert 'ySplit="1"' in sheet
        assert '<autoFilter ref="A1:M19"/>' in sheet

    def test_why_there_is_no_subject_is_said(self, blank):
        found = {row["条款"]: row["对象说明"] for row in rows(blank)}
        assert found["4.1.2"] == "本期完成的居家服务（未提供日志 居家服务（home_services），请现场抽取）"

    def test_names_are_masked_unless_revealed(self, folder, blank, tmp_path):
        assert "张建国" not in str(sheets(blank))
        assert rows(blank)[0]["对象说明"] == "客服"
        revealed = made([str(folder)], tmp_path / "r.xlsx", reveal=True)
        assert rows(revealed)[0]["对象说明"] == "客服，张建国"

    def test_what_would_run_as_a_formula_is_a_text(self, tmp_path):
        folder = write(tmp_path / "logs", projects=[PROJECT], merchants=[{**SHOPS[0], "name": "=1+1"}])
        sheet = made([str(folder)], tmp_path / "s.xlsx")
        assert "=1+1" in [row["对象说明"] for row in rows(sheet)]
        assert not re.search(r"<f[ >]", self.xml(sheet)["xl/worksheets/sheet1.xml"])

    def test_the_same_logs_and_seed_give_the_same_bytes(self, folder, blank, tmp_path):
        time.sleep(2.1)  # the resolution of times in a zip archive
        assert made([str(folder)], tmp_path / "again.xlsx").read_bytes() == blank.read_bytes()

    def test_the_name_is_recognised(self, folder):
        sheet = make_worksheet(Request([str(folder)], PERIOD, sample=Sample(1, "0")), not_assessed=False)
        assert [file_name(sheet, lang) for lang in ("zh", "en")] == [
            "现场检查-2026-03.xlsx",
            "inspections-2026-03.xlsx",
        ]
        assert file_name(replace(sheet, period=parse_period("2026-Q1")), "en") == "inspections-2026-Q1.xlsx"


def test_room_numbers_as_ids_are_masked(tmp_path):
    homes = [{"household_id": "3-1201", "owner_name": "李四", "room": "1201"}]
    folder = write(tmp_path / "logs", projects=[PROJECT], households=homes)
    request = Request([str(folder)], PERIOD, sample=Sample(1, "0"), standards=["customer-communication", "supervision"])
    sheet = make_worksheet(request, not_assessed=True)
    for reveal, shown in ((False, "***"), (True, "3-1201")):
        path = tmp_path / f"{reveal}.xlsx"
        path.write_bytes(b"".join(worksheet_chunks(sheet, Look("zh", reveal, LogOptions()))))
        assert {row["检查对象"] for row in rows(path) if row["条款"] == "7.2.1"} == {shown}
        assert [row["对象出处"] for row in rows(path) if row["条款"] == "7.2.1"] == [f"{folder}/households.csv:2"]
        assert ("李四" in str(sheets(path))) is reveal
