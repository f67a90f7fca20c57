"""The settings that a result records are enough to run the audit again to the same bytes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small import LATE, PROJECT, audit, write

from commsaudit.audit.record import request_from, settings_record
from commsaudit.audit.request import Request
from commsaudit.audit.settings import settings_from_table
from commsaudit.audit.story import run_audit
from commsaudit.checks.running import Sample
from commsaudit.model.outcome import Waiver
from commsaudit.model.period import parse_period
from commsaudit.scoring.build import plain
from commsaudit.scoring.encode import to_json

EVERYTHING: dict[str, Any] = {
    "timezone": "Asia/Tokyo",
    "counting": "as_written",
    "roll_to_working_day": True,
    "empty_log": "not_assessed",
    "workdays": {"off": [date(2026, 3, 6)], "on": ["2026-03-07"], "years": [2030]},
    "standards": {"supervision": {"mode": "score"}},
    "clauses": {
        "2.3.3": {"mode": "observe", "parameters": {"response_working_days": 2}},
        "4.4.1": {"parameters": {"min_rate": "0.85"}},
        "3.1.5": {"parameters": {"manager_limit": 3000}},
        "2.3.5": {"mode": "off"},
    },
    "projects": {"P*": {"clauses": {"2.2.1": {"mode": "observe"}}}, "P2": {"clauses": {"2.2.1": {"mode": "score"}}}},
    "logs": {
        "complaints": {
            "files": ["311_*.csv"],
            "columns": {"complaint_id": "case"},
            "formats": {"received_at": ["%Y-%m-%d %H:%M", "%Y-%m-%d"]},
            "constants": {"channel": "电话"},
            "words": {"area": {"Landlord": "地产"}},
            "blanks": ["N/A", "?"],
            "encoding": "utf-8",
            "delimiter": ",",
            "header_row": 1,
            "timezone": "Asia/Shanghai",
        }
    },
}
CASE = {
    "case": "C-2",
    "received_at": "2026-03-05 09:00",
    "responded_at": "N/A",
    "logged_at": "2026-03-20",
    "area": "Landlord",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    logs = write(tmp_path / "logs", projects=[PROJECT, {**PROJECT, "project_id": "P2"}])
    rows = write(tmp_path / "rows", complaints=[CASE, {**CASE, "project_id": "P2"}]) / "complaints.csv"
    rows.rename(logs / "311_march.csv")
    return logs


def test_an_audit_runs_again_from_its_record(folder: Path) -> None:
    waivers = (Waiver("P2", "2.2.1", "C-2", "停电", "王总", date(2026, 3, 1), date(2026, 4, 1)),)
    first = audit(
        folder, "2026-03", settings=EVERYTHING, waivers=waivers, sample=Sample(3, "七"), projects=["P*"],
        standards=["supervision"], max_findings=1,
    ).result  # fmt: skip
    assert first.findings_total >= 2
    written = to_json(first)
    recorded = json.loads(written)["settings"]
    again = run_audit(request_from(recorded, first.period, [str(folder)])).result
    assert to_json(again) == written


def test_the_rules_come_back_as_the_settings_that_they_were() -> None:
    settings = settings_from_table(EVERYTHING, Path("commsaudit.toml"))
    record = plain(settings_record(Request([], parse_period("2026-03"), settings), (), ()))
    assert isinstance(record, dict)
    assert settings_from_table(json.loads(json.dumps(record["rules"])), Path("x")) == settings


def test_checks_are_found_again_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = tmp_path / "ours" / "supervision"
    ours.mkdir(parents=True)
    sql = (Path(__file__).parents[2] / "checks" / "supervision" / "2.3.3-response.sql").read_text("utf-8")
    (ours / "2.3.3-response.sql").write_text(
        sql.replace("response_working_days = 1", "response_working_days = 9"), "utf-8"
    )
    folder = write(tmp_path / "logs", complaints=[LATE])
    first = audit(folder, "2026-03", settings={"checks": ["./ours"]}).result
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    recorded = json.loads(to_json(first))["settings"]
    assert to_json(run_audit(request_from(recorded, first.period, [str(folder)])).result) == to_json(first)
