"""What a spreadsheet makes of the CSV files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from reports_sample import STANDARDS, sample_result

from commsaudit.reports.formats.as_csv import CSV, cell
from commsaudit.reports.interface import ReportContext


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 138",
        "-2",
        "@sum",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        '=HYPERLINK("http://x")',
    ],
)
def test_texts_that_would_run_are_neutralised(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "C-001", "2026-03-01", "'=1", " =1", "望江苑"])
def test_other_texts_stay(text):
    assert cell(text) == text


def test_numbers_stay_numbers():
    assert [cell(value) for value in (-1, Decimal("-0.1"), Decimal("35"), 0, None)] == [
        "-1",
        "-0.1",
        "35.0",
        "0",
        "",
    ]


def rows(result, lang="en") -> dict[str, list[dict[str, str]]]:
    parts = CSV.parts(result, ReportContext(lang, STANDARDS))
    texts = {part.name: b"".join(part.chunks).decode("utf-8-sig") for part in parts}
    return {name: list(csv.DictReader(io.StringIO(text, newline=""), strict=True)) for name, text in texts.items()}


def test_bom_and_line_ends_are_those_of_spreadsheets():
    for part in CSV.parts(sample_result(), ReportContext("zh", STANDARDS)):
        data = b"".join(part.chunks)
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n") > 0


def test_a_formula_in_a_log_does_not_run():
    result = sample_result("P01")
    result = replace(
        result,
        projects=tuple(replace(each, name="=cmd|'/c calc'!A1") for each in result.projects),
        findings=tuple(replace(each, record_id="-1+1", detail="a\nb") for each in result.findings),
    )
    tables = rows(result)
    assert {row["Name"] for table in tables.values() for row in table} == {"'=cmd|'/c calc'!A1"}
    assert {row["Record"] for row in tables["findings"]} == {"'-1+1"}
    assert {row["Detail"] for row in tables["findings"]} == {"a\nb"}


def test_a_project_without_score_has_blanks():
    result = sample_result("P04")
    result = replace(result, projects=tuple(replace(each, score=None, categories=()) for each in result.projects))
    (row,) = rows(result)["scorecard"]
    assert (row["Rank"], row["Points"], row["Score"], row["Score without waivers"]) == ("", "", "", "")
    assert (row["Clauses"], row["Coverage (%)"]) == ("5", "100.0")


def test_a_finding_without_source_or_waiver_has_blanks():
    result = sample_result("P01")
    result = replace(result, findings=tuple(replace(each, source=None, waiver=None) for each in result.findings))
    row = rows(result)["findings"][0]
    assert (row["Log"], row["File"], row["Line"], row["Waiver reason"]) == ("", "", "", "")


def test_many_rows_are_all_there():
    result = sample_result("P01")
    many = tuple(replace(result.findings[0], id=f"f{n}", record_id=f"C-{n}") for n in range(12_345))
    assert len(rows(replace(result, findings=many))["findings"]) == 12_345
