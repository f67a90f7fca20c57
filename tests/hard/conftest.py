"""Real results for tests that break them, and an environment that says nothing."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from commsaudit.audit.request import Request
from commsaudit.audit.story import run_audit
from commsaudit.model.outcome import Waiver
from commsaudit.model.period import parse_period
from commsaudit.scoring.encode import to_json

for beside in ("cli", "mailing", "reports"):  # cli_calls, mail_server, reports_sample
    sys.path.insert(0, str(Path(__file__).parents[1] / beside))

WAIVER = Waiver("P01", "2.3.3", "*", "系统升级", "总经理", date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="session")
def march(company: Path) -> bytes:
    """A result file: one project of the demo company, a scored and an observed standard, a waiver, figures of a survey."""
    request = Request(
        [str(company)],
        parse_period("2026-03"),
        projects=["P01"],
        standards=["supervision", "owner-communication"],
        waivers=(WAIVER,),
        max_findings=2,
    )
    return to_json(run_audit(request).result)


@pytest.fixture
def content(march: bytes) -> dict[str, Any]:
    """The content of ``march``."""
    return json.loads(march)


@pytest.fixture(autouse=True)
def clean(said_nothing: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty working folder and an environment that says nothing."""
    del said_nothing
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"
