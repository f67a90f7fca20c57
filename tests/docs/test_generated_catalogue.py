"""The catalogue of standards in docs/ is what the checks say, and a reader finds every clause in it, in both languages.

``COMMSAUDIT_DOCS=write pytest tests/docs`` writes it anew, as ``make catalogue`` does.
"""

from __future__ import annotations

import importlib.util
import os
import re
from pathlib import Path
from types import ModuleType

import pytest
from doc_blocks import REPOSITORY

from commsaudit.checks.catalogue import load_catalogue
from commsaudit.model.standard import Clause

DOCS = REPOSITORY / "docs"
LANGUAGES = ("en", "zh")
_HEADING = re.compile(r"^### (?P<id>\S+) (?P<title>.+)$", re.MULTILINE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_catalogue", DOCS / "build_catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


BUILDER = builder()


def text_in(lang: str) -> str:
    text: str = (DOCS / BUILDER.FILES[lang]).read_text("utf-8")
    return text


def clauses() -> list[Clause]:
    return [clause for standard in load_catalogue().values() for clause in standard.clauses]


def entries(lang: str) -> dict[str, tuple[str, str]]:
    """What the catalogue says of each clause: its title and the lines below it."""
    text = re.sub(r"^## .*$", "", text_in(lang), flags=re.MULTILINE)
    parts = _HEADING.split(text)[1:]
    return {name: (title, body) for name, title, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_committed_catalogue_is_what_comes_out(lang: str) -> None:
    expected = BUILDER.catalogue_text(lang)
    if os.environ.get("COMMSAUDIT_DOCS") == "write":
        (DOCS / BUILDER.FILES[lang]).write_text(expected, "utf-8")
    else:
        assert text_in(lang) == expected, "make catalogue writes it anew"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_clause_is_there_once_and_in_order(lang: str) -> None:
    given = [found["id"] for found in _HEADING.finditer(text_in(lang))]
    assert len(given) == 301
    assert given == [clause.id for clause in clauses()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_leads_to_every_standard(lang: str) -> None:
    text = text_in(lang)
    linked = re.findall(r"^\| \[[^\]]+\]\(#([\w-]+)\)", text, re.MULTILINE)
    assert linked == list(load_catalogue())
    assert re.findall(r'<a id="([\w-]+)">', text) == linked


def test_both_languages_say_the_same_of_each_clause() -> None:
    english, chinese = entries("en"), entries("zh")
    for clause in clauses():
        (title, body), (zh_title, zh_body) = english[clause.id], chinese[clause.id]
        assert (title, zh_title) == (clause.en, clause.zh)
        assert body.strip().count("\n") == zh_body.strip().count("\n"), clause.id


def test_a_clause_is_told_in_the_language_of_the_page() -> None:
    english, chinese = entries("en"), entries("zh")
    for clause in clauses():
        if clause.by_inspection:
            assert "judged by inspectors alone" in english[clause.id][1]
            assert "只由检查人员判断" in chinese[clause.id][1]
            continue
        for label, zh_label in (("Each", "每"), ("Due", "时限"), ("Must hold", "符合条件"), ("Reads", "读取")):
            assert re.search(rf"^- {label}: \S", english[clause.id][1], re.MULTILINE), (clause.id, label)
            said = re.search(rf"^- {zh_label}：(.+)$", chinese[clause.id][1], re.MULTILINE)
            assert said, (clause.id, zh_label)
            assert _CHINESE.search(said[1]), (clause.id, zh_label)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_parameter_stands_with_its_clause(lang: str) -> None:
    told = entries(lang)
    for clause in clauses():
        for name in clause.parameters:
            assert f"`{name} = " in told[clause.id][1], (clause.id, name)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_leads_to_the_catalogue_in_its_language(name: str) -> None:
    lang = "zh" if "zh" in name else "en"
    assert f"(docs/{BUILDER.FILES[lang]})" in Path(REPOSITORY / name).read_text("utf-8")
