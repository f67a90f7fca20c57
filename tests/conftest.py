"""What the test modules share: the contract and real data beside the repository, and audits of the demo company."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.story import run_audit
from commsaudit.model.period import parse_period

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"
PERIODS = ("2026-03", "2026-Q1", "2026-Q2")
_MANY = 200

settings.register_profile(
    "commsaudit", deadline=None, derandomize=True, max_examples=25, suppress_health_check=list(HealthCheck)
)
settings.register_profile("thorough", parent=settings.get_profile("commsaudit"), max_examples=_MANY)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "commsaudit"))

# The real data is not part of the project: its tests are there only where it is.
collect_ignore = [] if SHARED.is_dir() else ["real"]
# A browser is no part of Python: a machine without one leaves its tests out, CI (.ci/run installs it) never does.
if not os.environ.get("COMMSAUDIT_BROWSER") and not (shutil.which("chromium") and shutil.which("chromedriver")):
    collect_ignore.append("browser")


@pytest.fixture
def said_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without settings, variables or a locale from outside."""
    for name in os.environ:
        if name.startswith("COMMSAUDIT_"):
            monkeypatch.delenv(name)
    for name in ("LC_MESSAGES", "LANGUAGE", "LANG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository with the contract and the real data."""
    return SHARED


@pytest.fixture(scope="session")
def company() -> Path:
    """The logs of the demo company as committed."""
    return REPOSITORY / "fixtures" / "company"


@pytest.fixture(scope="session", params=PERIODS)
def audited(request: pytest.FixtureRequest, company: Path) -> AuditRun:
    """The demo company's audit, for each of the periods of planted.csv."""
    return run_audit(Request([str(company)], parse_period(request.param)))
