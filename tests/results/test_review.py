"""The quarterly review."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from history_samples import TINY, failed, result, run, waiver

from commsaudit.errors import UsageError
from commsaudit.model.result import AuditResult
from commsaudit.reports.titles import Titles
from commsaudit.results.history import History
from commsaudit.results.history_words import Say
from commsaudit.results.review import Review, review
from commsaudit.results.review_report import ReviewText, as_json, percent_text

STANDING = frozenset(["B.1.1"])


def shop(day: str, record: str = "M-1"):
    return failed("B.1.1", record, day, log="merchants")


def kept(folder: Path, *results: AuditResult) -> History:
    for each in results:
        History(folder).add(each)
    return History(folder)


@pytest.fixture
def quarter(tmp_path: Path) -> History:
    """Scores of P1: 2.6, 2.7, 2.9 of 3.0; of P2: 3.0, 2.9, 2.8."""
    return kept(
        tmp_path,
        result("2026-01", [failed("A.1.1", "C-1", "2026-01-08"), shop("2026-01-31")]),
        result("2026-02", [shop("2026-02-28"), failed("A.1.1", "C-2", "2026-02-09", project="P2")]),
        result(
            "2026-03",
            [
                failed("A.1.1", "C-3", "2026-03-05", done="2026-03-09 10:00:00"),
                failed("A.1.1", "C-4", "2026-03-05", project="P2"),
                failed("A.1.1", "C-5", "2026-03-06", project="P2"),
            ],
        ),
    )


def reviewed(history: History, **more) -> Review:
    return review(history, "2026-Q1", standing=STANDING, **more)


def test_three_months_side_by_side(quarter):
    """Shares kept: P1 (2.6 + 2.7 + 2.9) / 9, P2 (3.0 + 2.9 + 2.8) / 9. P1 rises from second to first."""
    found = reviewed(quarter)
    assert found.periods == ("2026-01", "2026-02", "2026-03")
    second, first = sorted(found.rows, key=lambda row: row.project_id)
    assert [(str(month.score), month.rank) for month in second.known] == [("2.6", 2), ("2.7", 2), ("2.9", 1)]
    assert [(str(month.score), month.rank) for month in first.known] == [("3.0", 1), ("2.9", 1), ("2.8", 2)]
    assert (second.mean, second.rank, str(second.change), second.rank_change) == (Fraction(82, 90), 2, "0.3", 1)
    assert (first.mean, first.rank, str(first.change), first.rank_change) == (Fraction(87, 90), 1, "-0.2", -1)
    assert [row.project_id for row in found.rows] == ["P2", "P1"]
    assert (percent_text(Fraction(82, 90)), percent_text(Fraction(87, 90))) == ("91.1", "96.7")


def test_equals_share_a_rank_and_who_has_no_score_has_none(tmp_path):
    months = [result(f"2026-0{month}", projects=["P1", "P2"]) for month in (1, 2)]
    found = reviewed(kept(tmp_path, *months, result("2026-03", projects=["P1"])))
    assert [[month and month.rank for month in row.months] for row in found.rows] == [[1, 1, 1], [1, 1, None]]
    assert [row.rank for row in found.rows] == [1, 1]


def test_recurring_findings(quarter):
    found = [
        (each.project_id, each.clause, each.counts, [one.record_id for one in each.records])
        for each in reviewed(quarter).recurring
    ]
    assert found == [
        ("P1", "A.1.1", (1, 0, 1), []),
        ("P1", "B.1.1", (1, 1, 0), ["M-1"]),
        ("P2", "A.1.1", (0, 1, 2), []),
    ]


def opened(found: Review) -> list[tuple[str, str, str]]:
    return [(each.finding.project_id, each.finding.record_id, each.seen) for each in found.open]


def test_what_is_still_open(quarter):
    """M-1 is standing, and March no longer has it; C-3 was done, though late; of the others nothing later is known."""
    assert opened(reviewed(quarter)) == [
        ("P1", "C-1", "2026-01"),
        ("P2", "C-2", "2026-02"),
        ("P2", "C-4", "2026-03"),
        ("P2", "C-5", "2026-03"),
    ]


def test_the_quarter_audited_later_has_the_last_word(quarter):
    """It no longer lists C-1, shows that C-2 was done late, and still has C-4 and C-5."""
    late = failed("A.1.1", "C-2", "2026-02-09", project="P2", done="2026-03-30")
    still = [failed("A.1.1", name, "2026-03-05", project="P2") for name in ("C-4", "C-5")]
    History(quarter.folder).add(result("2026-Q1", [late, *still], as_of="2026-04-02"))
    assert opened(reviewed(History(quarter.folder))) == [("P2", "C-4", "2026-Q1"), ("P2", "C-5", "2026-Q1")]


def test_a_later_month_says_nothing_of_an_older_obligation(quarter):
    before = opened(reviewed(quarter))
    History(quarter.folder).add(result("2026-04"))
    assert opened(reviewed(History(quarter.folder))) == before


def test_a_result_that_does_not_list_all_says_nothing_by_silence(quarter):
    many = [failed("A.1.1", f"B-{nth}", "2026-01-05") for nth in range(3)]
    History(quarter.folder).add(result("2026-Q1", many, as_of="2026-04-02", max_findings=2))
    assert ("P1", "C-1", "2026-01") in opened(reviewed(History(quarter.folder)))


def test_a_standing_finding_that_came_back_is_open(tmp_path):
    months = [result("2026-01", [shop("2026-01-31")]), result("2026-02"), result("2026-03", [shop("2026-03-31")])]
    assert opened(reviewed(kept(tmp_path, *months))) == [("P1", "M-1", "2026-03")]
    History(tmp_path).add(result("2026-04"))
    assert opened(reviewed(History(tmp_path))) == []


def test_waived_findings_are_not_open(tmp_path):
    waived = result("2026-03", [failed("A.1.1", "C-1", "2026-03-05")], waivers=[waiver()])
    assert opened(reviewed(kept(tmp_path, result("2026-01"), result("2026-02"), waived))) == []


def test_waivers_that_end_within_the_next_quarter(tmp_path):
    """Of the four, the one that ends with the quarter, and the one that ends after the next, are not named."""
    waivers = [
        waiver(until="2026-06-30"),
        waiver("C-9", until="2026-04-01"),
        waiver(of="A.1.2", until="2026-03-31"),
        waiver(of="B.1.1", until="2026-07-01"),
    ]
    march = result("2026-03", [failed("A.1.1", "C-1", "2026-03-05")], waivers=waivers)
    found = reviewed(kept(tmp_path, result("2026-01"), result("2026-02"), march))
    assert found.until == date(2026, 6, 30)
    assert [(each.record_id, each.expires_on.isoformat(), each.covers) for each in found.ending] == [
        ("C-9", "2026-04-01", 0),
        ("*", "2026-06-30", 1),
    ]


def test_clear_errors(quarter, tmp_path_factory):
    for label in ("2026-03", "2026-H1", "soon", "2026-Q5"):
        with pytest.raises(UsageError, match=f"'{label}' is no quarter: write 2026-Q1"):
            review(quarter, label)
    with pytest.raises(UsageError, match="no result of 2026-04; it has 2026-01, 2026-02, 2026-03"):
        review(quarter, "2026-Q2")
    with pytest.raises(UsageError, match="no project 'P3' here; did you mean"):
        reviewed(quarter, projects=["P3"])
    folder = str(tmp_path_factory.mktemp("empty") / "none")
    code, _, err = run("review", "2026-Q1", "--history", folder, "--lang", "en")
    assert (code, "no such history folder" in err) == (2, True)


def text(found: Review, lang: str = "en") -> ReviewText:
    return ReviewText(found, Titles([TINY], lang), Say(lang), show_all=False, reveal=False)


def test_the_table_by_hand(quarter):
    lines = [line.split() for line in text(reviewed(quarter)).table_lines(columns=120, color=False)]
    assert lines[:6] == [
        ["Review", "of", "2026-Q1"],
        [],
        ["Scores", "and", "ranks", "by", "month"],
        ["Project", "Name", "2026-01", "2026-02", "2026-03", "Change", "Mean", "Rank", "Rose"],
        ["P2", "Riverside", "3.0", "(#1)", "2.9", "(#1)", "2.8", "(#2)", "-0.2", "96.7", "%", "1", "-1"],
        ["P1", "望江苑", "2.6", "(#2)", "2.7", "(#2)", "2.9", "(#1)", "+0.3", "91.1", "%", "2", "+1"],
    ]
    assert ["P1", "B.1.1", "Clause", "B.1.1", "1", "1", "0", "M-1"] in lines
    assert ["Still", "open:", "4"] in lines
    assert lines[-1] == ["No", "waiver", "ends", "by", "2026-06-30"]


def test_what_is_not_ours_is_shown_as_it_is(tmp_path):
    wild = failed("A.1.1", "C|1<b>", "2026-03-05")
    given = [replace(waiver(until="2026-05-01"), reason="见3栋2单元301室 13800138000")]
    months = [result("2026-01"), result("2026-02"), result("2026-03", [wild], waivers=given, projects=["P1"])]
    shown = "\n".join(text(reviewed(kept(tmp_path, *months)), "zh").markdown_lines())
    said = as_json(reviewed(History(tmp_path)), reveal=False)
    assert "301" not in shown + said
    assert "13800138000" not in shown + said
    assert "13800138000" in as_json(reviewed(History(tmp_path)), reveal=True)
    assert "<b>" not in shown


def test_the_command(quarter):
    code, out, _ = run("review", "2026-Q1", "--history", str(quarter.folder), "-f", "json")
    said = json.loads(out)
    assert (code, said["schema"], said["until"]) == (0, "commsaudit.review/1", "2026-06-30")
    assert [row["mean_percent"] for row in said["projects"]] == ["96.7", "91.1"]
    assert said["open"][0] == {
        "id": "tiny/A.1.1/P1/C-1",
        "project_id": "P1",
        "clause": "A.1.1",
        "due_at": "2026-01-08T23:59:59.999999",
        "seen": "2026-01",
    }
    code, out, _ = run(
        "review", "2026-Q1", "--history", str(quarter.folder), "-f", "md", "--lang", "zh", "--project", "P1"
    )
    assert (code, out.startswith("# 2026-Q1 季度回顾\n"), "P2" in out) == (0, True, False)
