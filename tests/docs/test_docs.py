"""The documents say what is so: their blocks are what comes out, their commands, keys, macros and links exist.

``COMMSAUDIT_DOCS=write pytest tests/docs`` writes the marked blocks anew.
"""

from __future__ import annotations

import inspect
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from doc_blocks import COMMAND, EXAMPLE, REPOSITORY, Document

import commsaudit
from commsaudit import errors
from commsaudit.audit import settings as settings_module
from commsaudit.audit import surveys
from commsaudit.audit.settings import read_settings
from commsaudit.audit.waivers import read_waivers
from commsaudit.checks import catalogue
from commsaudit.cli.main import root
from commsaudit.engine import macros, relations
from commsaudit.model.options import LogOptions
from commsaudit.scoring import encode

READMES = [REPOSITORY / "README.md", REPOSITORY / "README.zh-CN.md"]
DOCUMENTS = [
    *READMES,
    REPOSITORY / "CONTRIBUTING.md",
    REPOSITORY / "CHANGELOG.md",
    *sorted((REPOSITORY / "docs").rglob("*.md")),
]
WITH_SETTINGS = [*READMES, REPOSITORY / "docs" / "settings.md"]

_FENCE = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`(?P<code>[^`\n]+)`")
_LINK = re.compile(r"\]\((?P<target>[^)#\s]+)")
_MACRO = re.compile(r"^CREATE MACRO (?P<name>\w+)\((?P<arguments>[^)]*)\)", re.MULTILINE)
_ROW_NAME = re.compile(r"^\| `(?P<name>\w+)(?:\([^`]*\))?`", re.MULTILINE)


def relative(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def fences(path: Path) -> Iterator[tuple[str, str]]:
    """Info string and text of each fenced block."""
    for found in _FENCE.finditer(path.read_text("utf-8")):
        yield found["info"].strip(), found["body"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_blocks_are_what_comes_out(path: Path, tmp_path: Path) -> None:
    text, expected = path.read_text("utf-8"), Document(path, tmp_path).regenerated()
    if os.environ.get("COMMSAUDIT_DOCS") == "write":
        path.write_text(expected, "utf-8")
    else:
        assert text == expected, "COMMSAUDIT_DOCS=write pytest tests/docs writes the blocks anew"


def calls(path: Path) -> Iterator[list[str]]:
    """Every call of commsaudit in code: in blocks for a shell, and between backticks."""
    shells = [body for info, body in fences(path) if info in ("sh", "console")]
    lines = [line.removeprefix("$ ") for body in shells for line in body.splitlines()]
    prose = _FENCE.sub("", path.read_text("utf-8"))
    lines += [found["code"] for found in _INLINE.finditer(prose)]
    for line in lines:
        for call in re.split(r"&&|\|", line.split(" # ")[0]):
            if call.strip().startswith("commsaudit "):
                yield shlex.split(call)[1:]


def options_of(command: click.Command) -> set[str]:
    return {name for param in command.params for name in (*param.opts, *param.secondary_opts)} | {"--help"}


def check_call(words: list[str]) -> None:
    command: click.Command = root
    context = click.Context(root)
    words = [word for word in words if word not in ("[DIR]", "…")]
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        assert found is not None, f"there is no command {words[0]}"
        command, words = found, words[1:]
    known = options_of(command)
    for word in words:
        if re.match(r"--?[a-z]", word):
            assert word.split("=")[0] in known, f"{command.name} has no option {word}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_command_and_option_exists(path: Path) -> None:
    for words in calls(path):
        check_call(words)


def every_option(command: click.Command) -> set[str]:
    """The options of a command and of all below it."""
    names = options_of(command)
    if isinstance(command, click.Group):
        context = click.Context(command)
        for member in command.list_commands(context):
            below = command.get_command(context, member)
            assert below is not None
            names |= every_option(below)
    return names


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_every_option_named_alone_exists(path: Path) -> None:
    prose = _FENCE.sub("", path.read_text("utf-8"))
    alone = [found["code"] for found in _INLINE.finditer(prose) if re.match(r"--?[a-z]", found["code"])]
    named = {word for code in alone for word in code.split() if re.match(r"--?[a-z]", word)}
    assert not named - every_option(root)


@pytest.mark.parametrize("path", READMES, ids=relative)
def test_the_tour_names_every_command(path: Path) -> None:
    text = path.read_text("utf-8")
    for name in root.list_commands(click.Context(root)):
        command = root.get_command(click.Context(root), name)
        members = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else [""]
        for member in members:
            assert f"`commsaudit {name} {member}".rstrip() in text, f"{name} {member} is missing"


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_links_lead_somewhere(path: Path) -> None:
    for found in _LINK.finditer(path.read_text("utf-8")):
        if "://" not in found["target"]:
            assert (path.parent / found["target"]).exists(), found["target"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=relative)
def test_toml_blocks_are_read(path: Path, tmp_path: Path) -> None:
    clauses = [clause.id for standard in catalogue.load_catalogue().values() for clause in standard.clauses]
    for info, body in fences(path):
        if not info.startswith("toml"):
            continue
        name = info.removeprefix("toml").strip()
        file = tmp_path / "block.toml"
        file.write_text(body, "utf-8")
        if name.startswith("waivers"):
            assert read_waivers(file, clauses)
        elif name in ("commsaudit.toml", "with-ours.toml"):
            read_settings(file)
        else:
            assert name in ("standard.toml",) or name.endswith(".cases.toml"), f"say what this block is: {info!r}"


@pytest.mark.parametrize("path", WITH_SETTINGS, ids=relative)
def test_every_key_of_the_settings_file_has_an_example(path: Path) -> None:
    tables = [tomllib.loads(body) for info, body in fences(path) if info == "toml commsaudit.toml"]
    given = {key for table in tables for key in table}
    assert given >= settings_module.OPTIONS | settings_module._OWN
    assert {key for table in tables for key in table.get("workdays", {})} == settings_module._WORKDAYS
    standards = [rule for table in tables for rule in table.get("standards", {}).values()]
    assert {key for rule in standards for key in rule} == settings_module._STANDARD
    rules = [rule for table in tables for rule in table.get("clauses", {}).values()]
    assert {key for rule in rules for key in rule} == settings_module._CLAUSE | settings_module._PRICE
    patterns = [pattern for table in tables for pattern in table.get("projects", {}).values()]
    for_some = [rule for pattern in patterns for rule in pattern["clauses"].values()]
    assert {key for rule in for_some for key in rule} == settings_module._CLAUSE
    mapped = [log for table in tables for log in table.get("logs", {}).values()]
    assert {key for log in mapped for key in log} == {each.name for each in fields(LogOptions)}


@pytest.mark.parametrize("path", READMES, ids=relative)
def test_the_exit_codes_are_those_of_the_errors(path: Path) -> None:
    text = path.read_text("utf-8")
    given = [int(code) for code in re.findall(r"^\| (\d) \|", text, re.MULTILINE)]
    known = {
        error.exit_code for error in vars(errors).values() if isinstance(error, type) and hasattr(error, "exit_code")
    }
    assert given == sorted(known | {0, 1})


def outline(path: Path) -> list[object]:
    """The shape of a document: its headings by level, its fenced blocks and the rows of its tables."""
    shape: list[object] = []
    inside = False
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("```"):
            inside = not inside
            if inside:
                shape.append(line.split()[0])
        elif not inside and (found := re.match(r"#+ ", line)):
            shape.append(found[0].strip())
        elif not inside and line.startswith("|"):
            shape.append("row")
    return shape


def test_both_readmes_have_one_shape() -> None:
    assert outline(READMES[0]) == outline(READMES[1])


def test_the_settings_page_has_every_key_of_a_price_in_its_table() -> None:
    text = (REPOSITORY / "docs" / "settings.md").read_text("utf-8")
    given = _ROW_NAME.findall(text.split("## What findings cost")[1].split("\n## ")[0])
    assert sorted(given) == sorted(settings_module._PRICE | {"mode"})


# What reads the cells of a file is no notion of the specification, and neither are the parts of another macro.
_PARTS_OF_MACROS = {
    "nth_weekday", "nth_working_day", "rolled", "word_of", "digits_narrowed", "around_numbers",
    "mobile_form", "citizen_form", "number_at", "numbers_of", "is_citizen_id", "bare_number", "without_country",
}  # fmt: skip


def test_every_shared_macro_is_documented_and_no_other() -> None:
    text = (REPOSITORY / "docs" / "writing-checks.md").read_text("utf-8")
    source = Path(macros.__file__).with_suffix(".sql").read_text("utf-8")
    before, rest = source.split("-- Reading text")
    source = before + rest.split("-- Times of day, steps, quotas")[1]
    helpers = _PARTS_OF_MACROS
    given = _ROW_NAME.findall(text.split("## The macros")[1].split("\n## ")[0])
    assert sorted(given) == sorted({found["name"] for found in _MACRO.finditer(source)} - helpers)


def test_every_key_of_the_front_matter_is_documented_and_no_other() -> None:
    text = (REPOSITORY / "docs" / "writing-checks.md").read_text("utf-8")
    given = _ROW_NAME.findall(text.split("## The front matter")[1].split("\n## ")[0])
    assert sorted(given) == sorted(catalogue._KEYS)


def test_every_relation_is_documented() -> None:
    text = (REPOSITORY / "docs" / "writing-checks.md").read_text("utf-8")
    for plural in relations.PLURALS.values():
        assert f"`owed_{plural}`" in text
    created = re.findall(r"CREATE VIEW (\w+) AS", inspect.getsource(relations))
    assert {"standing", "survey_questions"} <= set(created)
    assert not {name for name in created if f"`{name}`" not in text}


def columns_of(view: str) -> list[str]:
    """The columns of a relation that is a query of a known text: what its counts and windows are called."""
    return re.findall(r"(?:AS|FILTER \(.*\) AS) (\w+),?$", view, re.MULTILINE)


def test_the_columns_of_survey_questions_are_documented() -> None:
    text = (REPOSITORY / "docs" / "writing-checks.md").read_text("utf-8")
    (row,) = (line for line in text.splitlines() if line.startswith("| `survey_questions`"))
    names = set(columns_of(relations._SURVEY_QUESTIONS)) - {"opinion", "survey_questions"}
    assert {"satisfied", "place", "dissatisfied_through", "dissatisfied_total"} <= names
    assert not {name for name in names if f"`{name}`" not in row}


def test_the_result_file_page_names_every_metric() -> None:
    text = (REPOSITORY / "docs" / "result-file.md").read_text("utf-8")
    names = set(re.findall(r'metric\("(\w+)"', inspect.getsource(surveys)))
    given = set(_ROW_NAME.findall(text.split("### metrics")[1].split("\n##")[0]))
    assert given == names


def test_the_modules_that_the_map_names_exist() -> None:
    source = REPOSITORY / "src" / "commsaudit"
    codes = {found["code"] for found in _INLINE.finditer((REPOSITORY / "docs" / "architecture.md").read_text("utf-8"))}
    named = {code for code in codes if re.fullmatch(r"(logs|engine|checks|scoring|audit|reports|cli)/\w+", code)}
    assert named
    assert not {code for code in named if not (source / f"{code}.py").is_file()}


def test_the_result_file_page_names_every_key() -> None:
    text = (REPOSITORY / "docs" / "result-file.md").read_text("utf-8")
    schema = (Path(encode.__file__).parent / "result-1.schema.json").read_text("utf-8")
    names = {
        name for listed in re.findall(r'"required": \[([^\]]*)\]', schema) for name in re.findall(r'"(\w+)"', listed)
    }
    assert not {name for name in names if f"`{name}`" not in text}


def test_the_checksum_of_a_result_comes_out_as_the_page_says(tmp_path: Path) -> None:
    pages = dict(fences(REPOSITORY / "docs" / "result-file.md"))
    paths = [str(EXAMPLE / "exports"), "-p", "2026-03", "--config", str(EXAMPLE / "commsaudit.toml")]
    subprocess.run([COMMAND, "audit", *paths, "-o", "result.json"], cwd=tmp_path, check=True, capture_output=True)
    subprocess.run([sys.executable, "-c", pages["python"]], cwd=tmp_path, check=True)


def test_the_changelog_has_the_version() -> None:
    assert f"## [{commsaudit.__version__}]" in (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
