"""The demo company: the audit finds what was planted and nothing else, and every finding leads to its record."""

from __future__ import annotations

import csv
import filecmp
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from evidence_reading import source_at

from commsaudit.audit.request import AuditRun, Request
from commsaudit.audit.story import run_audit
from commsaudit.checks.catalogue import load_catalogue
from commsaudit.demo import write_demo, write_planted
from commsaudit.demo.planting import planted_world
from commsaudit.model.period import parse_period
from commsaudit.model.result import ResultFinding
from commsaudit.model.units import parse_label

FIXTURES = Path(__file__).parents[2] / "fixtures"
# The clauses whose record ids are built from more than the source's own key, and are no unit's label.
JOINED = {"2.12.5", "2.12.6"}
CLAUSES = {clause.id for standard in load_catalogue().values() for clause in standard.clauses}
OTHER_SEEDS = (0, 1, 7, 11, 42)


def planted(period: str) -> set[tuple[str, str, str, datetime]]:
    """What planted.csv lists for a period."""
    with (FIXTURES / "planted.csv").open(encoding="utf-8", newline="") as file:
        return {
            (row["clause"], row["project_id"], row["record_id"], datetime.fromisoformat(row["due_at"]))
            for row in csv.DictReader(file)
            if row["period"] == period
        }


def test_the_findings_are_the_planted_ones(audited: AuditRun) -> None:
    found = [(each.clause, each.project_id, each.record_id, each.due_at) for each in audited.result.findings]
    assert len(found) == len(set(found)) == audited.result.findings_total
    assert set(found) == planted(audited.result.period.label)


def test_every_clause_is_planted() -> None:
    with (FIXTURES / "planted.csv").open(encoding="utf-8", newline="") as file:
        assert {row["clause"] for row in csv.DictReader(file)} == CLAUSES


@pytest.mark.parametrize("seed", OTHER_SEEDS)
def test_every_clause_is_planted_whatever_the_seed(seed: int) -> None:
    _, findings = planted_world(seed)
    assert {each.clause for each in findings} == CLAUSES
    assert len({each.clause for each in findings if each.period == "2026-03"}) >= 200


def test_the_findings_of_another_seed_are_the_planted_ones(tmp_path: Path) -> None:
    expected = write_demo(tmp_path / "company", OTHER_SEEDS[0])
    result = run_audit(Request([str(tmp_path / "company")], parse_period("2026-03"))).result
    assert {(each.clause, each.project_id, each.record_id, each.due_at) for each in result.findings} == {
        (each.clause, each.project_id, each.record_id, each.due_at) for each in expected if each.period == "2026-03"
    }


def test_nothing_of_the_company_is_rejected_and_no_check_fails(audited: AuditRun) -> None:
    assert (audited.rejected_rows, audited.errors, audited.unrecognised) == (0, {}, ())
    world, _ = planted_world(2026)
    chaired = sum(row["chaired_by_role"] == "other" for row in world.rows["meetings"])
    assert audited.unknown_words == {("meetings", "chaired_by_role"): {"业委会秘书": chaired}}


def _plain_id(finding: ResultFinding) -> str:
    """The source's key, as the record id says it."""
    record = re.sub(r"^[a-z]+:", "", finding.record_id)
    if finding.clause in JOINED:
        record = record.split("/")[0] if finding.clause == "2.12.5" else record
    is_escaped = record != finding.record_id or "#" in record
    return unquote(record.split("#")[0]) if is_escaped else record


def test_every_source_is_the_record(audited: AuditRun) -> None:
    sourced = [each for each in audited.result.findings if each.source is not None]
    assert len(sourced) > len(audited.result.findings) / 2
    by_key = 0
    for finding in sourced:
        assert finding.source is not None
        record = source_at(finding.source.log, Path(finding.source.file), finding.source.line)
        assert record.cells["project_id"] == finding.project_id, finding
        about = _plain_id(finding)
        if about.startswith("2026") or not about or "/" in about:
            continue  # a unit, a standing obligation or a door: the source is a row about it
        by_key += 1
        assert record.key(finding.source.log) == about, finding
    assert by_key > len(sourced) / 2


def _chinese(label: str) -> str:
    year, rest = label.split("-")
    if rest.startswith("W"):
        return label
    return f"{year}年{int(rest)}月" if rest.isdigit() else f"{year}年{'一二三四'[int(rest[1]) - 1]}季度"


def test_a_document_that_is_a_source_is_for_the_unit_or_one_beside_it(audited: AuditRun) -> None:
    about_units = [
        (each, each.source)
        for each in audited.result.findings
        if each.source is not None and each.source.log == "documents" and each.record_id.startswith("2026-")
    ]
    assert len(about_units) >= 3
    for finding, at in about_units:
        unit = parse_label(finding.record_id)
        period = source_at(at.log, Path(at.file), at.line).cells["period"]
        beside = {unit.previous().label, unit.label, unit.following().label}  # a plan is for the one to come
        assert period in map(_chinese, beside), finding


def test_the_committed_fixture_is_what_the_generator_writes(tmp_path: Path) -> None:
    write_planted(tmp_path / "planted.csv", write_demo(tmp_path / "company"))
    committed = {path.relative_to(FIXTURES / "company") for path in (FIXTURES / "company").rglob("*") if path.is_file()}
    written = {path.relative_to(tmp_path / "company") for path in (tmp_path / "company").rglob("*") if path.is_file()}
    assert written == committed
    _, different, failed = filecmp.cmpfiles(
        FIXTURES / "company", tmp_path / "company", sorted(map(str, written)), shallow=False
    )
    assert (different, failed) == ([], [])
    assert (tmp_path / "planted.csv").read_bytes() == (FIXTURES / "planted.csv").read_bytes()
