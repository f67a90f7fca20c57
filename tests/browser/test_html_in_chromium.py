"""The pages as a reader has them: folding, filters, print, no script, no network, readable for all."""

from __future__ import annotations

import base64
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from reports_sample import EXPIRED, IDLE, STANDARDS, sample_result
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from commsaudit.reports.formats import FORMATS
from commsaudit.reports.interface import HistoryPoint, ReportContext
from commsaudit.reports.output import write_report

HISTORY = tuple(
    HistoryPoint(period, "P01", Decimal(score), Decimal("17.0"))
    for period, score in [("2026-01", "15.3"), ("2026-02", "13.6")]
)
MANY = 31


@pytest.fixture(scope="session")
def one(tmp_path_factory):
    """The sample in Chinese, in one file."""
    target = tmp_path_factory.mktemp("one") / "督导.html"
    context = ReportContext("zh", STANDARDS, expired=(EXPIRED,), idle=(IDLE,), history=HISTORY)
    write_report(FORMATS["html"], sample_result(), str(target), context)
    return target


@pytest.fixture(scope="session")
def many(tmp_path_factory):
    """31 projects in English: an index and pages, under a name that has to be quoted in links."""
    result = sample_result("P01", "P04")
    failing, clean = result.projects
    names = [f"P{number:03}" for number in range(MANY)]
    projects = [replace(failing if name <= "P009" else clean, project_id=name, name=f"项目{name}") for name in names]
    findings = [replace(each, project_id=name) for name in names[:10] for each in result.findings]
    target = tmp_path_factory.mktemp("many") / "Q1 #1 100%.html"
    written = replace(result, projects=tuple(projects), findings=findings, metrics=())
    write_report(FORMATS["html"], written, str(target), ReportContext("en", STANDARDS))
    return target


@pytest.fixture(params=["one", "index", "page"])
def any_page(request, one, many):
    """Each kind of page."""
    page = sorted((many.parent / f"{many.stem}.projects").iterdir())[0]
    return {"one": one, "index": many, "page": page}[request.param]


def rows(browser, selector="tr[data-filter=row]"):
    """The texts of the rows that are shown."""
    return [each.text for each in browser.driver.find_elements(By.CSS_SELECTOR, selector) if each.is_displayed()]


def choose(browser, **values):
    """Set controls of the filter as a hand would: each says that it was changed."""
    for name, value in values.items():
        browser.run(
            "const c = document.getElementById('filter-' + arguments[0]);"
            "if (c.type === 'checkbox') c.checked = arguments[1]; else c.value = arguments[1];"
            "c.dispatchEvent(new Event('input', {bubbles: true}));",
            name,
            value,
        )


class TestQuiet:
    def test_no_complaint_and_no_request_but_for_the_file(self, browser, any_page):
        browser.open(any_page)
        browser.run("document.getElementById('open-all').click()")
        choose(browser, failed=True)
        assert browser.complaints() == []
        assert [url for url in browser.requests() if not url.startswith("data:,")] == [any_page.resolve().as_uri()]

    def test_what_a_result_smuggles_in_does_not_run(self, browser, tmp_path):
        result = sample_result("P01")
        evil = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>"
        projects = tuple(replace(each, name=evil) for each in result.projects)
        findings = [replace(each, record_id=evil, detail=evil) for each in result.findings]
        target = tmp_path / "evil.html"
        write_report(
            FORMATS["html"], replace(result, projects=projects, findings=findings), str(target), ReportContext()
        )
        browser.open(target)
        assert browser.driver.title == "Audit of 2026-03"
        assert browser.complaints() == []
        assert browser.run("return document.images.length") == 0

    def test_the_policy_stops_a_script_that_gets_in_all_the_same(self, browser, one):
        browser.open(one)
        browser.run(
            "const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s)"
        )
        assert browser.run("return window.ran") is None
        assert any("Content Security Policy" in each for each in browser.complaints())


class TestFolding:
    def test_findings_are_folded_and_a_click_shows_them(self, browser, one):
        browser.open(one)
        clause = browser.driver.find_element(
            By.XPATH, "//details[summary[contains(., '商户档案齐全')]][not(contains(@class, 'waived'))]"
        )
        record = clause.find_element(By.XPATH, ".//tbody/tr/th")
        assert not record.is_displayed()
        clause.find_element(By.TAG_NAME, "summary").click()
        assert record.is_displayed()
        assert record.text == "M-1/A#档案"

    def test_all_at_once(self, browser, any_page):
        browser.open(any_page)
        count = "return document.querySelectorAll('main details[open]').length"
        every = browser.run("return document.querySelectorAll('main details').length")
        assert browser.run(count) == 0
        browser.driver.find_element(By.ID, "open-all").click()
        assert browser.run(count) == every > 0
        browser.driver.find_element(By.ID, "close-all").click()
        assert browser.run(count) == 0


class TestFilters:
    def test_by_name_typed(self, browser, one):
        browser.open(one)
        browser.driver.find_element(By.ID, "filter-text").send_keys("RIVER")
        (row,) = rows(browser)
        assert "P02 Riverside Court" in row
        assert browser.driver.find_element(By.ID, "filter-said").text == "显示项目 1 / 4"
        shown = browser.driver.find_elements(By.CSS_SELECTOR, "section.project")
        assert [each.is_displayed() for each in shown] == [True, False, False, False]

    def test_by_id(self, browser, many):
        browser.open(many)
        choose(browser, text="p02")
        assert len(rows(browser)) == 10
        assert browser.driver.find_element(By.ID, "filter-said").text == "Projects shown 10 / 31"
        choose(browser, text="")
        assert len(rows(browser)) == MANY

    def test_by_standard(self, browser, many):
        """The callbacks standard stands beside the score of the first ten alone."""
        browser.open(many)
        choose(browser, standard="s1")
        assert len(rows(browser)) == 10

    def test_failed_only(self, browser, one):
        """P01 alone failed; everything of P02 is waived."""
        browser.open(one)
        choose(browser, failed=True)
        (row,) = rows(browser)
        assert "P01" in row
        choose(browser, failed=False, standard="s0")
        assert len(rows(browser)) == 4

    def test_clauses_of_a_page(self, browser, many):
        browser.open(sorted((many.parent / f"{many.stem}.projects").iterdir())[0])
        clauses = "details.clause"
        assert len(rows(browser, clauses)) == 3
        choose(browser, standard="s1")
        (only,) = rows(browser, clauses)
        assert only.startswith("CB-1")
        assert browser.driver.find_element(By.ID, "filter-said").text == "Clauses with findings shown 1 / 3"


class TestIndex:
    def test_a_row_leads_to_its_page_and_back(self, browser, many):
        browser.open(many)
        browser.driver.find_element(By.LINK_TEXT, "P003 项目P003").click()
        assert browser.driver.find_element(By.TAG_NAME, "h1").text == "P003 项目P003"
        browser.driver.find_element(By.LINK_TEXT, "Back to the index").click()
        assert browser.driver.current_url == many.resolve().as_uri()

    def test_a_row_of_one_file_leads_to_its_part(self, browser, one):
        browser.open(one)
        browser.driver.find_element(By.LINK_TEXT, "P01 望江苑").click()
        assert browser.run("return document.querySelector(location.hash).textContent") == "P01 望江苑"
        assert browser.run("return scrollY") > 0


class TestWithoutScript:
    def test_everything_is_there_but_the_filter(self, browser, one):
        browser.scripts(False)
        browser.open(one)
        source = browser.driver.page_source
        assert 'id="filter" class="filter"' in source
        assert browser.driver.find_element(By.ID, "filter").get_attribute("hidden") is not None
        clause = browser.driver.find_element(By.CSS_SELECTOR, "details.clause")
        clause.find_element(By.TAG_NAME, "summary").click()
        assert clause.get_attribute("open") is not None


class TestPrint:
    def test_findings_are_printed_though_they_are_folded(self, browser, one):
        browser.open(one)
        seen = "return document.querySelector('details.clause td.when').checkVisibility({contentVisibilityAuto: true})"
        height = "return document.querySelector('details.clause td.when').getBoundingClientRect().height"
        assert not browser.run(seen)
        browser.media("print")
        # What is folded is laid out with the next frame, not with the command.
        assert WebDriverWait(browser.driver, 10).until(lambda _: browser.run(seen))
        assert browser.run(height) > 10
        assert browser.run("return getComputedStyle(document.getElementById('filter')).display") == "none"

    def test_it_prints(self, browser, one):
        browser.open(one)
        assert base64.b64decode(browser.driver.print_page()).startswith(b"%PDF-")


CONTRAST = """
const parse = (text) => { const c = text.match(/[\\d.]+/g).map(Number); return c.length < 4 ? [...c, 1] : c; };
const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
  .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
  if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
const low = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (walk.nextNode()) {
  const e = walk.currentNode.parentElement;
  if (!walk.currentNode.textContent.trim() || e.closest("script, style")) continue;
  const svg = e.closest("svg");
  const front = light(parse(getComputedStyle(e)[svg ? "fill" : "color"]));
  const back = light(svg ? [249, 249, 249, 1] : ground(e));
  const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  if (ratio < 4.5) low.push(e.tagName + ": " + walk.currentNode.textContent + " " + ratio);
}
return low;
"""


class TestForAll:
    def test_contrast(self, browser, any_page):
        browser.open(any_page)
        browser.run("document.getElementById('open-all').click()")
        assert browser.run(CONTRAST) == []

    def test_headings_stand_in_order(self, browser, any_page):
        browser.open(any_page)
        levels = browser.run(
            "return [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => Number(h.tagName[1]))"
        )
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_tables_have_captions_and_headers_with_scope(self, browser, any_page):
        browser.open(any_page)
        assert browser.run("return [...document.querySelectorAll('table')].every((t) => t.caption && t.tHead)")
        assert browser.run("return document.querySelectorAll('th:not([scope])').length") == 0
        assert browser.run(
            "return [...document.querySelectorAll('tbody tr')].every((r) => r.querySelector('th[scope=row], th[scope=rowgroup]'))"
        )

    def test_language_labels_and_names(self, browser, any_page, one):
        browser.open(any_page)
        assert browser.run("return document.documentElement.lang") == ("zh-CN" if any_page == one else "en")
        assert browser.run("return [...document.querySelectorAll('input, select')].every((c) => c.labels.length === 1)")
        assert browser.run("return [...document.querySelectorAll('svg')].every((s) => s.getAttribute('aria-label'))")
        ids = browser.run("return [...document.querySelectorAll('[id]')].map((e) => e.id)")
        assert len(ids) == len(set(ids))

    def test_status_is_a_word_and_not_a_colour_alone(self, browser, one):
        browser.open(one)
        assert browser.run(
            "return [...document.querySelectorAll('[class^=status-]')].every((e) => e.textContent.trim())"
        )

    def test_nothing_is_wider_than_a_telephone(self, browser, any_page):
        browser.driver.set_window_size(500, 900)
        browser.open(any_page)
        assert browser.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
