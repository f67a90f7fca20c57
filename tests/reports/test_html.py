"""The web pages: golden files, what they say, what they escape, and how many files there are."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from reports_sample import EXPIRED, IDLE, STANDARDS, sample_result

from commsaudit.errors import StorageError
from commsaudit.model.outcome import Evidence
from commsaudit.model.result import percentage
from commsaudit.reports.formats import FORMATS
from commsaudit.reports.html import charts
from commsaudit.reports.html.findings import clause_findings
from commsaudit.reports.html.site import ONE_FILE_PROJECTS, Site
from commsaudit.reports.interface import HistoryPoint, ReportContext
from commsaudit.reports.output import format_for, write_report

GOLDEN = Path(__file__).parent / "golden"
D = Decimal
HTML = FORMATS["html"]
HISTORY = tuple(
    HistoryPoint(period, "P01", D(score), D("17.0"))
    for period, score in [("2025-12", "15.3"), ("2026-01", "13.6"), ("2026-02", "17.0")]
)


class Tables(HTMLParser):
    """The rows of each table, by its caption, tags left out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._caption, self._into = "", ""
        self._rows: list[list[str]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        del attrs
        if tag == "table":
            self._rows, self._caption = [], ""
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th"):
            self._rows[-1].append("")
        self._into = tag if tag in ("caption", "td", "th") else self._into if tag in ("a", "span") else ""

    def handle_data(self, data):
        if self._into == "caption":
            self._caption += data
        elif self._into:
            self._rows[-1][-1] += data

    def handle_endtag(self, tag):
        if tag == "table":
            self.found.setdefault(self._caption, self._rows)
        if tag == self._into:
            self._into = ""


def page(result, context=None) -> str:
    (part,) = HTML.parts(result, context or ReportContext("en", STANDARDS))
    return b"".join(part.chunks).decode()


def many(count: int):
    """The sample's first project, ``count`` times."""
    result = sample_result("P01")
    (project,) = result.projects
    names = [f"P{number:03}" for number in range(count)]
    return replace(
        result,
        projects=tuple(replace(project, project_id=name) for name in names),
        findings=[replace(each, project_id=name) for name in names for each in result.findings],
        metrics=(),
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
class TestGolden:
    def check(self, name: str, text: str) -> None:
        path = GOLDEN / name
        if os.environ.get("COMMSAUDIT_GOLDEN") == "write":
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    def test_all(self, lang):
        context = ReportContext(lang, STANDARDS, expired=(EXPIRED,), idle=(IDLE,), history=HISTORY)
        self.check(f"html.{lang}.html", page(sample_result(), context))

    @pytest.mark.parametrize("project", ["P02", "P03", "P04"])
    def test_one_project(self, lang, project):
        """P02: everything waived. P03: nothing assessed. P04: everything met. In all, category 7 is empty."""
        self.check(f"html-{project}.{lang}.html", page(sample_result(project), ReportContext(lang, STANDARDS)))


class TestWhatIsSaid:
    def test_the_ledger_and_what_caps_absorbed(self):
        """4 × 0.1 and 5 × 0.5 = 2.5, of which the item's cap of 2.0 absorbs 0.5."""
        rows = Tables(page(sample_result("P01"))).found["Ledger of deductions"]
        assert rows[1:] == [
            ["2", "2.3", "2.3.3 A response within one working day", "4", "0.1", "0.4", "0.0", "0.0", "0.4"],
            ["6", "6.2", "6.2.1 Merchant files are complete", "5", "0.5", "2.5", "0.5", "0.0", "2.0"],
            ["Total", "2.9", "0.5", "0.0", "2.4"],
        ]

    def test_the_findings_of_a_clause_with_evidence_and_cost(self):
        """The fifth finding of 6.2.1 is not listed; the first four cost 0.5 each and fill the cap."""
        text = page(sample_result("P01"))
        rows = Tables(text).found["Clause 6.2.1"]
        place = "complaints exports/投诉_2026-03.csv:12"
        detail = "done=-; responded_at=-; channel=app"
        assert rows[1] == ["M-1/A#档案", "2026-03-09 17:30", detail, place, "0.5", "0.0", "0.5", ""]
        assert len(rows) == 5
        assert "… and 1 more" in text

    def test_a_waived_finding_names_its_waiver(self):
        rows = Tables(page(sample_result("P01"))).found["Clause 2.3.3"]
        assert [row[-1] for row in rows[1:]] == ["", "系统升级 (王总, until 2026-03-31)", "", ""]

    def test_recoverable_points(self):
        rows = Tables(page(sample_result("P01"))).found["Recoverable points"]
        assert rows[1:] == [
            ["6.2.1 Merchant files are complete", "2.0"],
            ["2.3.3 A response within one working day", "0.4"],
        ]

    def test_observed_standards_with_rates(self):
        """One of eight obligations was not met: 87.5 %."""
        rows = Tables(page(sample_result("P01"))).found["Observed standards"]
        assert rows[1:] == [["Callbacks", "2", "1", "8", "1", "0", "0", "87.5"]]

    def test_surveys(self):
        rows = Tables(page(sample_result("P01"))).found["Satisfaction surveys"]
        assert rows[1:] == [
            ["DC-1", "69.23", "59.23", "57.50", "3", "4", ""],
            ["Question: 停车/充电", "25.00", "", "", "0", "3", "1"],
        ]

    def test_ranking(self):
        rows = Tables(page(sample_result())).found["Ranking"]
        assert [(row[0], row[1], row[2]) for row in rows[1:]] == [
            ("1", "P02 Riverside Court", "17.0/17.0"),
            ("1", "P04 春江花月商业广场二期", "17.0/17.0"),
            ("3", "P03", "17.0/17.0"),
            ("4", "P01 望江苑", "14.6/17.0"),
        ]

    def test_means_leave_out_what_was_not_judged(self):
        """P01 85.9, P02 and P04 100: mean 95.3."""
        text = page(sample_result())
        assert "<dd>95.3 %</dd>" in text
        assert "projects in which nothing was judged: 1" in text

    def test_nothing_assessed_is_no_pass(self):
        text = page(sample_result("P03"))
        assert "Nothing could be judged" in text
        assert "not assessed: log contacts not supplied (5)" in text
        assert "Mean percent" not in text
        assert "status-pass" not in text.partition("</style>")[2]

    def test_the_trend_ends_with_this_period(self):
        """15.3, 13.6, 17.0 and 14.6 of 17.0."""
        text = page(sample_result("P01"), ReportContext("en", STANDARDS, history=HISTORY))
        assert Tables(text).found["Trend"][1:] == [
            ["2025-12", "90.0"], ["2026-01", "80.0"], ["2026-02", "100.0"], ["2026-03", "85.9"],
        ]  # fmt: skip
        assert "Trend" not in Tables(page(sample_result("P01"))).found

    def test_waivers_of_the_settings(self):
        waiver = {
            "project_id": "P04", "clause": "2.3.3", "record_id": "*", "reason": "停水，电话13812345678", "approved_by": "王总",
            "approved_on": "2026-03-01", "expires_on": "2026-03-31", "covers": 3, "expired": False,
        }  # fmt: skip
        result = sample_result("P04")
        settings = {**result.settings, "waivers": [waiver, "nonsense", {"clause": "2.3.3"}]}
        rows = Tables(page(replace(result, settings=settings))).found["Waivers"]
        assert rows[1:] == [
            ["2.3.3", "any", "停水，电话***", "王总", "2026-03-01 to 2026-03-31", "3", "in use"],
        ]  # fmt: skip
        revealed = page(replace(result, settings=settings), ReportContext("en", STANDARDS, reveal=True))
        assert "停水，电话13812345678" in revealed


EVIL = "<script>alert(1)</script>\"'&{{ 7*7 }}"


class TestSafety:
    def test_everything_is_escaped(self):
        result = sample_result("P01")
        (project,) = result.projects
        findings = [
            replace(each, record_id=EVIL, detail=f"done={EVIL}", source=Evidence(EVIL, EVIL, 1))
            for each in result.findings
        ]
        categories = tuple(replace(each, id=f"{each.id}{EVIL}") for each in project.categories)
        evil = replace(project, project_id="P01", name=EVIL, empty_logs=(EVIL,), categories=categories, items=())
        text = page(replace(result, projects=(evil,), findings=findings), ReportContext("zh", ()))
        assert text.count("<script>") == 1
        assert "alert(1)" in text
        assert "&lt;script&gt;alert(1)" in text
        assert "49" not in re.findall(r"alert\(1\).{0,60}", text)[0]

    def test_the_policy_allows_nothing_but_its_own_style_and_script(self):
        text = page(sample_result())
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)
        assert policy is not None
        said = policy[1].replace("&#39;", "'")
        assert re.fullmatch(
            r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; img-src data:; "
            "base-uri 'none'; form-action 'none'",
            said,
        )
        assert text.index("Content-Security-Policy") < text.index("<style>")

    def test_nothing_outside_is_named(self):
        text = page(sample_result())
        assert not re.search(r"(?:src|href|action)=\"(?!#|data:,\")", text)
        assert not re.search(r"\bstyle=\"|\bon\w+=\"|url\(|@import", text)
        assert set(re.findall(r"https?://[^\"'\s<]+", text)) <= {"http://www.w3.org/2000/svg"}


class TestFiles:
    def test_a_few_projects_are_one_file(self, tmp_path):
        target = tmp_path / "r.html"
        assert write_report(HTML, many(ONE_FILE_PROJECTS), str(target), ReportContext()) == (target,)
        assert [each.name for each in tmp_path.iterdir()] == ["r.html"]

    def test_many_have_an_index_and_a_page_for_each(self, tmp_path):
        target = tmp_path / "三月 #1%.html"
        result = many(ONE_FILE_PROJECTS + 1)
        assert write_report(HTML, result, str(target), ReportContext()) == (target,)
        folder = tmp_path / "三月 #1%.projects"
        index = target.read_text(encoding="utf-8")
        links = re.findall(r'href="(\./[^"]+)"', index)
        assert len(links) == ONE_FILE_PROJECTS + 1
        assert {(tmp_path / unquote(link)).resolve() for link in links} == set(folder.iterdir())
        one = (tmp_path / unquote(links[0])).read_text(encoding="utf-8")
        back = re.search(r'href="(\.\./[^"]+)"', one)
        assert back is not None
        assert (folder / unquote(back[1])).resolve() == target

    def test_many_findings_have_pages_too(self, tmp_path):
        result = many(2)
        write_report(
            HTML, replace(result, findings=[*result.findings] * 400), str(tmp_path / "r.html"), ReportContext()
        )
        assert len(list((tmp_path / "r.projects").iterdir())) == 2

    def test_standard_output_is_one_file_always(self):
        assert len(list(HTML.parts(many(ONE_FILE_PROJECTS + 1), ReportContext()))) == 1

    def test_a_device_has_no_folder_beside_it(self):
        before = set(Path("/dev").iterdir())
        write_report(HTML, many(ONE_FILE_PROJECTS + 1), "/dev/null", ReportContext())
        assert {each for each in set(Path("/dev").iterdir()) - before if "projects" in each.name} == set()

    def test_a_file_in_the_place_of_the_folder_is_left_alone(self, tmp_path):
        (tmp_path / "r.projects").write_text("mine")
        with pytest.raises(StorageError, match=r"r\.projects: the folder cannot be made"):
            write_report(HTML, many(ONE_FILE_PROJECTS + 1), str(tmp_path / "r.html"), ReportContext())
        assert (tmp_path / "r.projects").read_text() == "mine"
        assert not (tmp_path / "r.html").exists()

    def test_ids_that_are_no_file_names(self, tmp_path):
        """None leaves the folder, and none takes the place of another."""
        ids = ["../../etc/passwd", "a/b", "a\\b", "CON", "", "项目", "p1", "P1", "x" * 300, "."]
        result = many(ONE_FILE_PROJECTS + 1)
        renamed = [replace(each, project_id=name) for each, name in zip(result.projects, ids, strict=False)]
        result = replace(result, projects=(*renamed, *result.projects[len(renamed) :]))
        write_report(HTML, result, str(tmp_path / "r.html"), ReportContext())
        names = [each.name for each in (tmp_path / "r.projects").iterdir()]
        assert len({name.lower() for name in names}) == ONE_FILE_PROJECTS + 1
        assert all(re.fullmatch(r"[A-Za-z0-9-]{1,60}\.html", name) for name in names)
        assert sorted(each.name for each in tmp_path.iterdir()) == ["r.html", "r.projects"]

    def test_the_same_bytes_each_time(self):
        assert page(sample_result()) == page(sample_result())

    @pytest.mark.parametrize("name", ["a.html", "a.HTM"])
    def test_the_endings(self, name):
        assert format_for(name) is HTML


class TestRoom:
    def test_each_clause_shows_as_many_where_not_all_fit(self):
        result = sample_result("P01")
        site = Site(result, ReportContext("en", STANDARDS))
        view = site.overview.views[0]
        whole = clause_findings(site.overview, view, site.words)
        assert [len(each.rows) for each in whole] == [4, 4, 1]
        size = whole[0].rows[0].size
        cut = clause_findings(site.overview, view, site.words, room=size * 7)
        assert [len(each.rows) for each in cut] == [2, 2, 1]
        assert [each.more for each in cut] == [3, 3, 0]

    def test_a_page_stays_under_a_megabyte(self, tmp_path):
        """Two projects with 3,600 findings each, in characters of three bytes and of five when escaped."""
        result = many(2)
        long = [replace(each, detail="说明" * 40 + "&'" * 40) for each in result.findings] * 400
        write_report(HTML, replace(result, findings=long), str(tmp_path / "r.html"), ReportContext("en", STANDARDS))
        pages = list((tmp_path / "r.projects").iterdir())
        assert len(pages) == 2
        assert all(500_000 < each.stat().st_size < 1_000_000 for each in pages)


class TestCharts:
    def test_bands_are_as_fine_as_the_values_allow(self):
        assert charts.bands([D("100.0"), D("99.9"), D("90.0")]) == [
            ("90–91", 1), *((f"{n}–{n + 1}", 0) for n in range(91, 99)), ("99–100", 2),
        ]  # fmt: skip
        assert charts.bands([D("85.9")])[0] == ("80–82", 0)
        assert charts.bands([D("85.9")])[2] == ("84–86", 1)
        assert charts.bands([D("0"), D("59.9")]) == [
            ("0–10", 1), ("10–20", 0), ("20–30", 0), ("30–40", 0), ("40–50", 0), ("50–60", 1),
            ("60–70", 0), ("70–80", 0), ("80–90", 0), ("90–100", 0),
        ]  # fmt: skip

    def test_a_chart_is_one_named_image(self):
        drawing = charts.bars([("<a>", percentage(1, 2))], "kept & lost")
        assert 'role="img" aria-label="kept &amp; lost"' in drawing.svg
        assert "&lt;a&gt;" in drawing.svg

    def test_one_point_is_seen(self):
        assert "<circle" in charts.line([("2026-03", D("85.9"))], "trend").svg
