"""Scores over the periods of a history."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from history_samples import TINY, failed, result, run

from commsaudit.errors import UsageError
from commsaudit.reports.titles import Titles
from commsaudit.results.history import History
from commsaudit.results.history_words import Say
from commsaudit.results.trend import trends
from commsaudit.results.trend_report import as_csv, as_json, spark, table_lines

D = Decimal


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """P1: 3.0, 2.7 and 2.9 of 3.0 in three months, 2.6 in the quarter; P2 without findings, not in February."""
    history = History(tmp_path)
    history.add(result("2026-01"))
    history.add(result("2026-02", [failed("B.1.1", "M-1", "2026-02-28")], projects=["P1"]))
    history.add(result("2026-03", [failed("A.1.1", "C-1", "2026-03-05")], as_of="2026-03-20"))
    quarter = [failed("A.1.1", "C-1", "2026-03-05"), failed("B.1.1", "M-1", "2026-02-28")]
    history.add(result("2026-Q1", quarter, projects=["P1"]))
    return tmp_path


def test_a_row_for_each_project_and_category(kept):
    months, quarters = trends(History(kept))
    assert (months.kind, months.periods) == ("month", ("2026-01", "2026-02", "2026-03"))
    assert (quarters.kind, quarters.periods) == ("quarter", ("2026-Q1",))
    rows = {(row.project_id, row.category): [each and str(each.value) for each in row.values] for row in months.rows}
    assert rows == {
        ("P1", None): ["3.0", "2.7", "2.9"],
        ("P1", "A"): ["1.0", "1.0", "0.9"],
        ("P1", "B"): ["2.0", "1.7", "2.0"],
        ("P2", None): ["3.0", None, "3.0"],
        ("P2", "A"): ["1.0", None, "1.0"],
        ("P2", "B"): ["2.0", None, "2.0"],
    }
    assert [row.change for row in months.rows] == [D("0.2"), D("-0.1"), D("0.3"), 0, 0, 0]
    assert [str(row.known[0].value) for row in quarters.rows] == ["2.6", "0.9", "1.7"]


def test_rates_of_a_standard(kept):
    """Each clause has 4 obligations that were met: 13 judged with one finding, 12/13 = 92.3 %."""
    months, _ = trends(History(kept), ["P1"], ["t*"])
    (row,) = months.rows
    assert (row.standard, row.category) == ("tiny", None)
    assert [str(value.value) for value in row.known] == ["100.0", "92.3", "92.3"]


def test_observed_alone_has_no_scores(tmp_path):
    observed = replace(
        TINY, points=None, categories=(), items=(), clauses=(replace(TINY.clauses[0], unit=None, item=None),)
    )
    History(tmp_path).add(result(standard=observed, mode="observe"))
    assert trends(History(tmp_path)) == []
    assert trends(History(tmp_path), (), ["tiny"])[0].rows[0].known[0].value == D("100.0")
    code, _, err = run("trend", "--history", str(tmp_path), "--lang", "en")
    assert (code, "--standard shows the rates" in err) == (2, True)


def test_unknown_names_are_errors(kept):
    with pytest.raises(UsageError, match="no project 'P9' here; did you mean 'P"):
        trends(History(kept), ["P9"])
    with pytest.raises(UsageError, match="no standard 'tinny' here; did you mean 'tiny'"):
        trends(History(kept), (), ["tinny"])


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        (["1", "2", "3"], "▁▄█"),
        (["3", None, "1"], "█·▁"),
        (["2", "2"], "▄▄"),
        ([None], "·"),
        (["0", "1", "2", "3", "4", "5", "6", "7"], "▁▂▃▄▅▆▇█"),
    ],
)
def test_spark_lines(values, bars):
    assert spark([value if value is None else D(value) for value in values]) == bars


def lines(folder: Path, lang: str, columns: int = 80) -> list[str]:
    found = trends(History(folder), ["P1"])
    return list(table_lines(found, Titles([TINY], lang), Say(lang), columns=columns, color=False))


def test_the_table_by_hand(kept):
    shown = lines(kept, "en")
    assert [line.split() for line in shown] == [
        ["Months"],
        ["Project", "Category", "2026-01", "2026-02", "2026-03", "Change", "Trend"],
        ["P1", "望江苑", "3.0", "2.7", "2.9", "+0.2", "█▁▅"],
        ["A", "First", "1.0", "1.0", "0.9", "-0.1", "██▁"],
        ["B", "Second", "2.0", "1.7", "2.0", "+0.3", "█▁█"],
        ["2026-03", "stands", "at", "2026-03-20,", "before", "its", "end"],
        [],
        ["Quarters"],
        ["Project", "Category", "2026-Q1", "Change", "Trend"],
        ["P1", "望江苑", "2.6", "▄"],
        ["A", "First", "0.9", "▄"],
        ["B", "Second", "1.7", "▄"],
    ]
    # Right under right: the figures of a period end in one column.
    assert len({line.index(figure) for line, figure in zip(shown[3:5], ("-0.1", "+0.3"), strict=True)}) == 1


def test_a_narrow_terminal_lists_the_last_periods(kept):
    shown = lines(kept, "zh", columns=52)
    assert shown[0] == "月度"
    assert shown[1].split() == ["项目", "类别", "2026-02", "2026-03", "变化", "走势"]
    assert shown[2].split() == ["P1", "望江苑", "2.7", "2.9", "+0.2", "█▁▅"]
    assert "只列出最近 2 期，走势含全部 3 期" in shown


def test_csv_runs_no_formula(tmp_path):
    one = result(projects=["P1"])
    named = replace(one, projects=(replace(one.projects[0], name="=1+2"),))
    History(tmp_path).add(named)
    text = as_csv(trends(History(tmp_path)), Say("en"))
    assert text.startswith("\ufeffKind of period,Period,As of,Project,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [(row["Name"], row["Category"], row["Score"], row["Percent"]) for row in rows] == [
        ("'=1+2", "", "3.0", "100.0"),
        ("'=1+2", "A", "1.0", "100.0"),
        ("'=1+2", "B", "2.0", "100.0"),
    ]


def test_json_for_other_programs(kept):
    said = json.loads(as_json(trends(History(kept), ["P1"])))
    assert said["schema"] == "commsaudit.trend/1"
    assert said["trends"][0]["rows"][0]["values"][1] == {
        "period": "2026-02",
        "as_of": "2026-02-28T23:59:59.999999",
        "score": "2.7",
        "points": "3.0",
        "percent": "90.0",
    }


def test_the_command(kept, monkeypatch):
    code, out, _ = run("trend", "--history", str(kept), "--project", "P1", "-f", "json")
    assert (code, json.loads(out)["trends"][0]["kind"]) == (0, "month")
    monkeypatch.setenv("COMMSAUDIT_HISTORY", str(kept))
    code, out, _ = run("trend", "--lang", "zh")
    assert (code, out.startswith("月度\n")) == (0, True)
    monkeypatch.delenv("COMMSAUDIT_HISTORY")
    code, _, err = run("trend", "--lang", "en")
    assert (code, "which history? Add --history DIR" in err) == (2, True)
