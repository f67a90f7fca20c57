"""The workbook, read back by a spreadsheet library: cells, kinds of cells, what a spreadsheet shows of them.

The golden files list every cell with its kind; after a change that is wanted, COMMSAUDIT_GOLDEN=write writes them anew.
"""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from reports_sample import EXPIRED, IDLE, STANDARDS, sample_result

from commsaudit import __version__
from commsaudit.model.inputs import Reject
from commsaudit.model.outcome import Evidence
from commsaudit.model.result import AuditResult
from commsaudit.reports.formats.as_xlsx import XLSX
from commsaudit.reports.interface import ReportContext
from commsaudit.reports.xlsx.writing import BAD, Book, Layout, width_of

GOLDEN = Path(__file__).parent / "golden"
ZH = ReportContext("zh", STANDARDS, expired=(EXPIRED,), idle=(IDLE,))
EN = replace(ZH, lang="en")


def book(result: AuditResult, context: ReportContext) -> bytes:
    (part,) = XLSX.parts(result, context)
    assert part.name == part.folder == ""
    return b"".join(part.chunks)


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names}


def records(rows: list[list[Any]]) -> list[dict[str, Any]]:
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def listed(data: bytes) -> str:
    """Every cell with its place and, where it is no text, its kind."""
    lines = []
    for name, rows in sheets(data).items():
        lines.append(f"[{name}]")
        for number, row in enumerate(rows, 1):
            cells = [each if isinstance(each, str) else f"{type(each).__name__}:{each}" for each in row]
            lines.append(f"{number}: {' | '.join(cells)}".rstrip(" |"))
    return "\n".join(lines).replace(f"commsaudit {__version__}", "commsaudit VERSION") + "\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("projects", [(), ("P02",), ("P03",), ("P04",)], ids=["all", "waived", "unknown", "clean"])
def test_golden(lang, projects):
    """P02: everything waived. P03: nothing assessed. P04: everything met. Category 7 is empty."""
    name = "-".join(["xlsx", *projects]) + f".{lang}.txt"
    said = listed(book(sample_result(*projects), replace(ZH, lang=lang)))
    if os.environ.get("COMMSAUDIT_GOLDEN") == "write":
        (GOLDEN / name).write_text(said, encoding="utf-8")
    assert said == (GOLDEN / name).read_text(encoding="utf-8")


def test_the_sheets_are_named_in_the_language():
    assert list(sheets(book(sample_result(), ZH))) == [
        "摘要", "排名", "标准", "条款", "不符合", "剔除", "输入文件", "设置", "指标",
    ]  # fmt: skip
    assert list(sheets(book(sample_result(), EN))) == [
        "Summary", "Ranking", "Standards", "Clauses", "Findings", "Rejects", "Inputs", "Settings", "Metrics",
    ]  # fmt: skip


def test_numbers_are_numbers():
    """P01: 4 × 0.1, and 5 × 0.5 of which the cap leaves 2.0: 17.0 − 2.4 = 14.6, or 85.9 %."""
    rows = {row["Project"]: row for row in records(sheets(book(sample_result(), EN))["Ranking"])}
    row = rows["P01"]
    assert [row[name] for name in ("Points", "Deduction", "Score", "Percent")] == [17.0, 2.4, 14.6, 85.9]
    assert [type(row[name]) for name in ("Points", "Percent", "Findings")] == [float, float, float]
    assert row["Project"] == "P01"


def test_dates_are_dates_and_a_days_last_instant_stays_in_its_day():
    rows = records(sheets(book(sample_result(), EN))["Findings"])
    assert rows[0]["Due"] == datetime(2026, 3, 4, 23, 59, 59)
    assert [row["Waiver expires"] for row in rows if row["Record"] == "C-002"] == [date(2026, 3, 31)]


def test_metrics_are_numbers_and_ids_stay_texts():
    rows = records(sheets(book(sample_result(), EN))["Metrics"])
    assert [row["Value"] for row in rows if row["Metric"] == "Satisfied" and row["Record"] == "DC-1"] == [69.23]
    clauses = records(sheets(book(sample_result(), EN))["Clauses"])
    assert {type(row["Clause"]) for row in clauses} == {str}


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-2", "@sum(a1)", '=HYPERLINK("http://x")', "http://example.org", "0012"]
)
def test_a_text_stays_a_text(text):
    result = sample_result("P04")
    result = replace(result, projects=(replace(result.projects[0], name=text),))
    data = book(result, EN)
    assert records(sheets(data)["Ranking"])[0]["Name"] == text
    assert not any(re.search(r"<f[ >]|<hyperlink", xml) for name, xml in parts(data).items() if "sheets/" in name)


def test_what_would_become_a_formula_when_edited_is_marked():
    result = sample_result("P04")
    result = replace(result, projects=(replace(result.projects[0], name="=1+1"),))
    xml = parts(book(result, EN))
    assert 'quotePrefix="1"' in xml["xl/styles.xml"]
    marked = re.search(r'<c r="C2" s="(\d+)" t="inlineStr"><is><t>=1\+1</t>', xml["xl/worksheets/sheet2.xml"])
    assert marked
    styles = re.findall(r"<xf [^>]*?/?>", xml["xl/styles.xml"].split("<cellXfs")[1])
    assert 'quotePrefix="1"' in styles[int(marked[1])]


def test_headers_are_frozen_and_filtered_and_repeat_in_print():
    xml = parts(book(sample_result(), ZH))
    for number in range(2, 10):
        sheet = xml[f"xl/worksheets/sheet{number}.xml"]
        assert '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' in sheet
        assert "<autoFilter " in sheet
    assert xml["xl/workbook.xml"].count("_xlnm.Print_Titles") == 8


def test_statuses_and_percents_are_coloured_where_they_stand_in_words():
    xml = parts(book(sample_result(), ZH))
    clauses, ranking = xml["xl/worksheets/sheet4.xml"], xml["xl/worksheets/sheet2.xml"]
    assert 'sqref="J2:J23"' in clauses
    for word in ("符合", "不符合", "已豁免", "未评", "出错"):
        assert f'<formula>"{word}"</formula>' in clauses
    assert '<conditionalFormatting sqref="H2:H5"><cfRule type="colorScale"' in ranking


@pytest.mark.parametrize(
    ("text", "columns"), [("望江苑", 6), ("P01", 3), ("a望\nbcdef", 5), (None, 0), (datetime(2026, 3, 1), 19)]
)
def test_a_chinese_character_is_two_columns_wide(text, columns):
    assert width_of(text) == columns


def test_columns_fit_their_chinese_texts():
    xml = parts(book(sample_result(), ZH))["xl/worksheets/sheet2.xml"]
    widths = {int(low): float(width) for low, width in re.findall(r'<col min="(\d+)" max="\d+" width="([\d.]+)"', xml)}
    assert widths[3] >= width_of("春江花月商业广场二期") == 20
    assert max(widths.values()) <= 61


def test_the_same_result_gives_the_same_bytes():
    first = book(sample_result(), ZH)
    time.sleep(2.1)  # the resolution of times in a zip archive
    assert book(sample_result(), ZH) == first


def test_phone_numbers_and_rooms_are_masked_unless_revealed():
    result = sample_result("P01")
    told = replace(result.findings[0], record_id="3-1201", source=Evidence("households", "业户.csv", 4))
    waived = next(each for each in result.findings if each.waiver)
    note = replace(waived.waiver, reason="已电话 13812345678 说明")
    result = replace(result, findings=(told, replace(waived, waiver=note)))
    shown = records(sheets(book(result, EN))["Findings"])
    assert [row["Record"] for row in shown] == ["***", waived.record_id]
    assert shown[1]["Waiver reason"] == "已电话 *** 说明"
    assert "3-1201" not in str(shown)
    revealed = records(sheets(book(result, replace(EN, reveal=True)))["Findings"])
    assert revealed[0]["Record"] == "3-1201"
    assert revealed[1]["Waiver reason"] == "已电话 13812345678 说明"


def test_rejects_are_listed_where_they_are_known_else_counted():
    known = replace(EN, rejects=(Reject("complaints", "投诉.csv", 7, "received_at", "03/04/2026", "not a date"),))
    assert records(sheets(book(sample_result(), known))["Rejects"]) == [
        {
            "Log": "complaints",
            "File": "投诉.csv",
            "Line": 7.0,
            "Column": "received_at",
            "Value": "03/04/2026",
            "Reason": "not a date",
        }
    ]
    (row,) = records(sheets(book(sample_result(), EN))["Rejects"])
    assert row["Reason"].startswith("3 rows were rejected")


def test_a_supposition_stands_on_the_first_sheet():
    assert sheets(book(sample_result(), replace(EN, what_if="What if: 2.3.3")))["Summary"][1][0] == "What if: 2.3.3"


def written(tmp_path: Path, rows: list[list[Any]], most_rows: int = 1_000) -> dict[str, list[list[Any]]]:
    made = Book(tmp_path, "t")
    made.table("条款", ["a", "b"], rows, Layout({0: {'say "x"': BAD}}), most_rows)
    return sheets(b"".join(made.chunks()))


def test_a_full_sheet_goes_on_in_a_further_one(tmp_path):
    found = written(tmp_path, [[n, f"r{n}"] for n in range(1, 6)], most_rows=3)
    assert {name: [row[0] for row in rows] for name, rows in found.items()} == {
        "条款": ["a", 1.0, 2.0],
        "条款 (2)": ["a", 3.0, 4.0],
        "条款 (3)": ["a", 5.0],
    }


def test_what_a_cell_cannot_hold_is_cut_and_old_dates_are_texts(tmp_path):
    (rows,) = written(tmp_path, [["长" * 40_000, date(1899, 1, 1)], [Decimal("0.125"), "a\x00\x1bb"]]).values()
    assert [len(rows[1][0]), rows[1][1]] == [32_767, "1899-01-01"]
    assert rows[2][0] == 0.125
    assert rows[2][1].startswith("a")


def test_nothing_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    book(sample_result(), ZH)
    assert list(tmp_path.iterdir()) == []
