"""The ledger and what is recoverable, counted by hand."""

from __future__ import annotations

from decimal import Decimal

from scoring_samples import TINY, finding, outcome, outcomes

from commsaudit.model.period import parse_period
from commsaudit.scoring.build import build_result
from commsaudit.scoring.explain import Recoverable, declared_items, items_of, ledger, recoverable
from commsaudit.scoring.score import ProjectOutcomes
from commsaudit.scoring.tree import StandardUse

D = Decimal


def built(found, findings=(), counting="occurrence", most=None):
    return build_result(
        period=parse_period("2026-03"),
        settings={},
        counting=counting,
        inputs=(),
        standards=[StandardUse(TINY, "score")],
        projects=[ProjectOutcomes("P1", "One", found)],
        findings=findings,
        max_findings=most,
    )


def entries(result):
    (project,) = result.projects
    return ledger(project, items_of(project, declared_items([TINY])), result.findings)


def test_the_ledger_names_each_finding_and_what_caps_absorbed():
    found = outcomes(A_1_1=outcome("A.1.1", 2), A_1_2=outcome("A.1.2", 1), A_2_2=outcome("A.2.2", 2, waived=1))
    findings = [
        finding("A.2.2", "C-9", waived=True),
        finding("A.2.2", "C-8"),
        finding("A.1.2", "C-3"),
        finding("A.1.1", "C-2", day=6),
        finding("A.1.1", "C-1", day=4),
    ]
    got = [
        (each.finding.record_id, each.clause, each.item_absorbed, each.category_absorbed, each.deducted)
        for each in entries(built(found, findings))
    ]
    assert got == [
        ("C-1", "A.1.1", D("0.0"), D("0.0"), D("0.1")),
        ("C-2", "A.1.1", D("0.0"), D("0.0"), D("0.1")),
        ("C-3", "A.1.2", D("0.1"), D("0.0"), D("0.1")),
        ("C-8", "A.2.2", D("0.0"), D("0.0"), D("0.5")),
    ]


def test_the_category_absorbs_what_is_left_of_the_item():
    found = outcomes(A_1_1=outcome("A.1.1", 3), A_2_2=outcome("A.2.2", 2))
    findings = [finding("A.1.1", f"C-{n}") for n in range(3)]
    findings += [finding("A.2.2", f"D-{n}") for n in range(2)]
    last = entries(built(found, findings))[-1]
    # 0.3 and 0.5 are gone of the category's 1.0.
    assert (last.item_absorbed, last.category_absorbed, last.deducted) == (D("0.0"), D("0.3"), D("0.2"))


def test_findings_that_are_not_listed_stand_in_one_entry():
    found = outcomes(B_1_1=outcome("B.1.1", 5))
    findings = [finding("B.1.1", f"C-{n}") for n in range(5)]
    got = entries(built(found, findings, most=2))
    assert [(each.finding and each.finding.record_id, each.count) for each in got] == [
        ("C-0", 1),
        ("C-1", 1),
        (None, 3),
    ]
    assert sum(each.deducted for each in got) == D("1.0")


def test_where_an_item_costs_once_one_finding_bears_it():
    found = outcomes(A_2_1=outcome("A.2.1", 2), A_2_2=outcome("A.2.2", 2), A_2_3=outcome("A.2.3", 1))
    findings = [
        finding("A.2.1", "C-1"),
        finding("A.2.1", "C-2"),
        finding("A.2.2", "C-3"),
        finding("A.2.2", "C-4"),
        finding("A.2.3", "C-5"),
    ]
    (only,) = entries(built(found, findings, "as_written"))
    assert (only.finding.record_id, only.deducted) == ("C-3", D("0.5"))


def test_without_a_catalogue_the_id_tells_the_item():
    result = built(outcomes(A_1_1=outcome("A.1.1", 1)), [finding("A.1.1", "C-1")])
    (project,) = result.projects
    assert items_of(project, {}) == items_of(project, declared_items([TINY]))


def recovered(found, counting="occurrence"):
    (project,) = built(found, counting=counting).projects
    return recoverable(project, items_of(project, declared_items([TINY])))


def test_recoverable_knows_the_caps_and_ranks():
    found = outcomes(
        A_1_1=outcome("A.1.1", 2),  # 0.2 of A.1: without it 0.2 of 0.3 stays
        A_1_2=outcome("A.1.2", 1),
        B_1_1=outcome("B.1.1", 3, waived=2),
    )
    assert recovered(found) == [
        Recoverable("B.1.1", D("0.2")),
        Recoverable("A.1.1", D("0.1")),
        Recoverable("A.1.2", D("0.1")),
    ]


def test_a_full_category_gives_back_only_what_falls_below_its_points():
    # A.2 alone is at 1.0, so mending A.1.1 alone brings nothing.
    found = outcomes(A_1_1=outcome("A.1.1", 3), A_2_2=outcome("A.2.2", 4))
    assert recovered(found) == [Recoverable("A.2.2", D("0.7")), Recoverable("A.1.1", D("0.0"))]


def test_where_an_item_costs_once_the_next_one_takes_over():
    found = outcomes(A_2_1=outcome("A.2.1", 2), A_2_2=outcome("A.2.2", 2))
    assert recovered(found, "as_written") == [Recoverable("A.2.2", D("0.4")), Recoverable("A.2.1", D("0.0"))]
