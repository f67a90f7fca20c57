"""Where few findings are listed, they are the first ones, and all else of the result is as if all were."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from small import audit, write

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.story import run_audit
from commsaudit.checks.running import Sample
from commsaudit.model.outcome import Waiver
from commsaudit.model.period import parse_period
from commsaudit.model.result import ResultFinding

COMPANY = Path(__file__).parents[2] / "fixtures" / "company"
WAIVED = Waiver("P02", "2.3.3", "*", "系统升级", "王总", date(2026, 1, 1), date(2026, 12, 31))


def of_company(period: str, as_of: str | None = None, **asked: Any) -> AuditRun:
    return run_audit(Request([str(COMPANY)], parse_period(period, as_of), **asked))


def first(findings: list[ResultFinding], most: int) -> list[ResultFinding]:
    """The first of each clause and project; the findings come in the order of the result."""
    groups = groupby(findings, key=lambda each: (each.project_id, each.clause))
    return [finding for _, group in groups for finding in list(group)[:most]]


@pytest.mark.parametrize(
    ("period", "as_of", "asked"),
    [
        ("2026-03", None, {}),
        ("2026-Q2", None, {}),
        ("2026-03", "2026-03-20T12:00", {}),
        ("2026-Q1", None, {"sample": Sample(2, "7")}),
        ("2026-Q1", None, {"waivers": (WAIVED,)}),
        ("2026-Q1", None, {"projects": ("P0[1-4]",)}),
    ],
)
def test_the_first_of_each_clause_and_project_are_listed_and_all_are_counted(
    period: str, as_of: str | None, asked: dict[str, Any]
) -> None:
    whole = of_company(period, as_of, **asked)
    assert len(whole.result.findings) == whole.result.findings_total > 0
    for most in (0, 2):
        cut = of_company(period, as_of, max_findings=most, **asked)
        assert cut.result.projects == whole.result.projects
        assert cut.result.findings_total == whole.result.findings_total
        assert list(cut.result.findings) == first(list(whole.result.findings), most)
        assert [each.covers for each in cut.waivers] == [each.covers for each in whole.waivers]


@pytest.mark.parametrize("most", [1, 999, 1000, 1001, 5000])
def test_many_findings_of_one_clause_are_cut_by_due_moment_and_record(tmp_path: Path, most: int) -> None:
    late = [
        {"complaint_id": f"C-{n}", "received_at": f"2026-03-{2 + n % 20:02} 09:00", "responded_at": ""}
        for n in range(1200)
    ]
    inspected = [{"inspection_id": "I-1", "clause": "2.3.3", "inspected_on": "2026-03-02", "verdict": "fail"}]
    folder = write(tmp_path / "logs", complaints=late, inspections=inspected)
    whole = audit(folder, "2026-03", standards=["supervision"])
    cut = audit(folder, "2026-03", standards=["supervision"], max_findings=most)
    assert cut.result.projects == whole.result.projects
    assert cut.result.findings_total == whole.result.findings_total == len(whole.result.findings)
    assert list(cut.result.findings) == first(list(whole.result.findings), most)
    counted = [each for each in whole.result.findings if each.clause == "2.3.3"]
    assert len(counted) == 1201
    assert counted[0].record_id == "inspection:I-1"
    assert counted == sorted(counted, key=lambda each: (each.due_at, each.record_id))
