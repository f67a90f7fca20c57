"""Every status of a clause, what leads to it, and what it does to coverage (semantics.md, "Status of a clause")."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from small import ANSWERED, LATE, PROJECT, audit, outcomes, records, status, write

from commsaudit.errors import NothingToAudit
from commsaudit.model.outcome import Waiver

WAIVER = Waiver("P1", "2.3.3", "*", "系统升级", "王总", date(2026, 3, 1), date(2026, 3, 31))


def inspected(verdict: str, clause: str = "1.1.1", day: str = "2026-03-10", name: str = "X-1") -> dict[str, str]:
    return {"inspection_id": name, "clause": clause, "inspected_on": day, "verdict": verdict}


def test_pass_where_all_judged_were_met(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED]), "2026-03")
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.reason, found.obligations, found.findings, found.pending) == ("pass", None, 1, 0, 0)


def test_fail_where_one_was_not_met(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED, LATE]), "2026-03")
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.obligations, found.findings, found.waived) == ("fail", 2, 1, 0)
    assert records(run, "2.3.3") == ["C-2"]


def test_waived_where_a_waiver_covers_all_of_them(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED, LATE]), "2026-03", waivers=(WAIVER,))
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.obligations, found.findings, found.waived) == ("waived", 2, 1, 1)


def test_fail_where_a_waiver_covers_some_of_them(tmp_path: Path) -> None:
    late = [LATE, {**LATE, "complaint_id": "C-3"}]
    one = Waiver("P1", "2.3.3", "C-3", "系统升级", "王总", date(2026, 3, 1), date(2026, 3, 31))
    run = audit(write(tmp_path / "logs", complaints=late), "2026-03", waivers=(one,))
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.findings, found.waived) == ("fail", 2, 1)


def test_pending_where_all_falls_due_after_t(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    run = audit(folder, "2026-03", "2026-03-06T12:00")
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.obligations, found.findings, found.pending) == ("pending", 0, 0, 1)
    assert records(run, "2.3.3") == []


def test_what_is_due_is_judged_though_more_is_pending(tmp_path: Path) -> None:
    later = {"complaint_id": "C-9", "received_at": "2026-03-20 09:00", "responded_at": ""}
    run = audit(write(tmp_path / "logs", complaints=[LATE, later]), "2026-03", "2026-03-06")
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.obligations, found.pending) == ("fail", 1, 1)


def test_t_is_inclusive_to_the_microsecond(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    assert status(audit(folder, "2026-03", "2026-03-06T23:59:59.999998"), "2.3.3") == "pending"
    assert status(audit(folder, "2026-03", "2026-03-06T23:59:59.999999"), "2.3.3") == "fail"


def test_not_applicable_where_nothing_fell_due(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-05")
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.reason, found.obligations) == ("not_applicable", None, 0)


def test_not_assessed_names_the_log(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03")
    found = outcomes(run, "3.7.1")["P1"]
    assert found.status == "not_assessed"
    assert found.reason is not None
    assert "notices" in found.reason


def test_not_assessed_names_every_log_that_is_not_there(tmp_path: Path) -> None:
    reason = outcomes(audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03"), "5.3.1")["P1"].reason
    assert reason is not None
    assert all(log in reason for log in ("projects", "letters", "documents"))


def test_not_assessed_names_the_column(tmp_path: Path) -> None:
    run = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03")
    found = outcomes(run, "2.2.1")["P1"]
    assert found.status == "not_assessed"
    assert found.reason is not None
    assert "complaints.logged_at" in found.reason


def test_a_column_with_a_question_mark_may_be_absent(tmp_path: Path) -> None:
    # 2.7.1 reads requests.public_interest (?) and complaints.public_interest (no mark).
    complaint = {**LATE, "area": "物业", "public_interest": "是"}
    request = {"request_id": "R-1", "kind": "建议", "received_at": "2026-03-02"}
    notice = {"notice_id": "N-1", "kind": "投诉处理公布", "published_at": "2026-03-30"}
    folder = write(tmp_path / "logs", complaints=[complaint], requests=[request], notices=[notice])
    assert status(audit(folder, "2026-03"), "2.7.1") == "pass"


def test_an_inspection_clause_without_inspection_in_the_period_is_not_assessed(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE], inspections=[inspected("符合", day="2026-02-27")])
    run = audit(folder, "2026-03")
    assert outcomes(run, "1.1.1")["P1"].status == "not_assessed"
    assert outcomes(run, "1.1.1")["P1"].reason
    assert status(audit(folder, "2026-02"), "1.1.1") == "pass"


@pytest.mark.parametrize(("verdict", "expected"), [("符合", "pass"), ("不符合", "fail"), ("不适用", "not_applicable")])
def test_an_inspector_judges(tmp_path: Path, verdict: str, expected: str) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE], inspections=[inspected(verdict)])
    run = audit(folder, "2026-03")
    assert status(run, "1.1.1") == expected
    assert records(run, "1.1.1") == (["inspection:X-1"] if expected == "fail" else [])


def test_inspectors_rows_count_beside_the_checks(tmp_path: Path) -> None:
    rows = [
        inspected("不合格", "2.3.3"),
        inspected("合格", "2.3.3", name="X/2"),
        inspected("不适用", "2.3.3", name="3"),
    ]
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED], inspections=rows), "2026-03")
    found = outcomes(run, "2.3.3")["P1"]
    assert (found.status, found.obligations, found.findings, found.reason) == ("fail", 3, 1, None)
    assert records(run, "2.3.3") == ["inspection:X-1"]


def test_a_clause_without_its_log_is_judged_by_inspectors_alone(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE], inspections=[inspected("不符合", "3.7.1", name="X/2#")])
    run = audit(folder, "2026-03")
    found = outcomes(run, "3.7.1")["P1"]
    assert (found.status, found.reason, found.obligations) == ("fail", "inspection only", 1)
    assert records(run, "3.7.1") == ["inspection:X%2F2%23"]


def test_an_inspection_after_t_is_pending_and_one_not_applicable_after_t_says_nothing(tmp_path: Path) -> None:
    rows = [inspected("不符合", day="2026-03-20"), inspected("不适用", "2.1.1", "2026-03-20", "X-2")]
    run = audit(write(tmp_path / "logs", complaints=[LATE], inspections=rows), "2026-03", "2026-03-15")
    assert status(run, "1.1.1") == "pending"
    assert status(run, "2.1.1") == "not_assessed"


def test_off_is_not_judged_and_is_no_part_of_coverage(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[{**LATE, "logged_at": "2026-03-05"}])
    before = audit(folder, "2026-03").result.projects[0].coverage
    run = audit(folder, "2026-03", settings={"clauses": {"2.3.3": {"mode": "off"}}})
    after = run.result.projects[0].coverage
    assert status(run, "2.3.3") == "off"
    assert records(run, "2.3.3") == []
    assert (after.clauses, after.assessed) == (before.clauses - 1, before.assessed - 1)


def test_error_stops_one_clause_and_no_other(tmp_path: Path) -> None:
    ours = tmp_path / "ours" / "supervision"
    ours.mkdir(parents=True)
    (ours / "2.3.9-broken.sql").write_text(
        '/*\nclause = "2.3.9"\nunit = "0.1"\nzh = "坏"\nen = "Broken"\nreads = { complaints = ["closed_at"] }\n*/\n'
        "SELECT nothing_of_the_kind FROM complaints",
        encoding="utf-8",
    )
    folder = write(tmp_path / "logs", complaints=[{**LATE, "closed_at": "2026-03-06"}])
    run = audit(folder, "2026-03", settings={"checks": ["./ours"]})
    assert status(run, "2.3.9") == "error"
    assert "nothing_of_the_kind" in run.errors["2.3.9"]
    assert status(run, "2.3.3") == "fail"
    covered = audit(folder, "2026-03").result.projects[0].coverage
    coverage = run.result.projects[0].coverage
    assert (coverage.clauses, coverage.assessed) == (covered.clauses + 1, covered.assessed)


def test_coverage_counts_what_was_judged_of_all_clauses(tmp_path: Path) -> None:
    # Of complaints with these columns alone: 2.3.3, and nothing else.
    coverage = audit(write(tmp_path / "logs", complaints=[LATE]), "2026-03").result.projects[0].coverage
    assert (coverage.clauses, coverage.assessed, coverage.not_assessed) == (87, 1, 86)


def test_an_audit_in_which_nothing_could_be_judged_is_an_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[{"complaint_id": "C-1", "received_at": "2026-03-05"}])
    with pytest.raises(NothingToAudit) as caught:
        audit(folder, "2026-03")
    assert caught.value.zh != caught.value.en


def test_empty_logs_are_named_and_make_their_clauses_not_assessed_where_set(tmp_path: Path) -> None:
    projects = [PROJECT, {**PROJECT, "project_id": "P2"}]
    folder = write(tmp_path / "logs", projects=projects, complaints=[LATE])
    run = audit(folder, "2026-03")
    assert {each.project_id: each.empty_logs for each in run.result.projects} == {"P1": (), "P2": ("complaints",)}
    assert status(run, "2.3.3", "P2") == "not_applicable"
    strict = audit(folder, "2026-03", settings={"empty_log": "not_assessed"})
    found = outcomes(strict, "2.3.3")
    assert (found["P1"].status, found["P2"].status) == ("fail", "not_assessed")
    assert found["P2"].reason is not None
    assert "complaints" in found["P2"].reason
