"""Which procedures a project is audited by, postponements, and what may not be shown (procedures.toml)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small import PROJECT, audit, outcomes, records, status, write

from commsaudit.audit.request import AuditRun
from commsaudit.scoring.encode import to_json

VISIT = {"contact_id": "K-1", "purpose": "走访", "started_at": "2026-03-02 10:00", "mode": "电话", "form_no": "B-1"}
FORUM = {"meeting_id": "M-1", "kind": "业主恳谈会", "held_at": "2026-01-15 14:00"}


def audited_by(run: AuditRun, project: str) -> set[str]:
    (found,) = [each for each in run.result.projects if each.project_id == project]
    return {clause.outcome.standard for clause in found.clauses}


def projects(**types: str) -> list[dict[str, str]]:
    return [{**PROJECT, "project_id": name, "property_type": kind} for name, kind in types.items()]


RESIDENTIAL = {
    "supervision", "callbacks", "client-communication", "committee", "complaint-intake", "customer-communication",
    "employee-relations", "internal-communication", "owner-communication", "satisfaction-survey",
    "service-communication", "steward-visits",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "standards"),
    [
        ("住宅", RESIDENTIAL),
        ("公共物业", RESIDENTIAL),
        ("商业", RESIDENTIAL),
        ("", RESIDENTIAL),
        ("其他", RESIDENTIAL),
        ("案场", {"presales", "employee-relations"}),
        ("学生公寓", {"student-housing", "employee-relations"}),
        ("医院", {"hospital", "employee-relations"}),
        ("企业", {"employee-relations"}),
    ],
)
def test_a_project_is_audited_by_the_standards_of_its_type(tmp_path: Path, kind: str, standards: set[str]) -> None:
    requests = [{"request_id": "R-1", "kind": "意见", "received_at": "2026-03-02 09:00", "channel": "APP"}]
    folder = write(tmp_path / "logs", projects=projects(P1=kind), contacts=[VISIT], meetings=[FORUM], requests=requests)
    staff = [
        {"staff_id": "S-1", "name": "王", "role": "客服", "left_on": "2025-01-31", "exit_interview_declined": "是"}
    ]
    write(folder, staff=staff)
    staff_changes = [{"change_id": "Y-1", "staff_id": "S-1", "kind": "转正", "occurred_on": "2026-03-02"}]
    write(folder, staff_changes=staff_changes)
    assert audited_by(audit(folder, "2026-03"), "P1") == standards


def test_a_project_with_one_client_is_taken_out_of_customer_communication(tmp_path: Path) -> None:
    rows = [{**PROJECT, "project_id": name, "single_client": said} for name, said in
            (("P1", "是"), ("P2", "否"), ("P3", ""))]  # fmt: skip
    run = audit(write(tmp_path / "logs", projects=rows, contacts=[VISIT]), "2026-03")
    assert "customer-communication" not in audited_by(run, "P1")
    assert "customer-communication" in audited_by(run, "P2") & audited_by(run, "P3")
    assert set(outcomes(run, "CU-5")) == {"P2", "P3"}


def test_a_standard_that_is_named_is_audited_alone_and_observed(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", projects=[PROJECT], contacts=[VISIT]), "2026-03", standards=["callbacks"])
    assert audited_by(run, "P1") == {"callbacks"}
    assert [(each.id, each.mode, each.points) for each in run.result.standards] == [("callbacks", "observe", None)]
    assert run.result.projects[0].score is None
    assert run.result.projects[0].coverage.clauses == 19


def postponed(**said: str) -> dict[str, str]:
    return {
        "postponement_id": "Y-1", "obligation": "CC-12", "period": "2026-H1", "approved_by_role": "分管领导",
        "approved_at": "2026-06-30 17:00", **said,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "clause_status"),
    [
        ({}, "not_applicable"),
        ({"approved_by_role": "总经理"}, "not_applicable"),
        ({"approved_by_role": "项目经理"}, "fail"),
        ({"approved_by_role": ""}, "fail"),
        ({"approved_at": "2026-07-01 00:00"}, "fail"),
        ({"approved_at": "2026-06-30 23:59:59.999999"}, "not_applicable"),
        ({"period": "2026-Q2"}, "fail"),
        ({"period": "2025-H2"}, "fail"),
        ({"obligation": "CC-17"}, "fail"),
        ({"project_id": "P2"}, "fail"),
    ],
)
def test_a_postponement_by_who_may_and_in_time_takes_the_obligation_away(
    tmp_path: Path, said: dict[str, str], clause_status: str
) -> None:
    held = {**FORUM, "held_at": "2025-11-15 14:00"}
    rows = [PROJECT, {**PROJECT, "project_id": "P2"}]
    folder = write(tmp_path / "logs", projects=rows, meetings=[held], postponements=[postponed(**said)])
    run = audit(folder, "2026-Q2")
    assert status(run, "CC-12") == clause_status


def test_a_clause_that_nobody_may_postpone_is_not_postponed(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "logs",
        projects=[PROJECT],
        meetings=[{**FORUM, "held_at": "2024-11-15 14:00", "attendee_roles": "分管领导"}],
        postponements=[postponed(obligation="CU-9", period="2025", approved_at="2025-12-31")],
    )
    assert records(audit(folder, "2025"), "CU-9") == ["2025"]


def test_without_the_column_that_says_who_approved_it_is_not_known_what_was_postponed(tmp_path: Path) -> None:
    row = postponed()
    del row["approved_by_role"]
    folder = write(tmp_path / "logs", projects=[PROJECT], meetings=[FORUM], postponements=[row])
    found = outcomes(audit(folder, "2026-Q2"), "CC-12")["P1"]
    assert (found.status, found.reason) == ("not_assessed", "column postponements.approved_by_role not supplied")


SECRET = {
    "CC-4": ("投诉处理公布", "张三丰"),
    "SC-4": ("一般通知", "13800000001"),
    "SC-10": ("一般通知", "不归我管"),
}


@pytest.mark.parametrize("clause", SECRET)
def test_what_leaked_stands_nowhere_in_a_result(tmp_path: Path, clause: str) -> None:
    kind, leaked = SECRET[clause]
    notice = {
        "notice_id": "N-1", "kind": kind, "channels": "公告栏", "title": f"关于{leaked}的事", "body": f"请找{leaked}。",
        "published_at": "2026-03-05 09:00",
    }  # fmt: skip
    household = {"household_id": "F-1", "building": "3", "room": "1201", "owner_name": "张三丰", "phone": "13800000001"}
    run = audit(write(tmp_path / "logs", projects=[PROJECT], notices=[notice], households=[household]), "2026-03")
    assert records(run, clause) == ["N-1"]
    said = json.loads(to_json(run.result))
    assert leaked not in json.dumps([said["findings"], said["projects"], said["metrics"]], ensure_ascii=False)


def test_a_list_of_numbers_and_texts_is_taken_as_texts(tmp_path: Path) -> None:
    notice = {
        "notice_id": "N-1", "kind": "一般通知", "channels": "公告栏", "title": "值班电话 13800000001",
        "body": "或 139-0000-0002", "published_at": "2026-03-05 09:00",
    }  # fmt: skip
    folder = write(tmp_path / "logs", projects=[PROJECT], notices=[notice])
    for allowed, found in (([13800000001, "139-0000-0002"], []), ([13800000001], ["N-1"]), ([], ["N-1"])):
        table = {"clauses": {"SC-4": {"parameters": {"allowed_numbers": allowed}}}}
        run = audit(folder, "2026-03", standards=["service-communication"], settings=table)
        assert (run.errors, records(run, "SC-4")) == ({}, found)


def test_a_finding_of_a_clause_over_several_logs_points_at_the_row_of_its_own(tmp_path: Path) -> None:
    complaints = [{
        "complaint_id": "T-1", "received_at": "2026-03-02 09:00", "closed_at": "2026-03-05 09:00", "summary": "吵",
        "household_id": "", "complainant_name": "", "process": "", "result": "",
    }]  # fmt: skip
    requests = [{
        "request_id": "T-1", "kind": "需求", "received_at": "2026-03-02 09:00", "closed_at": "2026-03-06 09:00",
        "summary": "", "household_id": "", "measure": "", "result": "",
    }]  # fmt: skip
    orders = [{
        "order_id": "T-1", "kind": "急修", "reported_at": "2026-03-02 09:00", "completed_at": "2026-03-07 09:00",
        "household_id": "", "handler_id": "", "result": "",
    }]  # fmt: skip
    folder = write(tmp_path / "logs", projects=[PROJECT], complaints=complaints, requests=requests, work_orders=orders)
    run = audit(folder, "2026-03", standards=["service-communication"])
    found = [each for each in run.result.findings if each.clause == "SC-6"]
    assert [(each.record_id, each.source and (each.source.log, each.source.line)) for each in found] == [
        ("complaint:T-1", ("complaints", 2)),
        ("request:T-1", ("requests", 2)),
        ("order:T-1", ("work_orders", 2)),
    ]
