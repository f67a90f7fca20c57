"""Which projects are audited, by which standards, and what hangs on a column of projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from small import LATE, PROJECT, audit, outcomes, records, status, write


@pytest.mark.parametrize("kind", ["住宅", "公建", "商业", "", "其他", "度假村"])
def test_the_supervision_standard_applies_to(tmp_path: Path, kind: str) -> None:
    folder = write(tmp_path / "logs", projects=[{**PROJECT, "property_type": kind}], complaints=[LATE])
    assert status(audit(folder, "2026-03"), "2.3.3") == "fail"


@pytest.mark.parametrize("kind", ["案场", "学生公寓", "医院", "企业"])
def test_a_standard_that_does_not_apply_is_not_listed(tmp_path: Path, kind: str) -> None:
    projects = [PROJECT, {**PROJECT, "project_id": "P2", "property_type": kind}]
    complaints = [LATE, {**LATE, "project_id": "P2"}]
    folder = write(tmp_path / "logs", projects=projects, complaints=complaints)
    run = audit(folder, "2026-03", standards=["supervision"])
    assert set(outcomes(run, "2.3.3")) == {"P1"}
    assert {each.project_id for each in run.result.findings} == {"P1"}
    other = next(each for each in run.result.projects if each.project_id == "P2")
    assert (other.clauses, other.score) == ((), None)


def test_without_the_log_projects_are_those_that_logs_name(tmp_path: Path) -> None:
    notice = {"notice_id": "N-1", "kind": "停水通知", "published_at": "2026-03-02", "corrected_at": "2026-03-02"}
    folder = write(
        tmp_path / "logs", complaints=[LATE, {**LATE, "project_id": "P9"}], notices=[{**notice, "project_id": "P0"}]
    )
    run = audit(folder, "2026-03")
    assert [each.project_id for each in run.result.projects] == ["P0", "P1", "P9"]


def test_a_clause_that_reads_a_column_of_projects_is_not_assessed_without_it(tmp_path: Path) -> None:
    document = {
        "document_id": "D-1",
        "kind": "管理服务报告",
        "period": "2025年四季度",
        "published_at": "2026-01-10",
        "submitted_at": "",
    }
    run = audit(write(tmp_path / "logs", documents=[document], complaints=[LATE]), "2026-Q1")
    assert status(run, "3.8.2") == "not_assessed"
    lacking = {name: value for name, value in PROJECT.items() if name != "property_type"}
    run = audit(write(tmp_path / "more", documents=[document], complaints=[LATE], projects=[lacking]), "2026-Q1")
    found = outcomes(run, "3.8.2")["P1"]
    assert found.status == "not_assessed"
    assert found.reason is not None
    assert "projects.property_type" in found.reason


def test_where_the_cell_is_blank_what_depends_on_it_is_no_obligation(tmp_path: Path) -> None:
    document = {"document_id": "D-1", "kind": "其他", "period": "", "published_at": "", "submitted_at": ""}
    projects = [PROJECT, {**PROJECT, "project_id": "P2", "property_type": ""}]
    run = audit(write(tmp_path / "logs", documents=[document], projects=projects), "2026-Q1")
    found = outcomes(run, "3.8.2")
    assert (found["P1"].status, found["P2"].status) == ("fail", "not_applicable")


def test_rows_of_one_project_never_meet_anothers_obligations(tmp_path: Path) -> None:
    complaint = {**LATE, "form_no": "F-1", "closed_at": "2026-03-06 10:00", "callback_waiver": ""}
    contact = {"contact_id": "K-1", "purpose": "投诉回访", "related_id": "C-2", "started_at": "2026-03-06 11:00"}
    projects = [PROJECT, {**PROJECT, "project_id": "P2"}]
    complaints = [complaint, {**complaint, "project_id": "P2"}]
    run = audit(write(tmp_path / "logs", projects=projects, complaints=complaints, contacts=[contact]), "2026-03")
    found = outcomes(run, "2.5.2")
    assert (found["P1"].status, found["P2"].status) == ("pass", "fail")


def test_a_unit_is_owed_from_the_one_that_began_in_service_to_the_one_that_ended_in_it(tmp_path: Path) -> None:
    codes = [{"change_id": "M-1", "kind": "发卡电脑", "location": "监控室", "changed_at": "2020-01-01"}]
    projects = [
        {**PROJECT, "project_id": name, "service_started_on": start, "service_ended_on": end}
        for name, start, end in (
            ("P1", "", ""), ("P2", "2026-01-01", "2026-03-31"), ("P3", "2026-01-02", ""), ("P4", "", "2026-03-30"),
        )
    ]  # fmt: skip
    run = audit(write(tmp_path / "logs", projects=projects, codes=codes), "2026-Q1")
    statuses = {project: each.status.value for project, each in outcomes(run, "2.12.3").items()}
    assert statuses == {"P1": "fail", "P2": "fail", "P3": "not_applicable", "P4": "not_applicable"}
    assert records(run, "2.12.3") == ["2026-Q1", "2026-Q1"]
