"""``commsaudit report``: stored results in every format, what-ifs, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyarrow.parquet
import pytest

from commsaudit.reports.formats import FORMATS

WAIVERS = """
[[waiver]]
project_id = "P1"
clause = "2.3.3"
record_id = "C-2"
reason = "业主王先生（3-1201）"
approved_by = "总经理"
approved_on = 2026-03-01
expires_on = 2026-03-31
"""


@pytest.fixture
def stored(run, logs) -> Path:
    """P1 with two late complaints, one of them waived; the logs are gone afterwards."""
    Path("waivers.toml").write_text(WAIVERS, "utf-8")
    done = run("audit", str(logs), "-p", "2026-03", "--waivers", "waivers.toml", "-o", "result.json", "-q")
    assert done.code == 0, done.err
    for path in logs.iterdir():
        path.unlink()
    return Path("result.json")


def test_it_shows_what_the_audit_showed(run, company_result):
    shown = run("report", str(company_result / "result.json"), "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    csv_again = run("report", str(company_result / "result.json"), "--lang", "en", "-o", "again.csv", "-q")
    assert csv_again.code == 0
    for part in ("scorecard", "clauses", "findings", "standards", "metrics"):
        assert Path(f"again.{part}.csv").read_bytes() == (company_result / f"result.{part}.csv").read_bytes()


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].is_text and not FORMATS[name].part_names])
def test_every_text_format_goes_to_standard_output(run, stored, name):
    done = run("report", str(stored), "-f", name)
    assert done.code == 0, done.err
    assert done.out


def test_several_at_once_by_ending(run, stored):
    done = run(
        "report", str(stored), "-o", "a.md", "-o", "a.sarif.json", "-f", "junit", "-o", "a.junit", "-o", "a.parquet"
    )
    assert done.code == 0, done.err
    assert "written: a.md, a.sarif.json, a.junit, a.parquet" in done.err
    assert json.loads(Path("a.sarif.json").read_text())["version"] == "2.1.0"
    assert ET.parse("a.junit").getroot().tag == "testsuites"
    assert pyarrow.parquet.read_table("a.parquet").num_rows == 2


def test_json_is_the_stored_file_itself(run, stored):
    assert run("report", str(stored), "-f", "json").out.encode() == stored.read_bytes()


def test_from_standard_input(run, stored):
    assert "P1" in run("report", "-", stdin=stored.read_bytes()).out
    broken = run("report", "-", stdin=b"{}")
    assert broken.code == 3
    assert "stdin: this is no result file: it has no schema" in broken.err


def test_masked_unless_revealed(run, stored):
    hidden, shown = run("report", str(stored), "--all"), run("report", str(stored), "--all", "--reveal")
    assert "王先生" not in hidden.out
    assert "3-1201" not in hidden.out
    assert "业主王先生（3-1201）" in shown.out


class TestWhatIf:
    def test_the_heading_says_so_and_the_score_moves(self, run, stored):
        """C-2 waived: 0.1 for C-3; without the waiver 0.2."""
        plain = run("report", str(stored), "--without-waivers", "--lang", "en").out
        assert "What if, not an audit's result: no waiver holds (findings: 1); score 34.9 → 34.8" in plain
        assert "Audit of 2026-03 (what-if)" in plain
        assert "Score 34.8/35.0" in plain

    @pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("json", "parquet", "xlsx", "csv")])
    def test_every_format_says_so(self, run, stored, name):
        done = run("report", str(stored), "--if-fixed", "2.3.3", "--lang", "en", "-f", name)
        assert done.code == 0, done.err
        assert "what-if" in done.out.replace("\\", "")

    def test_csv_says_so_in_its_period(self, run, stored):
        assert run("report", str(stored), "--if-fixed", "2.3.3", "--lang", "en", "-o", "x.csv").code == 0
        text = Path("x.scorecard.csv").read_text("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(text, newline=""))
        assert (row["Period"], row["Score"], row["Findings"]) == ("2026-03 (what-if)", "35.0", "0")
        assert len(Path("x.findings.csv").read_text().splitlines()) == 1

    def test_it_is_no_result_file(self, run, stored):
        done = run("report", str(stored), "--if-fixed", "2.3.3", "-o", "forged.json")
        assert done.code == 2
        assert "is no result of an audit" in done.err
        assert not Path("forged.json").exists()

    def test_several_clauses(self, run, stored):
        assert run("report", str(stored), "--if-fixed", "2.3.3,2.3.5", "--if-fixed", "2.5.*").code == 0

    def test_an_unknown_clause(self, run, stored):
        done = run("report", str(stored), "--if-fixed", "2.3.33")
        assert done.code == 2
        assert "did you mean 2.3.3?" in done.err

    def test_nothing_to_put_right_is_said(self, run, stored):
        assert "nothing to put right in 2.3.1" in run("report", str(stored), "--if-fixed", "2.3.1").err

    def test_the_settings_file_does_not_suppose(self, run, stored):
        Path("commsaudit.toml").write_text('output = "result.json"\nformat = "json"\n')
        done = run("report", str(stored))
        assert done.code == 0, done.err
        assert "P1" in done.out
        assert "{" not in done.out


def test_the_result_is_not_overwritten(run, stored):
    before = stored.read_bytes()
    done = run("report", str(stored), "-f", "md", "-o", "./result.json")
    assert done.code == 2
    assert "is the result that is read" in done.err
    assert stored.read_bytes() == before


def test_no_result(run, clean):
    done = run("report", "nowhere.json")
    assert done.code == 2
    assert "no such result file" in done.err
    (clean / "x.json").write_text("[1]")
    assert run("report", "x.json").code == 3


def test_a_format_that_there_is_not(run, stored):
    done = run("report", str(stored), "-f", "sariff")
    assert done.code == 2
    assert "did you mean sarif?" in done.err


def test_a_format_that_met_the_wrong_output_is_refused(run, company_result, tmp_path):
    a, b = tmp_path / "a.json", tmp_path / "b.html"
    done = run("report", str(company_result), "-f", "md", "-f", "html", "-o", str(a), "-o", str(b))
    assert (done.code, a.exists(), b.exists()) == (2, False, False)
    assert "-f json -o a.json -f html -o b.html" in done.err
