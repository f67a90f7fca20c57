"""What settings decide: modes, parameters, projects, working days, counting; and that unknown keys are errors."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from small import ANSWERED, LATE, PROJECT, audit, outcomes, records, status, write

from commsaudit.audit.settings import read_settings
from commsaudit.errors import SettingsError, UsageError

TWO = [PROJECT, {**PROJECT, "project_id": "P2"}]
BOTH_LATE = [LATE, {**LATE, "project_id": "P2"}]


def rule(clause: str, **entry: Any) -> dict[str, Any]:
    return {"clauses": {clause: entry}}


def test_observe_is_seen_and_not_deducted(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    run = audit(folder, "2026-03", settings=rule("2.3.3", mode="observe"))
    (project,) = run.result.projects
    found = next(each for each in project.clauses if each.outcome.clause == "2.3.3")
    assert (found.outcome.status, found.outcome.findings, found.unit, found.deduction) == ("fail", 1, None, 0)
    assert records(run, "2.3.3") == ["C-2"]
    assert project.score is not None
    assert project.score.deduction == 0


def test_modes_for_named_projects_and_globs(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", projects=TWO, complaints=BOTH_LATE)
    named = audit(folder, "2026-03", settings={"projects": {"P2": rule("2.3.3", mode="off")}})
    assert (status(named, "2.3.3", "P1"), status(named, "2.3.3", "P2")) == ("fail", "off")
    globbed = audit(folder, "2026-03", settings={"projects": {"P*": rule("2.3.3", mode="observe")}})
    assert [each.score and each.score.deduction for each in globbed.result.projects] == [0, 0]
    assert {each.project_id for each in globbed.result.findings} == {"P1", "P2"}


def test_parameters_per_clause_and_per_project_the_later_rule_winning(tmp_path: Path) -> None:
    # Received Thursday 5 March, answered Monday 9 March: in time with two working days, not with one.
    folder = write(tmp_path / "logs", projects=TWO, complaints=BOTH_LATE)
    two_days = rule("2.3.3", parameters={"response_working_days": 2})
    assert records(audit(folder, "2026-03", settings=two_days), "2.3.3") == []
    per_project = {"projects": {"P2": two_days}}
    found = outcomes(audit(folder, "2026-03", settings=per_project), "2.3.3")
    assert (found["P1"].status, found["P2"].status) == ("fail", "pass")
    one_day = rule("2.3.3", parameters={"response_working_days": 1})
    found = outcomes(audit(folder, "2026-03", settings={"projects": {"*": two_days, "P2": one_day}}), "2.3.3")
    assert (found["P1"].status, found["P2"].status) == ("pass", "fail")
    found = outcomes(audit(folder, "2026-03", settings={**two_days, "projects": {"P1": one_day}}), "2.3.3")
    assert (found["P1"].status, found["P2"].status) == ("fail", "pass")


def test_the_result_says_the_parameters_in_force(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    run = audit(folder, "2026-03", settings=rule("2.3.3", parameters={"response_working_days": 2}))
    parameters = run.result.settings["parameters"]
    assert isinstance(parameters, dict)
    assert parameters["2.3.3"] == {"response_working_days": 2}
    assert parameters["4.4.1"] == {"callback_days": 7, "min_rate": "0.9"}


@pytest.mark.parametrize(
    ("table", "meant"),
    [
        (rule("2.3.33", mode="off"), "2.3.3"),
        (rule("2.3.3", parameters={"response_workingdays": 2}), "response_working_days"),
        ({"projects": {"P1": rule("2.3.99", mode="off")}}, "2.3"),
        ({"standards": {"supervisoin": {"mode": "observe"}}}, "supervision"),
    ],
)
def test_names_that_are_not_in_the_catalogue_are_errors(tmp_path: Path, table: dict[str, Any], meant: str) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    with pytest.raises(UsageError, match=meant) as caught:
        audit(folder, "2026-03", settings=table)
    assert caught.value.zh != caught.value.en


@pytest.mark.parametrize(
    ("text", "place", "meant"),
    [
        ('timezon = "Asia/Shanghai"', "timezon", "timezone"),
        ("[workdays]\nofff = []", "workdays.offf", "off"),
        ('[clauses."2.3.3"]\nmod = "off"', "clauses.2.3.3.mod", "mode"),
        ("[logs.complaint]\n", "logs.complaint", "complaints"),
        ('[logs.complaints]\ncolumn = { received_at = "x" }', "logs.complaints.column", "columns"),
        ('[logs.complaints.columns]\nreceived = "x"', "logs.complaints.columns.received", "received_at"),
        ('[projects."P*"]\nclause = {}', "projects.P*.clause", "clauses"),
        ("sampel = 3", "sampel", "sample"),
    ],
)
def test_an_unknown_key_is_an_error_that_says_which_was_meant(
    tmp_path: Path, text: str, place: str, meant: str
) -> None:
    path = tmp_path / "commsaudit.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    for said in (caught.value.en, caught.value.zh):
        assert str(path) in said
        assert place in said
        assert meant in said


@pytest.mark.parametrize(
    "text",
    [
        'counting = "once"',
        'timezone = "Asia/Nowhere"',
        'roll_to_working_day = "yes"',
        'empty_log = "fail"',
        '[clauses."2.3.3"]\nmode = "maybe"',
        '[workdays]\noff = ["7 April"]',
        '[logs.complaints]\nheader_row = "3"',
        "= 3",
    ],
)
def test_a_value_that_cannot_be_meant_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "commsaudit.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"commsaudit\.toml"):
        read_settings(path)


@pytest.mark.parametrize("value", ["three", "2.5", True, [1]])
def test_a_parameter_of_another_kind_than_its_default_is_a_settings_error(tmp_path: Path, value: object) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE, {**LATE, "complaint_id": "C-3"}])
    with pytest.raises(UsageError, match="response_working_days"):
        audit(folder, "2026-03", settings=rule("2.3.3", parameters={"response_working_days": value}))


def test_company_working_days(tmp_path: Path) -> None:
    # Friday 6 March off: answered on Monday the 9th is in time. Saturday the 7th on beside it: late again.
    folder = write(tmp_path / "logs", complaints=[LATE])
    assert status(audit(folder, "2026-03", settings={"workdays": {"off": ["2026-03-06"]}}), "2.3.3") == "pass"
    both = {"workdays": {"off": ["2026-03-06"], "on": ["2026-03-07"]}}
    assert status(audit(folder, "2026-03", settings=both), "2.3.3") == "fail"


def test_a_year_outside_the_calendar_is_an_error_that_names_year_and_setting(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[{**LATE, "received_at": "1999-03-05", "responded_at": ""}])
    with pytest.raises(SettingsError, match=r"1999.*years = \[1999\]"):
        audit(folder, "1999-03")
    run = audit(folder, "1999-03", settings={"workdays": {"years": [1999], "off": ["1999-03-08"]}})
    # Received on Friday 5 March; Monday is off, so Tuesday.
    assert [each.due_at for each in run.result.findings] == [datetime(1999, 3, 9, 23, 59, 59, 999999)]


def test_roll_to_working_day(tmp_path: Path) -> None:
    # Held on Saturday 7 March: records by Saturday the 14th, rolled to Monday the 16th; the day itself does not move.
    event = {"event_id": "E-1", "held_on": "2026-03-07", "records_archived": "否", "insured": "否"}
    folder = write(tmp_path / "logs", events=[event])
    due = {each.clause: each.due_at.day for each in audit(folder, "2026-03").result.findings}
    assert due == {"3.1.4": 14, "3.2.2": 7}
    rolled = audit(folder, "2026-03", settings={"roll_to_working_day": True})
    assert {each.clause: each.due_at.day for each in rolled.result.findings} == {"3.1.4": 16, "3.2.2": 7}


def test_a_rolled_deadline_is_judged_in_the_period_into_which_it_moves(tmp_path: Path) -> None:
    # Held on 24 January 2026: 31 January is a Saturday, Monday 2 February follows.
    event = {"event_id": "E-1", "held_on": "2026-01-24", "records_archived": "否"}
    folder = write(tmp_path / "logs", events=[event])
    rolling = {"roll_to_working_day": True}
    assert records(audit(folder, "2026-01", settings=rolling), "3.1.4") == []
    assert records(audit(folder, "2026-02", settings=rolling), "3.1.4") == ["E-1"]


# Item 2.3 deducts per clause, 2.4 per item; caps are far away. Two late online complaints.
ONLINE = [
    {**LATE, "complaint_id": f"C-{number}", "channel": "网络", "handler_id": "", "logged_at": "", "assigned_at": "",
     "area": "物业", "referred_at": ""}
    for number in (1, 2)
]  # fmt: skip


@pytest.mark.parametrize(
    ("counting", "deduction"),
    [
        # 2.2.1, 2.3.1, 2.3.3 and 2.4.1, two findings each: 8 × 0.1.
        ("occurrence", "0.8"),
        ("clause", "0.4"),
        ("as_written", "0.4"),
    ],
)
def test_counting(tmp_path: Path, counting: str, deduction: str) -> None:
    run = audit(write(tmp_path / "logs", complaints=ONLINE), "2026-03", settings={"counting": counting})
    (project,) = run.result.projects
    assert project.score is not None
    assert {each.clause for each in run.result.findings} == {"2.2.1", "2.3.1", "2.3.3", "2.4.1"}
    assert project.score.deduction == Decimal(deduction)
    assert run.result.settings["counting"] == counting


def test_as_written_an_item_costs_once_its_largest_unit(tmp_path: Path) -> None:
    # 5.2 and 5.3 deduct per item; 5.3.1's two letters cost 0.1 once, 5.2.1's two entries 0.5 once.
    letter = {
        "party": "业委会",
        "direction": "发",
        "subject": "管理服务报告",
        "sent_at": "2026-03-02",
        "archived_at": "",
        "kind": "函件",
    }
    letters = [{**letter, "letter_id": f"L-{number}"} for number in (1, 2)]
    funds = [
        {"entry_id": f"J-{number}", "kind": "使用", "occurred_on": "2026-03-04", "approved_at": ""} for number in (1, 2)
    ]
    documents = [{"document_id": "D-1", "kind": "其他", "period": "", "approved_at": "", "committee_signed_at": ""}]
    folder = write(tmp_path / "logs", projects=[PROJECT], letters=letters, committee_funds=funds, documents=documents)
    found = {}
    for counting in ("occurrence", "as_written"):
        run = audit(folder, "2026-03", settings={"counting": counting})
        found[counting] = {
            each.id: each.deduction for each in run.result.projects[0].items if each.id in ("5.2", "5.3")
        }
    assert found["occurrence"] == {"5.2": Decimal("1.0"), "5.3": Decimal("0.2")}
    assert found["as_written"] == {"5.2": Decimal("0.5"), "5.3": Decimal("0.1")}


# Clause 2.3.3 alone is judged, so that every item is at its cap at the low end, save where counting says otherwise.
@pytest.mark.parametrize(
    ("counting", "low"),
    [
        # Every item holds a clause not assessed: all at their caps, so every category at its points.
        ("occurrence", "0.0"),
        # The units of all 86 clauses but 2.3.3, which is met, and what the caps take off: see the sums below.
        ("clause", None),
        ("as_written", None),
    ],
)
def test_the_low_end_of_the_range(tmp_path: Path, counting: str, low: str | None) -> None:
    run = audit(write(tmp_path / "logs", complaints=[ANSWERED]), "2026-03", settings={"counting": counting})
    score = run.result.projects[0].score
    assert score is not None
    assert score.high == Decimal("35.0")
    expected = Decimal(low) if low else Decimal("35.0") - _lost(run.standards["supervision"], counting)
    assert score.low == expected


def _lost(standard: Any, counting: str) -> Decimal:
    """What is lost if every clause but 2.3.3 failed once, added up by hand: item caps, then category points."""
    by_item: dict[str, list[Decimal]] = {}
    for clause in standard.clauses:
        if clause.id != "2.3.3":
            by_item.setdefault(clause.item, []).append(clause.unit)
    by_category: dict[str, Decimal] = {}
    for item in standard.items:
        units = by_item.get(item.id, [])
        lost = sum(units, Decimal(0))
        if counting == "as_written" and item.deduct == "item":
            lost = max(units, default=Decimal(0))
        elif counting == "as_written" and item.deduct == "occurrence":
            lost = item.cap
        by_category[item.category] = by_category.get(item.category, Decimal(0)) + min(lost, item.cap)
    return sum((min(by_category[each.id], each.points) for each in standard.categories), Decimal(0))


def test_projects_are_chosen_by_globs(tmp_path: Path) -> None:
    projects = [{**PROJECT, "project_id": name} for name in ("A-01", "A-02", "B-01")]
    folder = write(
        tmp_path / "logs", projects=projects, complaints=[{**LATE, "project_id": each} for each in ("A-01", "B-01")]
    )
    run = audit(folder, "2026-03", projects=["A*"])
    assert [each.project_id for each in run.result.projects] == ["A-01", "A-02"]
    assert {each.project_id for each in run.result.findings} == {"A-01"}
    with pytest.raises(UsageError, match=r"A-0[12]"):
        audit(folder, "2026-03", projects=["A-03"])


def test_unknown_standards_are_errors(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    with pytest.raises(UsageError, match="supervision"):
        audit(folder, "2026-03", standards=["supervison"])
    assert audit(folder, "2026-03", standards=["supervision"]).result.findings_total == 1


def test_a_period_that_has_not_begun_is_an_error(tmp_path: Path) -> None:
    folder = write(tmp_path / "logs", complaints=[LATE])
    with pytest.raises(UsageError, match="2099"):
        audit(folder, "2099-01", settings={"workdays": {"years": [2099]}})
