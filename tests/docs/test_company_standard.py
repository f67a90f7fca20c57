"""The example that a company can copy: its pages show all its files, and what they say that it costs is what comes out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
from doc_blocks import COMMAND, EXAMPLE, REPOSITORY
from test_docs import fences, outline

COMPANY = EXAMPLE / "company"
PAGES = [REPOSITORY / "docs" / "company-standard.md", REPOSITORY / "docs" / "company-standard.zh-CN.md"]
LANGUAGES = {PAGES[0]: "en", PAGES[1]: "zh"}
_COST = re.compile(r"^\| (?P<clause>[A-Z]+[-.][\d.]+) \| .* \| (?P<cost>\d\.\d) \|$", re.MULTILINE)


def audit(company: Path, *more: str, lang: str = "en") -> subprocess.CompletedProcess[bytes]:
    """The audit that the pages show."""
    words = ["audit", "exports", "-p", "2026-03", "--lang", lang, *more]
    return subprocess.run([COMMAND, *words], cwd=company, check=True, capture_output=True)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    return shutil.copytree(COMPANY, tmp_path / "company")


def test_both_pages_have_one_shape() -> None:
    assert outline(PAGES[0]) == outline(PAGES[1])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_page_shows_every_file(page: Path) -> None:
    shown = set(re.findall(r"<!-- begin: file (\S+) -->", page.read_text("utf-8")))
    held = {path.relative_to(REPOSITORY).as_posix() for path in COMPANY.rglob("*") if path.is_file()}
    # The cases of the clause that inspectors judge are like those of the other.
    assert held - shown == {"docs/example/company/standards/house/H.2.1-front-desk-tidy.cases.toml"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_page_counts_by_hand_is_what_comes_out(page: Path, company: Path) -> None:
    counted = {found["clause"]: Decimal(found["cost"]) for found in _COST.finditer(page.read_text("utf-8"))}
    audit(company, "-o", "result.json")
    (project,) = json.loads((company / "result.json").read_text("utf-8"))["projects"]
    found = {each["id"]: Decimal(each["deduction"]) for each in project["clauses"] if each["findings"]}
    # Observed standards have findings too, which the table on the terminal leaves to --all.
    assert {name: cost for name, cost in found.items() if cost or name in counted} == counted
    assert (project["score"]["points"], project["score"]["deduction"]) == ("52.0", "2.7")
    assert project["coverage"]["clauses"] == 87 + 19 + 2


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_warning_is_the_one_that_is_shown(page: Path, company: Path) -> None:
    rule = 'unit = "0.1"\ncount_in_item = true\n'
    with (company / "commsaudit.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'\n[clauses."CC-6"]\n{rule}\n[clauses."CM-1"]\n{rule}')
    (warning,) = [body for info, body in fences(page) if info == "text"]
    assert warning in audit(company, lang=LANGUAGES[page]).stderr.decode()
