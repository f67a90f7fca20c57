"""Scores, counted by hand from semantics.md, "Scoring"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from scoring_samples import TINY, category, clause, item, outcome, outcomes, standard

from commsaudit.model.outcome import Status
from commsaudit.model.result import Coverage, ProjectResult
from commsaudit.model.settings import Settings
from commsaudit.scoring.company import priced
from commsaudit.scoring.score import ProjectOutcomes, score_project
from commsaudit.scoring.tree import StandardUse, scoring_tree

D = Decimal
ONLY_TINY = (StandardUse(TINY, "score"),)
NOT_ASSESSED, ERROR, OFF = Status.NOT_ASSESSED, Status.ERROR, Status.OFF


def scored(found, counting="occurrence", modes=None, standards=ONLY_TINY) -> ProjectResult:
    project = ProjectOutcomes("P1", "One", found, modes or {})
    return score_project(project, standards, scoring_tree(standards), counting)


def deductions(result: ProjectResult) -> dict[str, Decimal]:
    return {each.outcome.clause: each.deduction for each in result.clauses if each.deduction}


def item_deductions(result: ProjectResult) -> dict[str, Decimal]:
    return {each.id: each.deduction for each in result.items if each.deduction}


def category_deductions(result: ProjectResult) -> dict[str, Decimal]:
    return {each.id: each.deduction for each in result.categories if each.deduction}


MANY = {
    "A_1_1": outcome("A.1.1", 2),  # 2 × 0.1
    "A_1_2": outcome("A.1.2", 1),  # 1 × 0.2: with the above 0.4, the item's cap is 0.3
    "A_2_1": outcome("A.2.1", 3),  # 3 × 0.1
    "A_2_2": outcome("A.2.2", 2),  # 2 × 0.5: with the above 1.3, the item's cap is 1.0
    "B_1_2": outcome("B.1.2", 3, waived=1),  # 2 × 0.15
}


def test_all_met_keeps_all_points():
    result = scored(outcomes())
    assert result.score is not None
    assert (result.score.points, result.score.score, result.score.low) == (D("3.5"), D("3.5"), D("3.5"))
    assert result.score.percent == D("100.0")
    assert [each.score for each in result.categories] == [D("1.0"), D("2.0"), D("0.5")]


def test_occurrence_counts_every_finding_and_caps_item_then_category():
    result = scored(outcomes(**MANY))
    assert deductions(result) == {
        "A.1.1": D("0.2"),
        "A.1.2": D("0.2"),
        "A.2.1": D("0.3"),
        "A.2.2": D("1.0"),
        "B.1.2": D("0.30"),
    }
    assert item_deductions(result) == {"A.1": D("0.3"), "A.2": D("1.0"), "B.1": D("0.30")}
    assert category_deductions(result) == {"A": D("1.0"), "B": D("0.30")}
    assert result.score is not None
    assert result.score.score == D("2.20")
    # Without the waiver B.1.2 costs 3 × 0.15.
    assert result.score.without_waivers == D("2.05")
    # 2.2 / 3.5 = 62.857…
    assert result.score.percent == D("62.9")


def test_clause_counts_each_failed_clause_once():
    result = scored(outcomes(**MANY), "clause")
    assert deductions(result) == {
        "A.1.1": D("0.1"),
        "A.1.2": D("0.2"),
        "A.2.1": D("0.1"),
        "A.2.2": D("0.5"),
        "B.1.2": D("0.15"),
    }
    assert category_deductions(result) == {"A": D("0.9"), "B": D("0.15")}


def test_as_written_follows_each_item():
    result = scored(outcomes(**MANY, A_2_3=outcome("A.2.3", 1)), "as_written")
    # A.1 per finding, A.2 once (the first of its two largest units bears it), B.1 per clause.
    assert deductions(result) == {
        "A.1.1": D("0.2"),
        "A.1.2": D("0.2"),
        "A.2.2": D("0.5"),
        "B.1.2": D("0.15"),
    }
    assert item_deductions(result) == {"A.1": D("0.3"), "A.2": D("0.5"), "B.1": D("0.15")}
    assert result.score is not None
    assert result.score.score == D("2.55")


def test_a_cap_exactly_reached_loses_nothing_more():
    at_cap = scored(outcomes(A_1_1=outcome("A.1.1", 3)))
    beyond = scored(outcomes(A_1_1=outcome("A.1.1", 4)))
    assert item_deductions(at_cap) == item_deductions(beyond) == {"A.1": D("0.3")}


@pytest.mark.parametrize("unknown", [NOT_ASSESSED, ERROR])
class TestLow:
    def test_occurrence_puts_the_item_at_its_cap(self, unknown):
        result = scored(outcomes(A_1_1=outcome("A.1.1", status=unknown)))
        assert result.score is not None
        assert (result.score.low, result.score.high) == (D("3.2"), D("3.5"))

    def test_caps_apply_above_the_item(self, unknown):
        # A.1 at 0.3 and A.2 at 1.0: the category has 1.0 to lose.
        result = scored(outcomes(A_1_1=outcome("A.1.1", status=unknown), A_2_1=outcome("A.2.1", status=unknown)))
        assert result.score is not None
        assert result.score.low == D("2.5")

    def test_clause_adds_the_units(self, unknown):
        found = outcomes(
            B_1_1=outcome("B.1.1", status=unknown),
            B_1_2=outcome("B.1.2", 4),
            A_1_1=outcome("A.1.1", status=unknown),
        )
        result = scored(found, "clause")
        assert result.score is not None
        # High: 0.15. Low: 0.15 + 0.2 + 0.1.
        assert (result.score.high, result.score.low) == (D("3.35"), D("3.05"))

    def test_an_item_that_costs_once_takes_the_largest_unit(self, unknown):
        found = outcomes(A_2_1=outcome("A.2.1", 5), A_2_3=outcome("A.2.3", status=unknown))
        result = scored(found, "as_written")
        assert result.score is not None
        assert (result.score.high, result.score.low) == (D("3.4"), D("3.0"))

    def test_a_smaller_unit_unknown_changes_nothing_where_the_item_costs_once(self, unknown):
        found = outcomes(A_2_1=outcome("A.2.1", status=unknown), A_2_2=outcome("A.2.2", 1))
        result = scored(found, "as_written")
        assert result.score is not None
        assert (result.score.high, result.score.low) == (D("3.0"), D("3.0"))

    def test_an_observed_clause_is_not_in_it(self, unknown):
        found = outcomes(A_1_1=outcome("A.1.1", status=unknown))
        result = scored(found, modes={"A.1.1": "observe"})
        assert result.score is not None
        assert result.score.low == D("3.5")

    def test_it_is_missing_from_the_coverage(self, unknown):
        found = outcomes(A_1_1=outcome("A.1.1", status=unknown))
        assert scored(found, modes={"A.1.1": "observe"}).coverage == Coverage(7, 6)


def test_observed_and_off_clauses_cost_nothing_and_have_no_unit():
    found = outcomes(A_1_1=outcome("A.1.1", 2), A_1_2=outcome("A.1.2", status=OFF))
    result = scored(found, modes={"A.1.1": "observe", "A.1.2": "off"})
    assert deductions(result) == {}
    assert [each.unit for each in result.clauses[:3]] == [None, None, D("0.1")]
    # Off is in no coverage; observed is.
    assert result.coverage == Coverage(6, 6)


def test_off_by_status_alone_costs_nothing():
    result = scored(outcomes(A_1_1=replace(outcome("A.1.1", 2), status=OFF)))
    assert deductions(result) == {}


def test_nothing_assessed():
    result = scored([outcome(each.id, status=NOT_ASSESSED) for each in TINY.clauses])
    assert result.score is not None
    # C has no clauses: nothing of it can be lost.
    assert (result.score.low, result.score.high) == (D("0.5"), D("3.5"))
    assert result.coverage == Coverage(7, 0)


def test_everything_waived_costs_nothing_but_shows_what_it_would():
    result = scored([outcome(each.id, 9, waived=9) for each in TINY.clauses])
    assert result.score is not None
    assert (result.score.score, result.score.without_waivers) == (D("3.5"), D("0.5"))


def test_outcomes_come_back_in_catalogue_order():
    result = scored(list(reversed(outcomes())))
    assert [each.outcome.clause for each in result.clauses] == [each.id for each in TINY.clauses]


PROCEDURE = standard(
    "procedure",
    None,
    clauses=(clause("PR-1", "B.1", "0.4", "procedure"), clause("PR-2", None, None, "procedure")),
)


def procedure_outcomes(first: int, second: Status = Status.PASS):
    return [
        outcome("PR-1", first, standard="procedure"),
        outcome("PR-2", status=second, standard="procedure"),
    ]


def test_a_standard_without_points_is_observed():
    result = scored(procedure_outcomes(2), standards=(StandardUse(PROCEDURE, "observe"),))
    assert result.score is None
    assert result.categories == result.items == ()
    assert deductions(result) == {}
    assert result.coverage == Coverage(2, 2)


def test_a_procedure_clause_counts_in_the_item_it_names_but_not_in_the_coverage():
    both = (StandardUse(TINY, "score"), StandardUse(PROCEDURE, "observe"))
    found = [*outcomes(), *procedure_outcomes(2, NOT_ASSESSED)]
    result = scored(found, standards=both)
    assert deductions(result) == {"PR-1": D("0.8")}
    assert item_deductions(result) == {"B.1": D("0.8")}
    # semantics.md: coverage is "of the standards that are scored for the project".
    assert result.coverage == Coverage(7, 7)


def test_a_scored_standard_set_to_observe_has_no_score():
    result = scored(outcomes(**MANY), standards=(StandardUse(TINY, "observe"),))
    assert result.score is None
    assert deductions(result) == {}


def test_a_scored_standard_without_categories_is_one():
    own = priced({"procedure": replace(PROCEDURE, points=D("0.5"))}, Settings())["procedure"]
    both = (StandardUse(TINY, "score"), StandardUse(own, "score"))
    result = scored([*outcomes(), *procedure_outcomes(2)], standards=both)
    assert category_deductions(result) == {"procedure": D("0.5")}
    assert result.score is not None
    assert (result.score.points, result.score.score) == (D("4.0"), D("3.5"))


def test_a_second_standard_with_the_same_ids_keeps_them_apart():
    other = standard(
        "other",
        "1.0",
        (category("A", "1.0"),),
        (item("A.1", "A", "1.0", "occurrence"),),
        (clause("O-1", "A.1", "0.1", "other"),),
    )
    found = [*outcomes(), outcome("O-1", 3, standard="other")]
    result = scored(found, standards=(StandardUse(TINY, "score"), StandardUse(other, "score")))
    assert item_deductions(result) == {"other:A.1": D("0.3")}
    assert category_deductions(result) == {"other:A": D("0.3")}
    # Observed, its clause must not fall into the other's item of the same id.
    observed = scored(found, standards=(StandardUse(TINY, "score"), StandardUse(other, "observe")))
    assert deductions(observed) == {}
