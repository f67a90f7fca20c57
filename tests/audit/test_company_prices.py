"""What a company decides that findings cost: units, points, caps, clauses that count in supervision items."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from small import LATE, PROJECT, audit, outcomes, write

from commsaudit.audit.request import AuditRun
from commsaudit.errors import SettingsError
from commsaudit.scoring.decode import parse_result
from commsaudit.scoring.encode import to_json

D = Decimal
# Nothing was called back within 7 days of 5 March: three findings of CB-1 (item 2.10), due on the 12th.
OPINIONS = [
    {"request_id": f"R-{n}", "kind": "意见", "received_at": "2026-03-04 09:00", "closed_at": "2026-03-05 09:00"}
    for n in (1, 2, 3)
]
CONTACTS = [
    {"contact_id": "K-1", "purpose": "走访", "started_at": "2026-03-02 10:00", "mode": "上门", "related_id": ""}
]
# In force since last year, so that nothing but the above is found.
NOTICES = [
    {"notice_id": f"N-{kind}", "kind": kind, "published_at": "2025-01-06 09:00"}
    for kind in ("服务电话", "投诉渠道", "收费标准")
]


def company(tmp_path: Path, **more: list[dict[str, str]]) -> Path:
    logs = {"projects": [PROJECT], "requests": OPINIONS, "contacts": CONTACTS, "notices": NOTICES}
    return write(tmp_path / "logs", **logs, **more)


def decided(tmp_path: Path, table: dict[str, object], **more: list[dict[str, str]]) -> AuditRun:
    return audit(company(tmp_path, **more), "2026-03", settings=table)


def costs(run: AuditRun) -> dict[str, Decimal]:
    (project,) = run.result.projects
    return {each.outcome.clause: each.deduction for each in project.clauses if each.deduction}


def categories(run: AuditRun) -> dict[str, tuple[Decimal, Decimal]]:
    (project,) = run.result.projects
    return {each.id: (each.points, each.deduction) for each in project.categories}


def items(run: AuditRun) -> dict[str, Decimal]:
    (project,) = run.result.projects
    return {each.id: each.deduction for each in project.items if each.deduction}


def modes(run: AuditRun) -> dict[str, str]:
    return {each.id: each.mode for each in run.result.standards}


def test_a_procedure_costs_nothing_unless_told_to(tmp_path: Path) -> None:
    run = decided(tmp_path, {})
    found = outcomes(run, "CB-1")["P1"]
    assert (found.status, found.obligations, found.findings) == ("fail", 3, 3)
    assert costs(run) == {}
    assert (modes(run)["supervision"], modes(run)["callbacks"]) == ("score", "observe")


def test_a_standard_with_points_and_a_unit_is_a_category_of_the_scorecard(tmp_path: Path) -> None:
    run = decided(tmp_path, {"standards": {"callbacks": {"points": "5.0", "unit": "0.2"}}})
    assert costs(run) == {"CB-1": D("0.6")}
    assert categories(run)["callbacks"] == (D("5.0"), D("0.6"))
    score = run.result.projects[0].score
    assert score is not None
    assert (score.points, score.deduction) == (D("40.0"), D("0.6"))
    assert modes(run)["callbacks"] == "score"


def test_its_points_and_its_cap_bound_what_it_costs(tmp_path: Path) -> None:
    by_points = decided(tmp_path, {"standards": {"callbacks": {"points": "0.5", "unit": "0.2"}}})
    assert categories(by_points)["callbacks"] == (D("0.5"), D("0.5"))
    by_cap = decided(tmp_path, {"standards": {"callbacks": {"points": "5.0", "unit": "0.2", "cap": "0.4"}}})
    assert categories(by_cap)["callbacks"] == (D("5.0"), D("0.4"))
    assert costs(by_cap) == {"CB-1": D("0.6")}


def test_a_clause_has_a_unit_and_a_cap_of_its_own(tmp_path: Path) -> None:
    rules = {"standards": {"callbacks": {"points": "5.0", "unit": "0.2"}}, "clauses": {"CB-1": {"unit": "0.5"}}}
    assert costs(decided(tmp_path, rules)) == {"CB-1": D("1.5")}
    rules["clauses"] = {"CB-1": {"unit": "0.5", "cap": "1.0"}}
    run = decided(tmp_path, rules)
    assert costs(run) == {"CB-1": D("1.0")}
    assert categories(run)["callbacks"] == (D("5.0"), D("1.0"))


def test_a_clause_counts_in_the_supervision_item_that_it_names(tmp_path: Path) -> None:
    run = decided(tmp_path, {"clauses": {"CB-1": {"unit": "0.1", "count_in_item": True}}})
    assert costs(run) == {"CB-1": D("0.3")}
    assert items(run) == {"2.10": D("0.3")}
    assert categories(run)["2"] == (D("8.0"), D("0.3"))
    assert "callbacks" not in categories(run)
    assert modes(run)["callbacks"] == "observe"


def test_all_clauses_of_a_standard_count_in_their_items(tmp_path: Path) -> None:
    run = decided(tmp_path, {"standards": {"callbacks": {"mode": "score", "unit": "0.1", "count_in_item": True}}})
    assert items(run) == {"2.10": D("0.3")}
    (project,) = run.result.projects
    unit_of = {each.outcome.clause: each.unit for each in project.clauses}
    assert (unit_of["CB-2"], unit_of["CB-4"]) == (D("0.1"), None)  # CB-4 names no item


def test_a_clause_with_points_is_a_category(tmp_path: Path) -> None:
    run = decided(tmp_path, {"clauses": {"CB-1": {"points": "1.0", "unit": "0.4"}}})
    assert categories(run)["CB-1"] == (D("1.0"), D("1.0"))  # 3 × 0.4, at most its points
    score = run.result.projects[0].score
    assert score is not None
    assert score.points == D("36.0")
    # The rest of its standard stays observed, and outside of the coverage.
    assert modes(run)["callbacks"] == "observe"
    assert run.result.projects[0].coverage.clauses == 87


def test_observed_or_off_for_a_project_it_costs_nothing(tmp_path: Path) -> None:
    rules = {"standards": {"callbacks": {"points": "5.0", "unit": "0.2"}}}
    for mode in ("observe", "off"):
        run = decided(tmp_path, {**rules, "projects": {"P*": {"clauses": {"CB-1": {"mode": mode}}}}})
        assert costs(run) == {}


def test_the_unit_of_a_supervision_clause_can_be_another(tmp_path: Path) -> None:
    rules = {"clauses": {"2.3.3": {"unit": "0.3"}}}
    assert costs(decided(tmp_path, rules, complaints=[LATE])) == {"2.3.3": D("0.3")}


def test_the_result_says_what_was_decided_and_reads_back(tmp_path: Path) -> None:
    table = {
        "standards": {"callbacks": {"mode": "score", "points": "5.0", "unit": "0.2", "cap": "4.0"}},
        "clauses": {"CC-1": {"unit": "0.1", "cap": "0.5", "count_in_item": True}},
    }
    run = decided(tmp_path, table)
    rules = run.result.settings["rules"]
    assert isinstance(rules, dict)
    assert {key: rules[key] for key in ("standards", "clauses")} == table
    assert to_json(parse_result(to_json(run.result), "result.json")) == to_json(run.result)


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"standards": {"callbacks": {"mode": "score"}}}, "needs points"),
        ({"standards": {"supervision": {"points": "40"}}}, "of its own"),
        ({"clauses": {"2.3.3": {"points": "1"}}}, "of its own"),
        ({"clauses": {"CB-1": {"unit": "0.1"}}}, "costs nothing"),
        ({"clauses": {"CB-1": {"count_in_item": True}}}, "needs a unit"),
        ({"clauses": {"CB-4": {"unit": "0.1", "count_in_item": True}}}, "names no item"),
        ({"clauses": {"CB-1": {"unit": "0.2", "cap": "0.5", "points": "1"}}}, "no multiple"),
        ({"clauses": {"CB-1": {"unit": "0.2", "points": "1", "count_in_item": True}}}, "not both"),
        ({"standards": {"callbacks": {"points": "6"}}}, "nothing costs"),
        ({"standards": {"callbacks": {"points": "6", "unit": "0.2", "count_in_item": True}}}, "not both"),
        ({"standards": {"callbacks": {"points": "6", "unit": "0.2", "mode": "observe"}}}, "mode = 'observe'"),
        ({"standards": {"callbacks": {"mode": "off"}}, "clauses": {"CB-2": {"points": "1", "unit": "1"}}}, "mode = 'off'"),
        ({"clauses": {"CB-2": {"mode": "off", "points": "1", "unit": "0.5"}}}, "mode = 'off'"),
        ({"clauses": {"CB-2": {"mode": "observe", "unit": "0.5"}}}, "mode = 'observe'"),
        ({"standards": {"callbacks": {"points": "6"}}, "clauses": {"CB-2": {"unit": "1", "points": "1"}}}, "nothing costs"),
        (
            {"standards": {"callbacks": {"points": "6"}}, "clauses": {"CB-2": {"unit": "1", "count_in_item": True}}},
            "nothing costs",
        ),
        (
            {"standards": {"supervision": {"mode": "off"}}, "clauses": {"CC-5": {"unit": "1", "count_in_item": True}}},
            "item 2.3, which is not scored",
        ),
        ({"standards": {"presales": {"unit": "0.1", "count_in_item": True}}}, "names an item"),
        ({"clauses": {"CC-5": {"cap": "0.2"}}}, "needs a unit"),
        ({"standards": {"callbacks": {"points": "1e3", "unit": "1"}}}, "no number of points"),
        ({"standards": {"callbacks": {"points": "1_0", "unit": "1"}}}, "no number of points"),
        ({"standards": {"callbacks": {"points": "6", "unit": "0.0000001"}}}, "no number of points"),
        ({"standards": {"callbacks": {"unit": "0.2"}}}, "a unit alone"),
        ({"standards": {"callbacks": {"unit": "0.2", "cap": "1", "count_in_item": True}}}, "a cap bounds"),
        ({"standards": {"callbacks": {"points": "-1"}}}, "no number of points"),
        ({"standards": {"callbacks": {"points": "many"}}}, "no number of points"),
        ({"standards": {"callbacks": {"point": "1"}}}, "did you mean 'points'"),
        ({"projects": {"P1": {"clauses": {"CB-1": {"unit": "0.1"}}}}}, "unknown key"),
    ],
)  # fmt: skip
def test_a_decision_that_cannot_be_meant_is_refused(tmp_path: Path, table: dict[str, object], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        decided(tmp_path, table)


def test_two_clauses_that_judge_the_same_are_named_where_both_are_scored(tmp_path: Path) -> None:
    observed = decided(tmp_path, {})
    # 2.2.4 and 3.8.2 overlap too, but it is the scoring table itself that scores both.
    assert observed.scored_twice == []
    both = decided(
        tmp_path,
        {"clauses": {name: {"unit": "0.1", "count_in_item": True} for name in ("CC-6", "CM-1", "CC-19", "SS-12")}},
    )
    assert {("CC-6", "CM-1"), ("CC-19", "SS-12")} <= set(both.scored_twice)
    one_off = decided(
        tmp_path,
        {"clauses": {"CC-6": {"unit": "0.1", "count_in_item": True}, "CM-1": {"mode": "off"}}},
    )
    assert ("CC-6", "CM-1") not in one_off.scored_twice
