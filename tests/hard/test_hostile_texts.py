"""A result that agrees in all its parts, with texts meant for terminals, spreadsheets, browsers, runners and file systems."""

from __future__ import annotations

import copy
import csv
import json
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from broken_results import FREE, TEXTS, sealed
from click.testing import CliRunner

from commsaudit.cli.main import root
from commsaudit.reports.formats import FORMATS

NASTY = [text for text in TEXTS[4:19] if text]
OUTPUTS = [part for name, form in FORMATS.items() for part in ("-f", name, "-o", f"out/{name}{form.endings[0]}")]


def called(*arguments: str) -> str:
    done = CliRunner().invoke(root, [*arguments, "--lang", "en"])
    assert done.exit_code in (0, 1), done.stderr
    assert not any(sign in done.stdout + done.stderr for sign in "\x1b\x07\x00\x7f\x85\u2028\u202e")
    return done.stdout


def _nasty(value: Any, texts: list[str]) -> Any:
    """``value`` with a nasty text in each place that takes one; settings stay, which are read as ours or refused."""
    if isinstance(value, list):
        return [_nasty(each, texts) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, each in value.items():
        texts.append(texts.pop(0))
        found[key] = texts[0] if key in FREE and isinstance(each, str) else _nasty(each, texts)
    return found


@pytest.fixture
def hostile(content: dict[str, Any]) -> Path:
    """A project for each nasty text, whose id it is, and more than thirty of them: each gets a page of its own."""
    settings, tool = content.pop("settings"), content["tool"]
    changed = _nasty(content, [*NASTY]) | {"settings": settings, "tool": tool | {"version": NASTY[0]}}
    [project] = changed["projects"]
    changed["projects"], findings, metrics = [], changed["findings"], changed["metrics"]
    changed["findings"], changed["metrics"] = [], []
    for nth, text in enumerate(NASTY * 3):
        name = text * (nth // len(NASTY) + 1)
        changed["projects"].append(copy.deepcopy(project) | {"project_id": name})
        changed["findings"] += [each | {"project_id": name, "id": f"{nth}/{each['id']}"} for each in findings]
        changed["metrics"] += [each | {"project_id": name} for each in metrics]
    changed["findings_total"] *= len(NASTY) * 3
    order = (
        "schema",
        "tool",
        "standards",
        "period",
        "settings",
        "inputs",
        "projects",
        "findings",
        "findings_total",
        "metrics",
    )
    Path("m.json").write_bytes(sealed({key: changed[key] for key in order}))
    Path("out").mkdir()
    return Path("m.json")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.scripts, self.images = 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        self.images += tag == "img"
        assert not any(name.startswith("on") or (value or "").startswith("javascript:") for name, value in attrs)


def test_every_format_shows_them_as_they_stand_and_nothing_leaves_its_folder(hostile, clean):
    called("report", str(hostile), *OUTPUTS, "--all", "-q")
    assert {each.name for each in clean.iterdir()} == {"m.json", "out"}
    assert [each.name for each in clean.parent.iterdir()] == ["here"]
    pages = [*Path("out/html.projects").iterdir()]
    assert len(pages) == len(NASTY) * 3
    assert all(page.name.isascii() and page.suffix == ".html" and page.name[0] != "." for page in pages)
    for page in (Path("out/html.html"), *pages):
        tags = _Tags()
        tags.feed(page.read_text("utf-8"))
        assert (tags.scripts, tags.images) == (1, 0)
    for path in Path("out").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(("=", "+", "@", "\t", "\r", "\n")) for cell in row)
    ET.parse("out/junit.xml")
    assert json.loads(Path("out/sarif.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert pyarrow.parquet.read_table("out/parquet.parquet").num_rows
    with zipfile.ZipFile("out/xlsx.xlsx") as book:
        assert not any(b"<f>" in book.read(name) for name in book.namelist())
        for name in book.namelist():
            ET.fromstring(book.read(name))
    lines = Path("out/github.annotations").read_text("utf-8").split("\n")[:-1]
    assert all(line.startswith(("::notice ", "::warning ", "::error ")) for line in lines)
    assert "javascript:" not in Path("out/md.md").read_text("utf-8").replace("\\", "").replace("[a](javascript:", "")
    assert Path("out/json.json").read_bytes().count(b"\n") > 10


def test_commands_and_mails(hostile, clean):
    Path("history").mkdir()
    stored = json.loads(hostile.read_bytes())
    for label, last in (("2026-01", "31"), ("2026-02", "28"), ("2026-03", "31")):
        days = {"label": label, "start": f"{label}-01", "end": f"{label}-{last}"}
        stored["period"] = days | {"as_of": f"{label}-{last}T23:59:59.999999"}
        Path(f"history/{label}.json").write_bytes(sealed(stored))
    called("report", str(hostile), "--all")
    called("gate", str(hostile), "--max-findings", "0", "--no-rejects", "--all")
    called("compare", str(hostile), str(hostile), "--all")
    called("trend", "--history", "history")
    called("review", "2026-Q1", "--history", "history", "--all")
    Path("who.csv").write_text("project_id,address\n*,a@example.com\n")
    called(
        "mail",
        str(hostile),
        "--recipients",
        "who.csv",
        "--from",
        "b@example.com",
        "--dry-run",
        "box",
        "--attach",
        "csv",
        "-q",
    )
    assert {each.name for each in clean.iterdir()} == {"m.json", "out", "history", "who.csv", "box"}
    mails = [*Path("box").iterdir()]
    assert all(mail.suffix == ".eml" and mail.name[0] not in ".-" for mail in mails)
    for mail in mails:
        head = mail.read_bytes().split(b"\r\n\r\n")[0]
        assert head.isascii()
        assert head.count(b"\r\nTo: ") == 1
