"""Calls of the command in an empty folder, with no settings, variables or locale from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_calls import HEADER, Call, Run, called


@pytest.fixture(autouse=True)
def clean(said_nothing: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty working folder and an environment that says nothing."""
    del said_nothing
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run() -> Run:
    """Runs the command in this process."""
    return called


@pytest.fixture
def logs(clean: Path) -> Path:
    """Three complaints of one project: one answered in time, one late, one never (2.3.3: one working day)."""
    folder = clean / "logs"
    folder.mkdir()
    rows = (
        "C-1,P1,2026-03-02 09:00,2026-03-03 10:00\nC-2,P1,2026-03-02 09:00,2026-03-04 10:00\nC-3,P1,2026-03-05 09:00,\n"
    )
    (folder / "complaints.csv").write_text(HEADER + rows)
    return folder


@pytest.fixture
def spoilt(clean: Path) -> Path:
    """One good complaint and three that cannot be read: a date, a missing id, a formula for a date."""
    folder = clean / "spoilt"
    folder.mkdir()
    rows = "C-1,P1,2026-03-02 09:00,2026-03-03 10:00\nC-2,P1,03/04/2026,\n,P1,2026-03-02,\nC-4,P1,2026-03-02,=1+2\n"
    (folder / "complaints.csv").write_text(HEADER + rows)
    return folder


@pytest.fixture(scope="session")
def company_result(tmp_path_factory: pytest.TempPathFactory, company: Path) -> Path:
    """The folder with March of the demo company: result.json, its CSV files, and what was said in ``said.txt``."""
    folder = tmp_path_factory.mktemp("company")
    done = called(
        "audit",
        str(company),
        "-p",
        "2026-03",
        "--lang",
        "en",
        "-o",
        str(folder / "result.json"),
        "-o",
        str(folder / "result.csv"),
    )
    assert done.code == 0, done.err
    (folder / "said.txt").write_text(done.out + done.err)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Call]:
    """The demo's folder, and what ``demo`` said when it was written."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    return folder, called("demo", str(folder), "--lang", "en")
