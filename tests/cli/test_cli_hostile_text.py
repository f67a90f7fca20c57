"""Whatever stands in names of files, headers and cells: nothing that a terminal obeys reaches one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import xlsxwriter

# A bell and a backspace: the library that writes to the terminal takes escape sequences out by itself where it is none.
EVIL = "\x1b]0;x\x07\x08\x9b31m\u202e"
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ROWS = [
    (f"P1{EVIL}", f"C-1{EVIL}", "2026-03-05 09:00", "", f"鸽{EVIL}", ""),
    (f"P1{EVIL}", f"C-2{EVIL}", f"昨天{EVIL}", "", "app", f"很重{EVIL}"),
    ("P1", "C-3", "2026-03-05", "", "app", ""),
]
CALLS = [
    ("audit", "in", "-p", "2026-03"),
    ("audit", "in", "-p", "2026-03", "--reveal", "--all"),
    ("audit", "in", "-p", "2026-03", "-f", "md", "-o", "-"),
    ("audit", "in", "-p", "2026-03", "-f", "github", "-o", "-"),
    ("audit", "in", "-p", "2026-03", "--project", f"none{EVIL}"),
    ("audit", f"in{EVIL}", "-p", "2026-03"),
    ("audit", "in", "bad", "-p", "2026-03"),
    ("logs", "validate", "in", "bad"),
    ("logs", "validate", "in", "bad", "--suggest", "--reveal"),
    ("due", "in", "--within", "7d", "--as-of", "2026-03-06"),
    ("report", f"none{EVIL}.json"),
]


@pytest.fixture
def hostile() -> None:
    """A folder ``in`` that is read, and a folder ``bad`` with files that are refused or not recognised."""
    for folder in ("in", "bad"):
        Path(folder).mkdir()
    with xlsxwriter.Workbook(f"in/complaints{EVIL}\n.xlsx") as book:
        sheet = book.add_worksheet()
        columns = ("project_id", "complaint_id", "received_at", "responded_at", "channel", "grade", f"more{EVIL}")
        for number, row in enumerate([columns, *ROWS]):
            sheet.write_row(number, 0, row)
    Path(f"bad/notices{EVIL}.csv").write_text(f"a{EVIL},b\n1,2\n", encoding="utf-8")
    Path(f"bad/contacts{EVIL}.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    Path(f"bad/stuff{EVIL}.csv").write_text(f"a,b\n1,{EVIL}\n", encoding="utf-8")


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("call", CALLS, ids=[" ".join(call)[:30].replace(EVIL, "…") for call in CALLS])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_that_a_terminal_obeys_is_shown(run, call: tuple[str, ...], lang: str) -> None:
    done = run(*call, "--lang", lang)
    assert done.out + done.err
    for text in (done.out, done.err):
        assert not _OBEYED.search(text), text
        assert "Traceback" not in text


@pytest.mark.usefixtures("hostile")
def test_such_files_are_read_all_the_same(run) -> None:
    assert run("audit", "in", "-p", "2026-03", "-o", "r.json", "--lang", "en").code == 3
    said = Path("r.json").read_text("utf-8")
    (entry,) = json.loads(said)["inputs"]
    assert (entry["rows"], entry["loaded"], entry["rejected"]) == (3, 2, 1)
