"""Small companies for tests: rows in, files written, one audit out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.settings import settings_from_table
from commsaudit.audit.story import run_audit
from commsaudit.model.outcome import Outcome
from commsaudit.model.period import parse_period

Row = Mapping[str, str]


def csv_text(rows: Sequence[Row], delimiter: str = ",") -> str:
    """The rows as CSV: the columns that any row has, in the order in which they come up; of P1 unless they say."""
    columns = list(dict.fromkeys(name for row in rows for name in ("project_id", *row)))
    text = io.StringIO()
    lines = csv.DictWriter(text, columns, restval="", delimiter=delimiter, lineterminator="\n")
    lines.writeheader()
    lines.writerows({"project_id": "P1", **row} for row in rows)
    return text.getvalue()


def write(folder: Path, **logs: Sequence[Row]) -> Path:
    """One CSV per log; gives the folder."""
    folder.mkdir(exist_ok=True)
    for name, rows in logs.items():
        (folder / f"{name}.csv").write_text(csv_text(rows), encoding="utf-8")
    return folder


def audit(folder: Path, period: str, as_of: str | None = None, **asked: Any) -> AuditRun:
    """The audit of a folder; ``settings`` is a table in the shape of commsaudit.toml."""
    table = asked.pop("settings", {})
    settings = settings_from_table(table, folder.parent / "commsaudit.toml")
    return run_audit(Request([str(folder)], parse_period(period, as_of), settings, **asked))


def outcomes(run: AuditRun, clause: str) -> dict[str, Outcome]:
    """The outcome of a clause in each project for which it is listed."""
    return {
        project.project_id: each.outcome
        for project in run.result.projects
        for each in project.clauses
        if each.outcome.clause == clause
    }


def status(run: AuditRun, clause: str, project: str = "P1") -> str:
    """The status of a clause."""
    return outcomes(run, clause)[project].status.value


def records(run: AuditRun, clause: str) -> list[str]:
    """The record ids of the clause's findings."""
    return [each.record_id for each in run.result.findings if each.clause == clause]


# Logs that some tests start from: March 2026, one project of which everything is known.
PROJECT = {
    "project_id": "P1", "name": "锦绣花园", "property_type": "住宅", "public_class": "", "households": "100",
    "occupied_households": "90", "gross_area_sqm": "50000", "delivered_on": "2019-05-01", "fee_basis": "包干制",
}  # fmt: skip
ANSWERED = {"complaint_id": "C-1", "received_at": "2026-03-05 09:00", "responded_at": "2026-03-06 17:00"}
LATE = {"complaint_id": "C-2", "received_at": "2026-03-05 09:00", "responded_at": "2026-03-09 08:00"}
